import type { Call } from '../../../python/nodes.ts'
import type { Located } from '../../../python/values.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

const fitted =
  /^sklearn\.(preprocessing|impute|feature_selection|decomposition|feature_extraction\.text)\.\w+\(\)$|^imblearn\.\w+\.\w+\(\)$/

/** What is learned from the test data before it is put aside. */
export const leakFromTestData: Rule = {
  id: 'leak-from-test-data',
  title: 'Something is fitted to all data before the test data is put aside',
  layer: 'calls',
  severity: 'low',
  confidence: 0.75,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [onFile(reportOn)],
}

function reportOn({ meaning }: Context): readonly Report[] {
  const { calls } = meaning.bindings
  const splits = calls.get('train_test_split') ?? []
  if (splits.length === 0) return []
  return ['fit_transform', 'fit', 'fit_resample'].flatMap((name) =>
    (calls.get(name) ?? []).flatMap((fit) => (isFittedToAll(fit) ? [at(fit)] : [])),
  )

  /** The data that is fitted, or what is made of it, is split later in the same scope. */
  function isFittedToAll({ node, site }: Located<Call>): boolean {
    if (node.func.kind !== 'Attribute') return false
    if (!meaning.paths(node.func.value, site).some((path) => fitted.test(path))) return false
    const data = node.args[0]
    if (data?.kind !== 'Name') return false
    return splits.some((split) => {
      if (split.site.scope !== site.scope || split.node.start < node.start) return false
      return split.node.args.some((one) => {
        if (one.kind !== 'Name') return false
        return (
          one.id === data.id ||
          meaning.assigned(one, split.site).some(({ node: value }) => value === node)
        )
      })
    })
  }

  function at({ node }: Located<Call>): Report {
    return {
      message: 'This is fitted to the test data as well.',
      help: 'Split first, fit to the training part only, or use a pipeline.',
      at: node,
    }
  }
}
