import { seeded } from './random.mjs'

/** Names from many countries, made without a look at the detector's list of given names. */
const names =
  'John Carter|Maria Gonzales|Wei Zhang|Fatoumata Diallo|Priya Nair|Ólafur Jónsson|Aoife Byrne|Kwame Mensah|Nguyễn Thị Hoa|Yuki Tanaka|Ivan Petrov|Chidi Okafor|Lars Nilsson|Giulia Rossi|Ahmet Yılmaz|Saoirse Walsh|Pedro Alves|Ingrid Olsen|Thabo Nkosi|Elif Demir|Anna-Lena Vogt|Jean-Luc Moreau|Siobhan Kelly|Bartosz Zieliński|Rania Haddad|Mary O’Brien|Dao Minh Tuan|Hyun-woo Park|Zawadi Mwangi|Peter van Dijk'.split(
    '|',
  )
const withCue = ['Mr % called', 'please contact % today', 'Dear %, thank you', 'signed by % in May']
const withoutCue = [
  '% asked for a refund',
  'the file came from % on Monday',
  'as % said, it is late',
]
const addresses =
  '12 Baker Street|221B Elm Avenue|Hauptstraße 15|14 rue de Rivoli|Calle Mayor 7|Via Roma 22|Keizersgracht 101|P.O. Box 1234|Unter den Linden 5|1600 Main St|Rua Augusta 90|Am Markt 3'.split(
    '|',
  )
const places = ['lives at %', 'send it to % please', 'moved from % last year']
/** Capitals that name nobody. */
const harmless =
  'Deutsche Bank raised EUR 5m|the New York office is shut|see Annual Report 2024|Acme Holdings sold Alpha Corp|Monday Morning Meeting|the Green Bond Framework of Enel|European Central Bank left rates|Order Confirmation Pending|Quarter Three Results|San Francisco was cold|Golden Gate Capital bid|call the Help Desk'.split(
    '|',
  )

/** Labelled texts by what helps the detector: `{name, kind, cells: [{text, value?}]}`; those without a value hold none. */
export function freeTexts(seed) {
  const r = seeded(seed)
  const made = (values, phrases) =>
    values.flatMap((value) => {
      const text = r.pick(phrases)
      return { text: text.replace('%', () => value), value }
    })
  const none = harmless.map((text) => ({ text }))
  return [
    {
      name: 'names after a title or a phrase',
      kind: 'person-name',
      cells: [...made(names, withCue), ...none],
    },
    {
      name: 'names without one',
      kind: 'person-name',
      cells: [...made(names, withoutCue), ...none],
    },
    { name: 'addresses', kind: 'address', cells: [...made(addresses, places), ...none] },
  ]
}
