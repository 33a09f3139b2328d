import { lookUp } from '../../../python/scopes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** An attribute whose name only exists at run time. */
export const computedAttribute: Rule = {
  id: 'computed-attribute',
  title: 'An attribute is taken by a computed name',
  layer: 'names',
  severity: 'high',
  confidence: 0.7,
  persona: 'gate',
  cwe: [470, 915],
  owasp: ['LLM05:2025'],
  on: [
    onCall(['builtins.getattr', 'builtins.setattr', 'builtins.delattr'], (call, context) => {
      if (!call.call) return handedOn
      const names = call.values(1)
      if (names.every(({ kind }) => kind === 'text')) {
        const isBuilt = /^(BinOp|Call|JoinedStr|Subscript)$/.test(call.argument(1)?.kind ?? '')
        const special = call.texts(1).find((name) => name.startsWith('_'))
        return isBuilt && special !== undefined ? builtName(special) : undefined
      }
      const owners = call.values(0)
      const module = owners.find((value) => value.kind === 'path' && !value.path.includes('('))
      return {
        message:
          module?.kind === 'path'
            ? `\`${call.shortName}\` takes a name of \`${module.path}\` that is only known at run time.`
            : `\`${call.shortName}\` takes an attribute that is only known at run time.`,
        severity: module ? 'high' : isOfNoCaller(call, context) ? 'low' : 'medium',
        help: 'Name the attribute, or choose from a dictionary of the functions that are meant.',
      }
    }),
    onCall(['operator.attrgetter', 'operator.methodcaller'], (call) =>
      call.call && call.text(0) === undefined
        ? {
            message: `\`${call.shortName}\` takes an attribute that is only known at run time.`,
            severity: 'medium',
          }
        : undefined,
    ),
  ],
}

/** The name is a parameter of a function that the script defines for others and does not use itself. */
function isOfNoCaller(call: CallMatch, { meaning }: Context): boolean {
  const name = call.argument(1)
  if (name?.kind !== 'Name') return false
  const { bindings } = lookUp(name.id, call.site, name.start)
  return bindings.every(({ bound }) => {
    if (bound.kind !== 'parameter' || bound.node.kind === 'Lambda') return false
    const { calls, mentioned } = meaning.bindings
    return !calls.has(bound.node.name) && !mentioned.has(bound.node.name)
  })
}

/** Whoever puts such a name together does not want it to be read. */
function builtName(name: string): Report {
  return {
    message: `The name \`${name}\` is put together from pieces.`,
    severity: 'medium',
    help: 'Write the name out.',
  }
}

/** `map(getattr, objects, names)`, `reduce(getattr, names, object)`: a walk from object to object. */
const handedOn: Report = {
  message: '`getattr` is handed on, to take attributes that are only known at run time.',
  severity: 'medium',
  help: 'Name the attributes, or choose from a dictionary of the functions that are meant.',
}
