/**
 * How much of a table an expression may hold: nothing of it, values over many rows, rows put into groups, or its rows
 * one by one. A higher grain covers the lower ones.
 */
export const grain = { none: 0, reduced: 1, grouped: 2, rows: 3 } as const
export type Grain = (typeof grain)[keyof typeof grain]

/** The higher of two grains. */
export function coarser(a: Grain, b: Grain): Grain {
  return a > b ? a : b
}

/** Rows that a cut such as `head(20)` may leave without counting as the table. */
export const fewRows = 100

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Methods and attributes of frames, columns and groups that give one value for many rows. */
export const reducers = words(
  'sum mean median min max std var sem count nunique size shape empty dtypes columns ndim describe corr cov corrwith ' +
    'quantile skew kurt kurtosis any all idxmin idxmax argmin argmax value_counts prod product mad mode autocorr ' +
    'pivot_table ngroups memory_usage info dtype name unique score params pvalues tvalues rsquared rsquared_adj aic bic summary intercept slope',
)

/** Functions that give one value for many, by their last name, when they come from a library of numbers or a builtin. */
export const reducingFunctions = words(
  'print len sum min max any all float int bool round mean median std var percentile quantile nanmean nanmedian nanstd nanmax nanmin ' +
    'corrcoef cov average count_nonzero fmean stdev pstdev variance pearsonr spearmanr kendalltau ttest_ind linregress ' +
    'crosstab isinstance type hash id accuracy_score f1_score r2_score mean_squared_error mean_absolute_error',
)

/** Methods that keep a stated number of rows at most, and that number where none is given. */
export const cuts: ReadonlyMap<string, number> = new Map([
  ['head', 5],
  ['tail', 5],
  ['sample', 1],
  ['nlargest', Number.POSITIVE_INFINITY],
  ['nsmallest', Number.POSITIVE_INFINITY],
])

/** Methods that put rows into groups. */
export const groupers = words('groupby resample')

/** Methods that take a function over groups or columns. */
export const appliers = words('agg aggregate apply pipe transform map applymap')

/** Names of reductions as `agg` takes them in text. */
export const namedReductions = words(
  'sum mean median min max std var sem count nunique size first last prod any all skew kurt quantile',
)
