import type { Command } from './command-line.ts'
import { unknownPart } from './command-line.ts'
import type { Context } from './context.ts'

/** A package that a script asks to have installed (PEP 508, without extras and markers). */
export interface Requirement {
  /** Normalised as PyPI does (PEP 503). */
  readonly name: string
  /** Version clauses as written: `==1.0`, `>=1,<2`; empty where any version will do. */
  readonly versions: string
  readonly start: number
  readonly end: number
}

/** What a command installs, and the options that it gives the installer. */
export interface Installation {
  readonly tool: string
  readonly packages: readonly string[]
  readonly options: readonly string[]
}

const quoted = /"[^"]*"|'[^']*'/g
const installers =
  /(?:^|[\s;&|/])(pip[\d.]*|uv|conda|mamba|micromamba|poetry|pdm|pipx|easy_install|npm|apt-get|apt|brew)(?:\s+(?:pip|-\S+))*\s+(install|add)\s+/

/** The packages that the comment block `# /// script` of a script asks for (PEP 723). */
export function scriptRequirements({ text, comments }: Context): readonly Requirement[] {
  const lines = comments.map(({ start, end }) => ({ start, line: text.slice(start, end) }))
  const opening = lines.findIndex(({ line }) => /^# \/\/\/ script\s*$/.test(line))
  if (opening < 0) return []
  const block = lines.slice(opening + 1)
  const closing = block.findIndex(({ line }) => /^# \/\/\/\s*$/.test(line))
  const first = block.findIndex(({ line }) => /^#\s*dependencies\s*=/.test(line))
  if (first < 0 || (closing >= 0 && closing < first)) return []
  const rest = block.slice(first, closing < 0 ? undefined : closing)
  const last = rest.findIndex(({ line }) => closesList(line))
  return rest.slice(0, last < 0 ? undefined : last + 1).flatMap(requirementsIn)
}

/** A line with the `]` of the list, outside of texts and of comments within the comment. */
function closesList(line: string): boolean {
  return line.slice(1).replace(quoted, '').replace(/#.*/, '').includes(']')
}

function requirementsIn(line: { readonly start: number; readonly line: string }): Requirement[] {
  return [...line.line.matchAll(quoted)].flatMap(({ index, 0: text }) => {
    const written = text.slice(1, -1)
    const start = line.start + index + 1
    const requirement = parseRequirement(written)
    return requirement ? [{ ...requirement, start, end: start + written.length }] : []
  })
}

/** Name and version clauses of one requirement; undefined for an address, a path or an option. */
export function parseRequirement(
  written: string,
): { readonly name: string; readonly versions: string } | undefined {
  const match = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;@]*)(?:;.*)?$/.exec(written)
  if (!match || written.includes('://') || /[\\/]/.test(match[1] ?? '')) return undefined
  const versions = (match[2] ?? '').replace(/\s+/g, '')
  if (versions !== '' && !/^[<>=!~]/.test(versions)) return undefined
  return { name: (match[1] ?? '').toLowerCase().replace(/[-_.]+/g, '-'), versions }
}

/** What a command line installs, undefined where it installs nothing. */
export function installationOf({ line }: Command): Installation | undefined {
  const match = installers.exec(line)
  if (!match) return undefined
  const rest = line.slice(match.index + match[0].length).split(/[;&|]/, 1)[0] ?? ''
  const words = rest
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^["']|["']$/g, ''))
  const options = words.filter((word) => word.startsWith('-'))
  const before = line
    .slice(0, match.index)
    .split(/\s+/)
    .filter((word) => word.startsWith('--'))
  const packages = words.filter((word, i) => !word.startsWith('-') && !takesValue(words[i - 1]))
  return { tool: match[1] ?? '', packages, options: [...options, ...before, ...valued(words)] }
}

/** Options together with the value that follows them, as `--index-url=http://…`. */
function valued(words: readonly string[]): readonly string[] {
  return words.flatMap((word, i) =>
    takesValue(word) ? [`${word}=${words[i + 1] ?? unknownPart}`] : [],
  )
}

function takesValue(option: string | undefined): boolean {
  return (
    option !== undefined &&
    /^(-r|-c|-i|-e|-f|-t|-n|--(requirement|constraint|index-url|extra-index-url|find-links|trusted-host|target|prefix|channel|name|index|python|proxy))$/.test(
      option,
    )
  )
}

/** Whether a version below `fixed` may be chosen by the clauses; versions are compared by their numbers. */
export function admitsBelow(versions: string, fixed: string): boolean {
  if (versions === '') return false
  return versions.split(',').every((clause) => {
    const [, operator = '', version = ''] = /^([<>=!~]+)(.*)$/.exec(clause) ?? []
    if (operator === '==' || operator === '===' || operator === '~=') return isBelow(version, fixed)
    return operator === '>=' || operator === '>' ? isBelow(version, fixed) : true
  })
}

function isBelow(version: string, fixed: string): boolean {
  const left = version.split('.').map((part) => Number.parseInt(part, 10))
  const right = fixed.split('.').map(Number)
  for (let i = 0; i < right.length; i++) {
    const a = left[i] ?? 0
    const b = right[i] ?? 0
    if (Number.isNaN(a)) return false
    if (a !== b) return a < b
  }
  return false
}
