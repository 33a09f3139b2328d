import type { Meaning } from '../../../python/meaning.ts'
import type { Call, Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Located } from '../../../python/values.ts'
import { walk } from '../../../python/visit.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** What learns from columns; encoders of labels, and what looks at one row at a time, learn nothing of the others. */
const fitted =
  /^sklearn\.(preprocessing\.(StandardScaler|MinMaxScaler|MaxAbsScaler|RobustScaler|PowerTransformer|QuantileTransformer|KBinsDiscretizer|TargetEncoder|KernelCenterer)|(impute|feature_selection|decomposition|feature_extraction\.text)\.\w+)\(\)$|^imblearn\.\w+\.\w+\(\)$/
const split = 'sklearn.model_selection.train_test_split'
/** Steps by which what is split is followed back to what was fitted. */
const mostSteps = 40

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

function reportOn({ meaning, text }: Context): readonly Report[] {
  if (!text.includes('train_test_split')) return []
  const { calls } = meaning.bindings
  const splits = [...calls.values()]
    .flat()
    .filter(({ node, site }) => meaning.paths(node.func, site).includes(split))
  if (splits.length === 0) return []
  return ['fit_transform', 'fit', 'fit_resample'].flatMap((name) =>
    (calls.get(name) ?? []).flatMap((fit) => (isFittedToAll(fit) ? [at(fit)] : [])),
  )

  /** The data that is fitted, or what is made of it, is split later in the same scope. */
  function isFittedToAll({ node, site }: Located<Call>): boolean {
    if (node.func.kind !== 'Attribute') return false
    if (!meaning.paths(node.func.value, site).some((path) => fitted.test(path))) return false
    const data = rootOf(node.args[0])
    if (data === undefined) return false
    return splits.some((later) => {
      if (later.site.scope !== site.scope || later.node.start < node.start) return false
      return later.node.args.some(
        (one) => names(one, data) || isMadeOf(one, later.site, node, meaning),
      )
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

/** The variable that a table, some of its columns, or what a method makes of it belongs to. */
function rootOf(node: Expression | undefined): string | undefined {
  let at = node
  while (at) {
    if (at.kind === 'Name') return at.id
    if (at.kind === 'Attribute' || at.kind === 'Subscript') at = at.value
    else if (at.kind === 'Call' && at.func.kind === 'Attribute') at = at.func.value
    else return undefined
  }
  return undefined
}

/** A variable is in the expression: itself, some of its columns, or what was made of it. */
function names(node: Expression, variable: string): boolean {
  let isFound = false
  walk(node, (part) => {
    isFound ||= part.kind === 'Name' && part.id === variable
    return !isFound
  })
  return isFound
}

/** An expression holds the result of a call, also by way of names. */
function isMadeOf(node: Expression, site: Site, call: Call, meaning: Meaning): boolean {
  const pending: Located[] = [{ node, site }]
  let isFound = false
  for (let i = 0; i < pending.length && i < mostSteps && !isFound; i++) {
    const next = pending[i]
    if (!next) break
    walk(next.node, (part) => {
      isFound ||= part === call
      if (part.kind === 'Name' && pending.length < mostSteps)
        pending.push(...meaning.assigned(part, next.site))
      return !isFound
    })
  }
  return isFound
}
