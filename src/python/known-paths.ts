import { Memo } from './memo.ts'
import { attributeOf } from './names.ts'
import { pathValue, textValue, type Value, type Values } from './values.ts'

/** Texts that modules hold by name. */
const constants: ReadonlyMap<string, string> = new Map([
  ['os.sep', '/'],
  ['os.path.sep', '/'],
  ['os.curdir', '.'],
  ['os.pardir', '..'],
  ['os.path.pardir', '..'],
  ['string.ascii_lowercase', 'abcdefghijklmnopqrstuvwxyz'],
  ['string.ascii_uppercase', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['string.ascii_letters', 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['string.digits', '0123456789'],
  ['string.hexdigits', '0123456789abcdefABCDEF'],
])

const attributeValues = new Memo<Memo<Values>>(5_000)

/** What an attribute of a full name may be. */
export function attributeOfPath(path: string, name: string): Values {
  const known = attributeValues.get(path) ?? attributeValues.keep(path, new Memo<Values>(200))
  return known.get(name) ?? known.keep(name, [constantOrPath(attributeOf(path, name))])
}

/** The text that a full name is known to hold, or the name itself. */
export function constantOrPath(path: string): Value {
  const text = constants.get(path)
  return text === undefined ? pathValue(path) : textValue(text)
}
