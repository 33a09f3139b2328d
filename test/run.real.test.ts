import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runOperation } from '../src/api/operations/run.ts'
import { Workplace } from './workplace.ts'

const workplace = new Workplace()
afterAll(() => workplace.remove())
const examples = resolve(import.meta.dirname, '../examples/bonds')
for (const name of ['question.py', 'largest.py', 'denied.py', 'held.py', 'stopped.py']) {
  cpSync(join(examples, name), workplace.path(name))
}
const run = (script: string, who: string, ...more: string[]) =>
  workplace.cordon(['run', script, '--data', 'bonds=bonds.csv', '--as', `${who}.json`, ...more])

interface TableValue {
  readonly columns: readonly { readonly name: string }[]
  readonly rows: readonly (readonly string[])[]
}

describe('cordon run', () => {
  test('answers with a table, a chart and a receipt that verifies', async () => {
    const ended = await run('question.py', 'analyst', '--out', 'answer', '--json')
    expect(ended.stderr).toBe('')
    expect(ended.code).toBe(0)
    const document = JSON.parse(ended.stdout)
    expect(runOperation.output.safeParse(document).error).toBeUndefined()
    expect(document).toMatchObject({
      document: 'cordon.run/1',
      status: 'answered',
      answer: { value: { kind: 'frame', columns: [{ name: 'sector' }, {}, {}, {}, {}] } },
      decision: { verdict: 'allow' },
    })
    expect(document.controls).toEqual(
      expect.arrayContaining(['seccomp', 'no-network', 'wall-clock']),
    )
    expect(document.usage.cpuMs).toBeGreaterThan(0)
    expect(workplace.read('answer/answer.csv')).toMatch(
      /^sector,deals,size_bn,premium_bps,spread_bps\r\n/,
    )
    expect(workplace.read('answer/chart-1.png').slice(1, 4)).toBe('PNG')
    const drawn = await run('question.py', 'analyst', '--out', 'drawn', '--figures', 'svg')
    expect(drawn.code).toBe(0)
    expect(workplace.read('drawn/chart-1.svg')).toMatch(/^<\?xml .*\n<svg xmlns=/)
    const verified = await workplace.cordon([
      'verify',
      'answer/receipt.json',
      '--script',
      'question.py',
    ])
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('VALID') })
    const inLedger = await workplace.cordon(['verify', 'answer/receipt.json', '--ledger'])
    expect(inLedger).toMatchObject({ code: 0, stdout: expect.stringContaining('VALID') })
    workplace.write('run.json', ended.stdout)
    expect((await workplace.cordon(['verify', 'run.json'])).code).toBe(0)
    workplace.write('forged.json', ended.stdout.replace('Energy', 'Enerqy'))
    const forged = await workplace.cordon(['verify', 'forged.json', '--json'])
    expect(JSON.parse(forged.stdout)).toMatchObject({ ok: false, reason: 'answer-differs' })
  })

  test('takes the files that the configuration names where none is given', async () => {
    const script = workplace.write('count.py', 'result = len(bonds)')
    const ended = await workplace.cordon(['run', script, '--as', 'analyst.json', '--json'])
    expect(JSON.parse(ended.stdout)).toMatchObject({
      answer: { value: { kind: 'number', value: 1806 } },
    })
  })

  test('gives another caller more rows and unmasked identifiers', async () => {
    const [analyst, head] = await Promise.all(
      ['analyst', 'head-of-desk'].map(async (who) =>
        JSON.parse((await run('largest.py', who, '--json')).stdout),
      ),
    )
    expect(head.grants[0].rowCount).toBeGreaterThan(analyst.grants[0].rowCount)
    const identifiers = ({ answer }: { answer: { value: TableValue } }) => {
      const at = answer.value.columns.findIndex(({ name }) => name === 'ISIN')
      return answer.value.rows.map((row) => row[at])
    }
    for (const text of identifiers(head)) expect(text).toMatch(/^[A-Z]{2}[A-Z0-9]{9}[0-9]$/)
    for (const text of identifiers(analyst)) expect(text).not.toMatch(/^[A-Z]{2}[A-Z0-9]{9}[0-9]$/)
    expect(analyst.grants[0].removedColumns).toEqual(['sales_email'])
  })

  test('denies a script that would send data away, with its own lines as reasons', async () => {
    const ended = await run('denied.py', 'analyst')
    expect(ended.code).toBe(1)
    expect(ended.stdout).toContain('DENIED')
    expect(ended.stdout).toContain('denied.py:10')
    expect(ended.stdout).toContain('run("curl')
  })

  test('holds a script that hands out the whole table', async () => {
    const ended = await run('held.py', 'analyst', '--json')
    expect(ended.code).toBe(3)
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'pending', answer: null, grants: [] })
  })

  test('stops a script at the wall that inspection let through', async () => {
    const ended = await run('stopped.py', 'analyst', '--json')
    expect(ended.code).toBe(4)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      status: 'failed',
      decision: { verdict: 'allow' },
      failure: { kind: 'limit', limit: 'memoryBytes', value: 512 * 1024 ** 2 },
    })
  })

  test('rejects a receipt in which anything was changed', async () => {
    const { envelope, name } = receiptOf('answer/receipt.json')
    const payload = Buffer.from(envelope.payload, 'base64')
    payload[payload.length >> 1] = (payload[payload.length >> 1] ?? 0) ^ 1
    workplace.write(name, JSON.stringify({ ...envelope, payload: payload.toString('base64') }))
    expect(await workplace.cordon(['verify', name])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('REJECTED'),
    })
  })

  test('leaves a receipt for every run and a ledger that is whole', async () => {
    const ended = await workplace.cordon(['ledger', 'verify', '--json'])
    const report = JSON.parse(ended.stdout)
    expect(report).toMatchObject({ status: 'intact', open: [] })
    expect(report.size).toBe(2 * workplace.receipts().length)
    expect(workplace.receipts()).toHaveLength(8)
  })

  test('rejects a valid receipt that the ledger does not know', async () => {
    rmSync(workplace.path('.cordon/ledger.db'))
    await run('question.py', 'analyst', '--out', 'other')
    expect((await workplace.cordon(['verify', 'answer/receipt.json'])).code).toBe(0)
    expect(await workplace.cordon(['verify', 'answer/receipt.json', '--ledger'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/REJECTED +intent-missing/),
    })
  })
})

function receiptOf(path: string): { envelope: { payload: string }; name: string } {
  return { envelope: JSON.parse(workplace.read(path)), name: 'changed.json' }
}
