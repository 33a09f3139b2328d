import { integerOf } from '../../../python/values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onAssign, onCall } from '../../rule.ts'

const deepest = 20_000

/** A limit that protects the process is taken away. */
export const limitRemoved: Rule = {
  id: 'limit-removed',
  title: 'A limit that protects the process is taken away',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.85,
  persona: 'default',
  cwe: [770, 400],
  owasp: ['LLM10:2025'],
  on: [
    onCall(['sys.setrecursionlimit'], (call): Report | undefined =>
      (integerOf(call.values(0)[0]) ?? 0) > deepest
        ? {
            message:
              '`sys.setrecursionlimit` allows more depth than the stack has, so that Python crashes.',
          }
        : undefined,
    ),
    onCall(['sys.set_int_max_str_digits'], (call): Report | undefined =>
      integerOf(call.values(0)[0]) === 0
        ? {
            message:
              '`sys.set_int_max_str_digits(0)` lets one long number take minutes to be read.',
          }
        : undefined,
    ),
    onCall(['resource.setrlimit'], (call, { meaning }): Report | undefined => {
      const limits = call
        .values(1)
        .flatMap((value) => (value.kind === 'sequence' ? value.items : []))
      const isOpen = limits.some(({ node, site }) =>
        meaning.paths(node, site).includes('resource.RLIM_INFINITY'),
      )
      return isOpen
        ? { message: '`resource.setrlimit` lets the process take as much as there is.' }
        : undefined
    }),
    onCall(['csv.field_size_limit'], (call): Report | undefined =>
      call.values(0).some((value) => value.kind === 'path' && value.path === 'sys.maxsize')
        ? { message: '`csv.field_size_limit` lets one field take all memory.', severity: 'low' }
        : undefined,
    ),
    onAssign(/^MAX_IMAGE_PIXELS$/, ({ node, site }, { meaning }): Report | undefined => {
      const isGuard = node.targets.some(
        (target) =>
          target.kind === 'Attribute' &&
          target.attr === 'MAX_IMAGE_PIXELS' &&
          meaning.paths(target.value, site).some((path) => path.startsWith('PIL.')),
      )
      return isGuard && meaning.values(node.value, site)[0]?.kind === 'none'
        ? { message: 'Without `MAX_IMAGE_PIXELS` a small picture can take all memory.' }
        : undefined
    }),
  ],
}
