/** Random choices that come out the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (least, most) => least + Math.floor(next() * (most - least + 1))
  const pick = (items) => items[integer(0, items.length - 1)]
  const text = (alphabet, length) => Array.from({ length }, () => pick(alphabet)).join('')
  return {
    integer,
    pick,
    digits: (length) => text('0123456789', length),
    text,
    /** A pattern in which # is a digit, N a digit from 2 to 9, @ a capital. */
    shaped: (pattern) =>
      pattern.replace(/[#N@]/g, (sign) =>
        sign === '#'
          ? text('0123456789', 1)
          : sign === 'N'
            ? text('23456789', 1)
            : text(capitals, 1),
      ),
    chance: (share) => next() < share,
  }
}

export const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const consonants = 'BCDFGHJKLMNPQRSTVWXYZ'
