import { isUntrusted } from '../../origin.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const models =
  'ols gls wls glsar mixedlm glm rlm logit probit mnlogit poisson negativebinomial quantreg phreg gee'.split(
    ' ',
  )
const known =
  /^(np\.\w+|numpy\.\w+|C|Q|I|log|log2|log10|log1p|exp|sqrt|abs|poly|bs|cr|cc|te|center|standardize|scale|Treatment|Sum|Poly|Diff|Helmert|cut|qcut)$/

/** Model formulas, whose terms patsy evaluates as Python. */
export const formulaEvaluated: Rule = {
  id: 'formula-evaluated',
  title: 'A model formula evaluates Python',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [95],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      [
        ...models.map((model) => `statsmodels.formula.api.${model}`),
        ...['OLS', 'GLM', 'Logit', 'WLS'].map((model) => `statsmodels.api.${model}.from_formula`),
        ...[
          'patsy.dmatrix',
          'patsy.dmatrices',
          'patsy.ModelDesc.from_formula',
          'formulaic.model_matrix',
        ],
        ...[
          'formulaic.Formula',
          'patsy.build_design_matrices',
          'linearmodels.PanelOLS.from_formula',
        ],
      ],
      (call, context): Report | undefined => {
        const source = call.argument(0, 'formula') ?? call.argument(0, 'formula_like')
        const text = source && context.meaning.text(source, call.site)
        if (source && text === undefined && isUntrusted(source, call.site, context, 'code')) {
          return { message: `\`${call.shortName}\` evaluates what was entered as Python.`, help }
        }
        const term = text === undefined ? undefined : foreignTerm(text)
        if (term === undefined) return undefined
        return {
          message: `The formula calls \`${term.slice(0, 60)}\`, which is evaluated as Python.`,
          help,
        }
      },
    ),
  ],
}

const help = 'Compute the column first, and name it in the formula.'

/** The first thing in a formula that is no transformation of a column. */
function foreignTerm(formula: string): string | undefined {
  const hidden = /__\w+/.exec(formula)?.[0]
  if (hidden !== undefined) return hidden
  for (const { 1: name } of formula.matchAll(/([A-Za-z_][\w.]*)\s*\(/g)) {
    if (name !== undefined && !known.test(name)) return name
  }
  return undefined
}
