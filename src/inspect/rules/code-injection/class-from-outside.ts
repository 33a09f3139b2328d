import { isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Classes whose fields and types a stranger chose. */
export const classFromOutside: Rule = {
  id: 'class-from-outside',
  title: 'A class is made from data that comes from outside',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [94, 915],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        ...[
          'pydantic.create_model',
          'dataclasses.make_dataclass',
          'attr.make_class',
          'attrs.make_class',
        ],
        ...['collections.namedtuple', 'typing.NamedTuple', 'typing.TypedDict', 'enum.Enum'],
        ...['typing.get_type_hints', 'typing.ForwardRef', 'builtins.type'],
      ],
      (call, context) => {
        const all = [...(call.call?.args ?? []), ...(call.call?.keywords ?? []).map((k) => k.value)]
        if (call.name === 'builtins.type' && all.length < 3) return undefined
        if (!all.some((value) => isUntrusted(value, call.site, context))) return undefined
        return {
          message: `\`${call.shortName}\` makes a class out of data from outside; types given as text are evaluated.`,
          help: 'Write the class, and check the data against it.',
        }
      },
    ),
  ],
}
