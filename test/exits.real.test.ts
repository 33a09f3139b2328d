import { afterAll, describe, expect, test } from 'vitest'
import { runOperation } from '../src/api/operations/run.ts'
import { createCordon, type RunInput } from '../src/surfaces/cordon.ts'
import { Workplace } from './workplace.ts'

const workplace = new Workplace()

const people = Array.from({ length: 60 }, (_, at) => {
  const [team, mail] = [at < 57 ? ['red', 'blue'][at % 2] : 'solo', `p${at}@people.example`]
  return `${team},Person Number${at},${mail},${4_000_000_000 + at},${at * 10 + (at % 7) / 8}`
})
workplace.write('people.csv', `team,name,mail,account,pay\n${people.join('\n')}\n`)
workplace.write(
  'cordon.yaml',
  `version: 1
state: .cordon
decide: { hold-at: high, hold-risk: critical }
roles:
  reader: { permissions: ["people:*:INTERNAL"] }
  counter: { permissions: ["people:aggregate:RESTRICTED"] }
  drawer: { permissions: ["staff:*:INTERNAL"] }
datasets:
  people:
    classification: INTERNAL
    source: people.csv
    rows: { default: "true" }
    release: { max-rows: 40, max-bytes: 20k, min-group: 5 }
    columns:
      name: { classification: RESTRICTED, mask: remove }
      mail: { classification: CONFIDENTIAL, mask: hash }
      account: { classification: RESTRICTED, mask: remove }
  staff:
    classification: INTERNAL
    source: people.csv
    rows: { default: "true" }
    columns:
      name: { classification: RESTRICTED, mask: remove }
      mail: { classification: CONFIDENTIAL, mask: hash }
      account: { classification: RESTRICTED, mask: remove }
`,
)
/** One for all scripts: what leaves does not depend on how warm the sandbox is. */
const cordon = createCordon({ config: workplace.path('cordon.yaml') })
afterAll(async () => {
  await cordon.close()
  workplace.remove()
})

async function run(code: string, who = 'reader', more: Pick<RunInput, 'figures'> = {}) {
  const principal = { id: who, roles: [who], groups: [], attributes: {} }
  const datasets = { [who === 'drawer' ? 'staff' : 'people']: workplace.path('people.csv') }
  const outcome = await cordon.run({ code, principal, datasets, ...more })
  const stdout = JSON.stringify(runOperation.document(outcome))
  return { stdout, document: JSON.parse(stdout) }
}

describe('a value that the policy keeps from the caller leaves by no exit', () => {
  const secret = 'p7@people.example'

  test.each([
    ['a text', `result = "${secret}"`],
    ['a text in a sentence', `result = "write to <P7@People.Example>, please"`],
    ['a name of two words', `result = {"who": ["x", "Person  Number7 did"]}`],
    ['a member name', `result = {"${secret}": 1}`],
    ['a long number', `result = "account 4000000007."`],
    ['a number', 'result = 4_000_000_000 + 7'],
    [
      'a column of numbers',
      'import pandas as pd\nresult = pd.DataFrame({"x": [1, 4_000_000_000 + 7]})',
    ],
    ['a table', `import pandas as pd\nresult = pd.DataFrame({"x": ["${secret}"]})`],
    ['a column name', `import pandas as pd\nresult = pd.DataFrame({"${secret}": [1]})`],
  ])('the answer as %s', async (_, code) => {
    const { document, stdout } = await run(code)
    expect(document).toMatchObject({
      status: 'failed',
      failure: { kind: 'blocked', operation: 'release' },
    })
    expect(stdout.toLowerCase()).not.toMatch(/p7@people|number7|(?<!\d)4000000007/)
  })

  test.each([
    ['a text of a drawing', `plt.rcParams["svg.fonttype"] = "none"\nplt.title("to ${secret} &")`],
    ['the name of a part of a drawing', `plt.title("a").set_gid("Person_Number7.4000000007")`],
  ])('%s', async (_, code) => {
    const draw = `import matplotlib.pyplot as plt\nstaff["pay"].plot()\n`
    const figures = 'svg'
    const { document } = await run(`${draw}${code}`, 'drawer', { figures })
    expect(document).toMatchObject({ failure: { kind: 'blocked', operation: 'release' } })
    const harmless = await run(`${draw}plt.title("pay")`, 'drawer', { figures })
    expect(harmless.document).toMatchObject({
      status: 'answered',
      answer: { figures: [{ format: 'svg' }] },
    })
  })

  test('a drawing of rows that may not all leave, as nobody can count them in it', async () => {
    const draw = 'import matplotlib.pyplot as plt\npeople["pay"].plot()'
    const { document } = await run(draw, 'reader', { figures: 'svg' })
    expect(document).toMatchObject({
      failure: { operation: 'release', message: expect.stringContaining('ask for PNG') },
    })
  })

  test('standard output and standard error', async () => {
    const code = `import sys\nprint("to ${secret} or Person\\tNumber7!")\nprint("${secret}", file=sys.stderr)\nresult = len(people)`
    const { document } = await run(code)
    expect(document).toMatchObject({
      status: 'answered',
      answer: { stdout: 'to [protected] or [protected]!\n', stderr: '[protected]\n' },
    })
  })

  test('the text of an error and its traceback', async () => {
    const { document } = await run(`print("${secret}")\nraise ValueError("no ${secret}")`)
    expect(document).toMatchObject({
      status: 'failed',
      failure: { kind: 'error', type: 'ValueError', message: 'no [protected]' },
      output: { stdout: '[protected]\n' },
    })
    expect(document.failure.traceback).not.toContain(secret)
  })

  test('guesses that are printed do not show which of them are right', async () => {
    const code = 'for at in range(200):\n    print(f"p{at}@people.example")\nresult = 1'
    const { document } = await run(code)
    expect(document.answer).toMatchObject({ value: { value: 1 }, stdout: '[protected]' })
  })

  test('what is no value of the column leaves as it is', async () => {
    const { document } = await run('result = {"mail": "p99@people.example", "team": "red"}')
    expect(document.status).toBe('answered')
  })
})

describe('caps of what may leave', () => {
  test.each([
    ['result = people[["team", "pay"]].head(40)', 'answered'],
    ['result = people[["team", "pay"]].head(41)', 'failed'],
    ['result = list(range(41))', 'failed'],
    ['result = "x" * 30000', 'failed'],
  ])('%s: %s', async (code, status) => {
    expect((await run(code)).document.status).toBe(status)
  })
})

describe('who may only aggregate', () => {
  const counting = (code: string) => run(code, 'counter')

  test.each([
    'result = people["pay"].mean()',
    'result = len(people)',
    'result = people.groupby("team")["pay"].mean().loc[lambda s: s.index != "solo"].reset_index()',
    'g = people.groupby("team")["pay"].agg(["mean", "size"])\nresult = g[g["size"] >= 5].reset_index()',
  ])('learns of large groups: %s', async (code) => {
    expect((await counting(code)).document.status).toBe('answered')
  })

  test.each([
    'result = people.groupby("team")["pay"].mean().reset_index()',
    'result = people.groupby("team")["pay"].mean().to_dict()',
    'result = people.groupby("team")["pay"].mean().rename_axis("x").reset_index()',
    'result = str(people.sort_values("pay")["team"].iloc[-1])',
    'result = people.groupby("pay")["pay"].sum().reset_index(drop=True).to_frame()',
    'result = people["pay"].max()',
    'result = people["pay"].iloc[3]',
    'result = {"a": people["pay"].iloc[3], "b": [people["pay"].iloc[4]]}',
    'result = list(people["pay"].nlargest(3))',
    'result = f"at most {people.pay.max()}"',
    'result = people.describe()',
  ])('learns of no small group: %s', async (code) => {
    const { document } = await counting(code)
    expect(document.status).not.toBe('answered')
  })

  test.each(['result = people', 'for row in people.values:\n    print(row)'])(
    'gets no rows: %s',
    async (code) => {
      expect((await counting(code)).document.status).toBe('refused')
    },
  )

  test('gets no output and no text of errors', async () => {
    const { document } = await counting(
      'x = people["pay"]\nprint("y")\nraise ValueError(f"{x.max()}")',
    )
    expect(document).toMatchObject({
      failure: { message: '', traceback: '' },
      output: { stdout: '' },
    })
  })
})

describe('columns that a run does not need', () => {
  test('are not granted, and the receipt says so', async () => {
    const { document } = await run('result = people["pay"].sum()')
    expect(document.grants[0]).toMatchObject({
      columns: [{ name: 'pay' }],
      unneededColumns: ['team', 'mail'],
      removedColumns: ['name', 'account'],
    })
    workplace.write('answer.json', JSON.stringify(document))
    expect((await workplace.cordon(['verify', 'answer.json'])).code).toBe(0)
  })

  test('are granted where the code takes the table as a whole', async () => {
    const { document } = await run('result = people.shape[1]')
    expect(document.answer.value.value).toBe(3)
  })
})
