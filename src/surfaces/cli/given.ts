import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { CordonError } from '../../kernel/errors.ts'
import { formatBytes, parseBytes, parseDuration } from '../../kernel/limits.ts'
import type { Given } from './command.ts'

/** A file's bytes, or standard input's for `-`; at most `limitBytes`. */
export async function readInputFile(
  path: string,
  given: Given,
  limitBytes = 64 * 1024 * 1024,
): Promise<Uint8Array> {
  if (path !== '-') return read(path, limitBytes)
  return collect(given.terminal.stdin(), { name: 'standard input', limitBytes })
}

/** The argument at a position; commander has made sure that required ones are there. */
export function argument(given: Given, at: number): string {
  return given.args[at] ?? ''
}

/** An option's text where it was given. */
export function textOption(given: Given, name: string): string | undefined {
  const value = given.options[name]
  return typeof value === 'string' ? value : undefined
}

/** An option's value among the words it may have; `otherwise` where it was left out. */
export function choiceOption<Choice extends string>(
  given: Given,
  name: string,
  { choices, otherwise }: { readonly choices: readonly Choice[]; readonly otherwise: Choice },
): Choice {
  // Commander gives `--fail-on` as `failOn`.
  const text = textOption(
    given,
    name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
  )
  const choice = text === undefined ? otherwise : choices.find((one) => one === text)
  if (choice !== undefined) return choice
  throw new CordonError('usage', `--${name} cannot be "${text}".`, {
    help: `Write one of ${choices.join(', ')}.`,
  })
}

/** An option's duration in milliseconds. */
export function durationOption(given: Given, name: string): number | undefined {
  return unitOption(given, name, { read: parseDuration, example: '30s or 500ms' })
}

/** An option's size in bytes. */
export function bytesOption(given: Given, name: string): number | undefined {
  return unitOption(given, name, { read: parseBytes, example: '512MB or 64k' })
}

/** An option's whole number, from 1. */
export function countOption(given: Given, name: string): number | undefined {
  const read = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined)
  return unitOption(given, name, { read, example: '1000000' })
}

function unitOption(
  given: Given,
  name: string,
  unit: { readonly read: (text: string) => number | undefined; readonly example: string },
): number | undefined {
  const text = textOption(given, name)
  if (text === undefined) return undefined
  const value = unit.read(text)
  if (value !== undefined) return value
  throw new CordonError('usage', `--${name} cannot be "${text}".`, {
    help: `Write it as ${unit.example}.`,
  })
}

async function read(path: string, limitBytes: number): Promise<Uint8Array> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) throw unreadable(path, 'it is a folder')
    if (!found.isFile() && !found.isFIFO()) throw unreadable(path, 'it is a device or a socket')
    return await collect(createReadStream(path), { name: path, limitBytes })
  } catch (cause) {
    throw cause instanceof CordonError ? cause : unreadable(path, reasonOf(cause), cause)
  }
}

/** Reads to the end, or no further than the limit: what never ends must not fill the memory. */
async function collect(
  from: AsyncIterable<Uint8Array | string>,
  { name, limitBytes }: { readonly name: string; readonly limitBytes: number },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of from) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    length += bytes.length
    if (length > limitBytes) {
      throw new CordonError(
        'input-unreadable',
        `Cannot read ${name}: it is larger than ${formatBytes(limitBytes)}.`,
      )
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function unreadable(path: string, why: string, cause?: unknown): CordonError {
  return new CordonError('input-unreadable', `Cannot read ${path}: ${why}.`, { cause })
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  switch (code) {
    case 'ENOENT':
      return 'there is no such file'
    case 'EACCES':
      return 'it may not be read'
    default:
      return 'it cannot be opened'
  }
}
