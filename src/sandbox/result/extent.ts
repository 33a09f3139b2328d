import { Malformed } from './blobs.ts'

/**
 * The most values an answer may hold: members of lists and objects, or rows of a frame without columns. A few bytes of
 * result can stand for a value that takes a hundred here, so the result limit alone does not hold this process's memory.
 * A frame with columns stays the bytes that it came as, and needs no such limit.
 * `guest/results.py` keeps to the same number and tells the script's author about it.
 */
export const maxValues = 5_000_000

/** Throws Malformed where a JSON text nests too deep or holds too many values, before it is parsed. */
export function checkExtent(json: Uint8Array): void {
  let depth = 0
  let values = 0
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (byte === quote) at = endOfText(json, at)
    else if (byte === closeList || byte === closeObject) depth--
    else if (byte === comma) values++
    else if (byte === openList || byte === openObject) {
      values++
      depth++
    }
    if (depth > maxDepth) throw new Malformed('depth')
  }
  if (values > maxValues) throw new Malformed('values')
}

/** The header and its value around an answer of 128 levels. */
const maxDepth = 130
const [quote, comma, backslash] = [0x22, 0x2c, 0x5c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

function endOfText(json: Uint8Array, start: number): number {
  let at = start + 1
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1
  return at
}
