import type { CallMatch } from './call-match.ts'
import type { Context } from './context.ts'
import type { Report } from './rule.ts'
import { originOf } from './value-origins.ts'

/** Reports a call whose first argument (or the one named) a model wrote. */
export function modelWrote(
  call: CallMatch,
  context: Context,
  does: string,
  at: { readonly position: number; readonly keyword: string } = { position: 0, keyword: '' },
): Report | undefined {
  const node = call.argument(at.position, at.keyword)
  const origin = originOf(node, { site: call.site, context }, ['model'])
  if (!origin) return undefined
  return {
    message: `\`${call.shortName.replace(/^\./, '')}\` ${does} that the model wrote (\`${origin.name}\`).`,
    help: 'Treat what a model writes like what a stranger sends: check it against a list or a schema, or run it in a sandbox.',
  }
}
