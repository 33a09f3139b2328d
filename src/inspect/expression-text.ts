import type { Meaning } from '../python/meaning.ts'
import type { Expression, Module } from '../python/nodes.ts'
import { parseModule } from '../python/parse.ts'
import type { Site } from '../python/scopes.ts'
import type { Values } from '../python/values.ts'
import { walk } from '../python/visit.ts'
import { effectsOf } from './tables/effects.ts'
import { hiddenAttributes, methodEffects, savingMethods, writesItself } from './tables/methods.ts'

/** A text that is evaluated over the columns of a frame, as pandas and patsy do, and the place whose variables it sees. */
export interface ExpressionText {
  readonly text: string
  readonly site: Site
  readonly at: number
  /** Plain names are variables too, as in `pandas.eval` and in model formulas; otherwise only those after `@`. */
  readonly hasPlainNames: boolean
}

/** `reaches`: it gets to modules or to insides of objects; `writes`: it calls a method that writes a file. */
export type ExpressionFault = 'reaches' | 'writes' | 'unreadable'

const mark = 'local_'
const longestText = 20_000

/** What an expression does besides computing with columns and variables; undefined where it does nothing else. */
export function faultOf(meaning: Meaning, source: ExpressionText): ExpressionFault | undefined {
  const { text } = source
  if (/__/.test(text)) return 'reaches'
  const module = text.length > longestText ? undefined : parsed(text)
  if (!module) return 'unreadable'
  let fault: ExpressionFault | undefined
  walk(module, (node) => {
    if (node.kind === 'Attribute') fault ??= attributeFault(node.attr)
    if (node.kind === 'Attribute' || node.kind === 'Name') {
      const values = valuesOf(node, source, meaning)
      if (values.some((value) => value.kind === 'path' && reaches(value.path))) fault = 'reaches'
    }
    return true
  })
  return fault
}

/** Every variable of the script that an expression names. */
export function variablesIn(text: string, hasPlainNames: boolean): readonly string[] {
  const module = parsed(text)
  if (!module) return text.match(/\w+/g) ?? []
  const names: string[] = []
  walk(module, (node) => {
    if (node.kind !== 'Name') return true
    if (node.id.startsWith(mark)) names.push(node.id.slice(mark.length))
    else if (hasPlainNames) names.push(node.id)
    return true
  })
  return names
}

/**
 * The text as Python: `@name` marked, quoted names of columns replaced, and the operators of formulas by others of Python
 * between the same operands; undefined where it is none.
 */
function parsed(text: string): Module | undefined {
  const plain = text
    .replace(/`[^`\n]*`/g, 'column')
    .replace(/@\s*(?=\w)/g, mark)
    .replace(/^\s+/gm, '')
    .replace(/~/g, '+')
    .replace(/:(?![^[]*\])/g, '*')
  const { module, errors } = parseModule(plain)
  return errors.length > 0 ? undefined : module
}

function attributeFault(name: string): ExpressionFault | undefined {
  if (hiddenAttributes.has(name) || methodEffects.has(name)) return 'reaches'
  if (/^(pipe|eval|query)$/.test(name)) return 'reaches'
  return writesItself(name) || savingMethods.has(name) ? 'writes' : undefined
}

/** What a chain of attributes that begins at a variable may be; nothing for columns and for what calls give. */
function valuesOf(node: Expression, source: ExpressionText, meaning: Meaning): Values {
  if (node.kind === 'Attribute') {
    const owners = valuesOf(node.value, source, meaning)
    return owners.flatMap((owner) => meaning.attribute(owner, node.attr))
  }
  if (node.kind !== 'Name') return []
  const isMarked = node.id.startsWith(mark)
  if (!isMarked && !source.hasPlainNames) return []
  return meaning.named(isMarked ? node.id.slice(mark.length) : node.id, source.site, source.at)
}

/** Something of a library or of the interpreter itself, unless it computes with numbers and dates only. */
function reaches(path: string): boolean {
  if (path.includes('(') || path.includes('[')) return effectsOf(path).includes('code')
  return !computing.test(path) || effectsOf(path).length > 0
}

const computing =
  /^((numpy|math|datetime)(\.\w+)?|pandas|pandas\.(Timestamp|Timedelta|NaT|NA|isna|notna|isnull|notnull|to_datetime|to_timedelta|to_numeric|cut|qcut)|datetime\.(date|datetime|timedelta)\.\w+|builtins\.(abs|round|min|max|len|sum|int|float|str|bool|range|list|tuple|set|sorted))$/
