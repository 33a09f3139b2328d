declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** One run, from the script's arrival to its receipt: `run_` and 26 lower-case base-32 characters, sortable by time. */
export type RunId = Brand<string, 'RunId'>

/** A SHA-256 digest: 64 lower-case hexadecimal characters. */
export type Sha256 = Brand<string, 'Sha256'>

/** The name a dataset has inside the sandbox: a Python identifier that is no keyword. */
export type DatasetName = Brand<string, 'DatasetName'>

/** A readable rule name such as `exec-used`. */
export type RuleId = string

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Makes a run id from a time in milliseconds since 1970 and at least 10 random bytes (ULID layout). */
export function runId(timeMs: number, random: Uint8Array): RunId {
  let time = ''
  for (let rest = timeMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) {
    time = alphabet.charAt(rest % 32) + time
  }
  let tail = ''
  for (let bits = 0, value = 0, i = 0; i < 10; i++) {
    value = (value << 8) | (random[i] ?? 0)
    bits += 8
    for (; bits >= 5; bits -= 5) tail += alphabet.charAt((value >>> (bits - 5)) & 31)
    value &= 31
  }
  return `run_${time}${tail}` as RunId
}

/** Accepts a lower-case hexadecimal SHA-256 digest, else gives undefined. */
export function asSha256(text: string): Sha256 | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? (text as Sha256) : undefined
}

const pythonKeywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)
const takenNames = new Set(['result', 'datasets', 'pd', 'np', 'plt'])

/** Accepts a name that can be a frame's variable in the sandbox; else says in words why it can't. */
export function parseDatasetName(text: string): DatasetName | { readonly problem: string } {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(text)) {
    return {
      problem: 'a dataset name is a letter followed by at most 62 letters, digits or underscores',
    }
  }
  if (pythonKeywords.has(text)) return { problem: `"${text}" is a Python keyword` }
  if (takenNames.has(text)) return { problem: `"${text}" already has a meaning inside the sandbox` }
  return text as DatasetName
}
