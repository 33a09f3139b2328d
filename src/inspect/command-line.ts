import type { BinOp, Expression } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import { maxTextLength } from '../python/values.ts'
import type { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import type { Listener, Reports } from './rule.ts'
import { onCall } from './rule.ts'
import { processCalls } from './tables/processes.ts'

/** Stands for a part of a command that is only known at run time. */
export const unknownPart = '\uFFFC'
const longest = maxTextLength
const deepest = 12
const mostParts = 300

/** A command that the code starts, as far as it can be told. */
export interface Command {
  readonly call: CallMatch
  /** What a shell would be given: a list of arguments is joined by spaces. */
  readonly line: string
  /** The arguments, where they are given as a list. */
  readonly words: readonly string[] | undefined
  /** The argument that holds the command. */
  readonly node: Expression
}

/** Every command that is started here or on another machine, when its call names it. */
export function onCommand(check: (command: Command, context: Context) => Reports): Listener {
  return onCall([...processCalls.keys()], (call, context) => {
    const command = commandOf(call, context)
    return command && check(command, context)
  })
}

/** The text that an expression gives, with `unknownPart` where it is not known. */
export function partialText(
  node: Expression,
  site: Site,
  context: Context,
  budget = { left: mostParts, depth: 0 },
): string {
  const { meaning } = context
  const known = meaning.text(node, site)
  if (known !== undefined) return known.slice(0, longest)
  if (budget.left-- <= 0 || budget.depth >= deepest) return unknownPart
  const follow = (inner: Expression, at: Site) => {
    budget.depth++
    const text = partialText(inner, at, context, budget)
    budget.depth--
    return text
  }
  const part = (inner: Expression) => follow(inner, site)
  switch (node.kind) {
    case 'JoinedStr':
      return node.values.map(part).join('').slice(0, longest)
    case 'FormattedValue':
      return part(node.value)
    case 'BinOp':
      return operated(node, part)
    case 'Call':
      return node.func.kind === 'Attribute' && node.func.attr === 'format'
        ? part(node.func.value).replace(/\{[^{}]*\}/g, unknownPart)
        : unknownPart
    case 'Name': {
      const [value, more] = meaning.assigned(node, site)
      return value && !more ? follow(value.node, value.site) : unknownPart
    }
    case 'Attribute':
      return meaning.paths(node, site).includes('sys.executable') ? 'python' : unknownPart
    default:
      return unknownPart
  }
}

function operated({ op, left, right }: BinOp, part: (inner: Expression) => string): string {
  if (op === 'Mod') return part(left).replace(/%[sdr]/g, unknownPart)
  return op === 'Add' ? `${part(left)}${part(right)}`.slice(0, longest) : unknownPart
}

function commandOf(call: CallMatch, context: Context): Command | undefined {
  const use = processCalls.get(call.name)
  const node = use && call.argument(use.at, use.keyword)
  if (!node) return undefined
  const elements = listOf(node, call.site, context)
  if (elements) {
    const words = elements.map((element) => partialText(element.node, element.site, context))
    return { call, line: words.join(' '), words, node }
  }
  const split = splitWords(node, call.site, context)
  if (split) return { call, line: split.join(' '), words: split, node }
  if (call.name.includes('.create_subprocess_exec') || /\.(exec|spawn)l/.test(call.name)) {
    const words = (call.call?.args ?? []).map((word) => partialText(word, call.site, context))
    return { call, line: words.join(' '), words, node }
  }
  return { call, line: partialText(node, call.site, context), words: undefined, node }
}

/** The items of a list that is written out, or of one that is added to another. */
function listOf(node: Expression, site: Site, context: Context) {
  if (node.kind === 'BinOp' && node.op === 'Add') {
    const left = context.meaning.values(node.left, site)[0]
    return left?.kind === 'sequence' ? left.items : undefined
  }
  const [value, more] = context.meaning.values(node, site)
  return value?.kind === 'sequence' && !more ? value.items : undefined
}

/** The words of `'pip install x'.split()` and the like. */
function splitWords(node: Expression, site: Site, context: Context): readonly string[] | undefined {
  const [value, more] = context.meaning.values(node, site)
  if (value?.kind !== 'values' || more) return undefined
  return value.items.map((item) => (item.kind === 'text' ? item.text : unknownPart))
}
