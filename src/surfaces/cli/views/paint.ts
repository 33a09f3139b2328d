/** Colours for a terminal (ECMA-48 SGR), or none. */
export function paint(hasColor: boolean) {
  const code = (open: number, close: number) => (text: string) =>
    hasColor ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    bold: code(1, 22),
    dim: code(2, 22),
    red: code(31, 39),
    green: code(32, 39),
    yellow: code(33, 39),
  }
}
