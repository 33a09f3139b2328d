import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, newRunId } from '../../test/fixtures/ledger.ts'
import { receiptFolder } from './receipts.ts'

test('a receipt is kept once, and nothing of it lies beside it', () => {
  const folder = join(newFolder(), 'receipts')
  const receipts = receiptFolder(folder)
  const id = newRunId()
  receipts.keep(id, '{}')
  expect(readdirSync(folder)).toEqual([`${id}.json`])
  expect(readFileSync(join(folder, `${id}.json`), 'utf8')).toBe('{}\n')
})

test('what a dead process had written of a receipt is swept, whatever its run is called', () => {
  const above = newFolder()
  const receipts = receiptFolder(join(above, 'receipts'))
  const [kept, dead] = [newRunId(), newRunId()]
  receipts.keep(kept, '{}')
  writeFileSync(join(above, 'receipts', `${dead}.json.partial`), '{')
  writeFileSync(join(above, 'other.json.partial'), 'not a receipt')
  for (const runId of [dead, '../other', newRunId()]) receipts.sweep(runId)
  expect(readdirSync(join(above, 'receipts'))).toEqual([`${kept}.json`])
  expect(readdirSync(above).sort()).toEqual(['other.json.partial', 'receipts'])
})
