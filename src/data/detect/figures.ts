import { type Detector, whole, words } from './detector.ts'

const currencies =
  'USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|CNY|CNH|HKD|SGD|INR|KRW|BRL|MXN|ZAR|TRY|AED|SAR|ILS|THB|IDR|MYR|PHP'
const number = "[0-9]{1,15}(?:[,.' \\u00a0][0-9]{3}){0,5}(?:[.,][0-9]{1,4})?"
const scale = '(?: ?(?:k|m|mn|mm|mio|bn|b|million|billion|thousand|trillion)(?![A-Za-z]))?'

/** Amounts, spreads and dates that only context makes sensitive. */
export const figureDetectors: readonly Detector[] = [
  {
    kind: 'amount',
    pattern: new RegExp(
      `(?<![A-Za-z0-9.,])(?:(?:(?:${currencies}) ?|(?:US|C|A|HK|S)?[$€£¥₹] ?)-?${number}${scale}(?![0-9A-Za-z])|` +
        `-?${number}${scale} ?(?:(?:${currencies})(?![A-Za-z])|[€£¥₹]))`,
      'g',
    ),
    match: whole(() => true),
    chance: 0.02,
    isTelling: true,
    alone: () => 0.9,
    context: words('amounts?', 'notional', 'price', 'size', 'volume', 'salary', 'fee', 'balance'),
  },
  {
    kind: 'spread',
    pattern:
      /(?<![A-Za-z0-9.,])(?:[+-]?[0-9]{1,5}(?:\.[0-9]{1,3})? ?(?:bps?|basis points?)(?![A-Za-z])|(?:MS|UST|CT[0-9]{1,2}|T|G|SOFR|EURIBOR|SONIA|[Mm]id-?[Ss]waps?) ?\+ ?[0-9]{1,4}(?:\.[0-9]{1,2})?(?![0-9A-Za-z]))/g,
    match: whole(() => true),
    chance: 0.02,
    isTelling: true,
    alone: () => 0.95,
    context: words('spreads?', 'oas', 'premium', 'ipt', 'guidance', 'launch'),
  },
  {
    kind: 'birth-date',
    pattern:
      /(?<![A-Za-z0-9]|[0-9][-/.])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{1,2}\.? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6},? [0-9]{4})(?![0-9])/g,
    match: whole(() => true),
    chance: 0.95,
    isTelling: false,
    alone: () => 0.05,
    context: words(
      'born',
      'birth(?:day|date)?s?',
      'date of birth',
      'dob',
      'd\\.o\\.b\\.?',
      'geb',
      'geboren',
      'geburtsdatum',
      'née? le',
      'naissance',
      'nacimiento',
      'nacid[oa]',
      'nascita',
      'nat[oa] il',
    ),
  },
]
