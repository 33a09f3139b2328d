/** Characters that change how a terminal shows what follows: controls, and marks of writing direction. */
const unsafe = /[\p{Cc}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{2069}\u{feff}\p{Cs}]/u

/** Text as it may be shown: tabs are spaces, and what a terminal would act on is spelled out, such as `\x1b`. */
export function displayText(text: string): string {
  let shown = ''
  for (const char of text) shown += displayCharacter(char)
  return shown
}

/** How many columns a text takes in a terminal, once it is shown by `displayText`. */
export function displayWidth(text: string): number {
  let width = 0
  for (const char of text) {
    const shown = displayCharacter(char)
    width += shown === char ? columnsOf(char) : shown.length
  }
  return width
}

function displayCharacter(char: string): string {
  if (char === '\t') return '    '
  if (!unsafe.test(char)) return char
  const code = char.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return `\\u{${code.toString(16)}}`
}

/** Letters of East Asia and pictographs take two columns, combining marks none (Unicode Standard Annex 11). */
function columnsOf(char: string): number {
  if (char < '\u{300}') return 1
  if (/\p{Mn}|\p{Me}/u.test(char)) return 0
  return /[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    char,
  )
    ? 2
    : 1
}
