import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspectPolicySchema } from '../inspect/config.ts'
import { createInspector } from '../inspect/inspect.ts'
import { neededColumns } from './examine.ts'

const inspect = createInspector(inspectPolicySchema.parse({}))
const needed = (code: string) => neededColumns('bonds', inspect(code, ['bonds']).capabilities)

/** A step with the columns that it reads when it runs; `f` is the frame, `a` and `b` are columns. */
type Step = (f: string, a: string, b: string) => { code: string; reads: string[] }

const steps: readonly Step[] = [
  (f, a) => ({ code: `out.append(${f}["${a}"].sum())`, reads: [a] }),
  (f, a, b) => ({ code: `out.append(${f}[["${a}", "${b}"]].size)`, reads: [a, b] }),
  (f, a, b) => ({ code: `out.append(${f}.groupby("${a}")["${b}"].mean())`, reads: [a, b] }),
  (f, a, b) => ({
    code: `out.append(${f}.groupby(["${a}"]).agg(m=("${b}", "max")))`,
    reads: [a, b],
  }),
  (f, a, b) => ({ code: `by = ["${a}"]\nout.append(${f}.sort_values(by)["${b}"])`, reads: [a, b] }),
  (f, a, b) => ({ code: `out.append(${f}.sort_values("${a}").head(3)["${b}"])`, reads: [a, b] }),
  (f, a) => ({ code: `name = "${a}"\nout.append(${f}[name].max())`, reads: [a] }),
  (f, a) => ({ code: `out.append(${f}.${a}.max())`, reads: [a] }),
  (f, a) => ({ code: `out.append(getattr(${f}, "${a}").max())`, reads: [a] }),
  (f, a, b) => ({ code: `out.append(${f}.query("${a} > ${b}").shape[0])`, reads: [a, b] }),
  (f, a, b) => ({ code: `out.append(${f}.loc[${f}["${a}"] > 1, "${b}"].sum())`, reads: [a, b] }),
  (f, a, b) => ({
    code: `out.append(${f}[(${f}["${a}"] > 1) & (${f}.${b} < 3)].shape[0])`,
    reads: [a, b],
  }),
  (f, a, b) => ({ code: `out.append([row["${a}"] for _, row in ${f}.iterrows()])`, reads: [a, b] }),
  (f, a) => ({ code: `def g(d):\n    return d["${a}"]\nout.append(g(${f}))`, reads: [a] }),
  (f, a, b) => ({ code: `out.append(${f}.eval("${a} + ${b}").sum())`, reads: [a, b] }),
  (f, a, b) => ({ code: `out.append(${f}.sample(2, weights="${a}")["${b}"])`, reads: [a, b] }),
  (f, a, b) => ({ code: `out.append(${f}.merge(${f}, on="${a}")["${b}"])`, reads: [a, b] }),
  (f) => ({ code: `out.append(len(${f}.columns))`, reads: ['a', 'b', 'c', 'd'] }),
  (f) => ({ code: `out.append(${f}.mean())`, reads: ['a', 'b', 'c', 'd'] }),
]

test('law: no column that a script reads is left out', () => {
  const column = fc.constantFrom('a', 'b', 'c', 'd')
  const step = fc.tuple(
    fc.constantFrom(...steps),
    column,
    column,
    fc.constantFrom('bonds', 'part', 'same'),
  )
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), column, (chosen, filter) => {
      const made = chosen.map(([make, a, b, frame]) => make(frame, a, b))
      const head = `out = []\nsame = bonds\npart = bonds[bonds["${filter}"] > 0].copy()`
      const columns = needed(
        [head, ...made.map(({ code }) => code), 'result = len(out)'].join('\n'),
      )
      const reads = new Set([filter, ...made.flatMap((one) => one.reads)])
      if (columns) expect([...reads].filter((name) => !columns.includes(name))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['result = bonds["a"].sum()', ['a']],
  ['result = 1', []],
  ['result = bonds.mean()', undefined],
  ['exec("x = 1")\nresult = bonds["a"].sum()', undefined],
])('%s needs %o', (code, expected) => {
  expect(needed(code)).toEqual(expected)
})
