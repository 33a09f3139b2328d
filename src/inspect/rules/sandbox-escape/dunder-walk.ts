import type { Meaning } from '../../../python/meaning.ts'
import type { Expression, Node } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Rule } from '../../rule.ts'
import { onAttribute, onImport, onName } from '../../rule.ts'

/** Attributes that lead from any object to the interpreter's own. */
const walked = [
  ...['__subclasses__', '__bases__', '__base__', '__mro__', '__globals__', '__builtins__'],
  ...['__code__', '__closure__', '__self__', '__func__', '__getattribute__', '__loader__'],
  ...['__spec__', '__import__', '__reduce__', '__reduce_ex__', '__wrapped__', 'func_globals'],
  ...['__subclasshook__', '__kwdefaults__', '__traceback__', 'mro'],
]

/** The way from an object to the whole interpreter. */
export const dunderWalk: Rule = {
  id: 'dunder-walk',
  title: 'Special attributes lead to the interpreter',
  layer: 'names',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [913],
  owasp: ['LLM05:2025'],
  on: [
    onAttribute(walked, ({ attribute, node, site }, { meaning, text }) => ({
      message: `\`${attribute}\` leads out of an object to the interpreter's own.`,
      help: 'Analysis code needs no special attributes: use the object itself.',
      ...(attribute === '__traceback__' ? { severity: 'medium' as const } : {}),
      ...(isWalk(node, attribute, text) || isEnd(node, site, meaning)
        ? {}
        : { persona: 'gate' as const }),
    })),
    onImport(({ member }) =>
      member !== null && walked.includes(member)
        ? { message: `\`${member}\` leads out of a module to the interpreter's own.` }
        : undefined,
    ),
    onName(
      ['builtins', 'builtins.__loader__', 'builtins.__spec__', 'builtins.__dict__'],
      ({ node, name }) =>
        node.kind === 'Name' && node.id.startsWith('__')
          ? {
              persona: 'gate' as const,
              message: `\`${node.id}\` is the interpreter's own.`,
              help: `Use what \`${name}\` holds by its plain name.`,
            }
          : undefined,
    ),
  ],
}

/** Where a walk ends; libraries look at the other attributes for good reasons. */
const ends = /^(__subclasses__|__globals__|__builtins__|__import__|__loader__)$/
const special = /^__\w+__$|^mro$/

/** A chain that nobody writes but to get out: two special attributes of which the last is an end, or one of a constant. */
function isWalk(node: Node, attribute: string, text: string): boolean {
  if (node.kind === 'Call') {
    const written = text.slice(node.start, node.end)
    return /^__(subclasses|builtins|import)__$/.test(attribute) || /__\w{1,30}__\.__/.test(written)
  }
  if (node.kind !== 'Attribute') return false
  const { value } = node
  const owner = innermost(value)
  if (ends.test(attribute) && owner.kind === 'Attribute' && special.test(owner.attr)) return true
  return attribute === '__globals__' ? owner.kind === 'Lambda' : isConstantStart(value)
}

/** All classes there are, or the module of a built-in function. */
function isEnd(node: Node, site: Site, meaning: Meaning): boolean {
  return (
    node.kind === 'Attribute' &&
    meaning
      .paths(node, site)
      .some((path) =>
        /^builtins\.(object|type)\.__subclasses__$|^(os|subprocess|builtins|sys)\.\w+\.__self__$/.test(
          path,
        ),
      )
  )
}

/** Through items and calls, to the attribute or value that they are of. */
function innermost(node: Expression): Expression {
  let at = node
  while (at.kind === 'Subscript' || (at.kind === 'Call' && at.func.kind === 'Attribute')) {
    at = at.kind === 'Subscript' ? at.value : at.func
  }
  return at
}

/** `().__class__.__base__`, `''.__class__.__mro__`. */
function isConstantStart(node: Expression): boolean {
  let at = node
  while (at.kind === 'Attribute' || at.kind === 'Subscript') at = at.value
  return at.kind === 'Constant' || at.kind === 'Tuple' || at.kind === 'List' || at.kind === 'Dict'
}
