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
    onCall(['builtins.getattr', 'builtins.setattr', 'builtins.delattr'], (call) => {
      if (!call.call) return handedOn
      if (call.values(1).every(({ kind }) => kind === 'text')) return undefined
      const owners = call.values(0)
      const module = owners.find((value) => value.kind === 'path' && !value.path.includes('('))
      return {
        message:
          module?.kind === 'path'
            ? `\`${call.shortName}\` takes a name of \`${module.path}\` that is only known at run time.`
            : `\`${call.shortName}\` takes an attribute that is only known at run time.`,
        severity: module ? 'high' : 'low',
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

/** `map(getattr, objects, names)`, `reduce(getattr, names, object)`: a walk from object to object. */
const handedOn: Report = {
  message: '`getattr` is handed on, to take attributes that are only known at run time.',
  severity: 'medium',
  help: 'Name the attributes, or choose from a dictionary of the functions that are meant.',
}
