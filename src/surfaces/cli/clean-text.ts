/**
 * Text from user code with what could take over the terminal made visible as `·`: control characters (ECMA-48) and the
 * marks that reorder text (CVE-2021-42574). `lines` keeps line breaks and tabs, `cell` does not.
 */
export function cleanText(text: string, kind: 'lines' | 'cell'): string {
  const keeps = kind === 'lines' ? '\n\t' : ''
  return Array.from(text, (character) =>
    isHarmless(character.codePointAt(0) ?? 0) || keeps.includes(character) ? character : '·',
  ).join('')
}

function isHarmless(code: number): boolean {
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0)
  const isReordering =
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  return !isControl && !isReordering
}
