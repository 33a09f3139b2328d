import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { systemClock } from '../dist/kernel/clock.js'
import { runId } from '../dist/kernel/ids.js'
import { defaultLimits } from '../dist/kernel/limits.js'
import { verifyLedger } from '../dist/ledger/audit.js'
import { loadOrCreateKeys } from '../dist/ledger/keys.js'
import { openLedger } from '../dist/ledger/ledger.js'
import { currentOwner } from '../dist/ledger/owner.js'
import { seal } from '../dist/ledger/seal.js'

/** Evidence of one run, durable: intent, sealed receipt and close, beside what a bare fsync costs on the same disk. */
export function ledger() {
  const folder = mkdtempSync(join(tmpdir(), 'cordon-bench-'))
  try {
    const fsyncMs = median(sample(300, fsyncs(join(folder, 'bare'))))
    const { signer, trusted: keys } = loadOrCreateKeys(join(folder, 'keys'))
    const path = join(folder, 'ledger.db')
    const owner = currentOwner()
    const open = openLedger({ path, engine: Libsql, signer, keys, clock: systemClock, owner })
    const evidenceMs = median(sample(500, () => recordRun(open, signer)))
    const start = performance.now()
    const { size } = verifyLedger({ path, engine: Libsql, keys })
    const perSecond = size / ((performance.now() - start) / 1000)
    return {
      name: 'ledger',
      figures: [
        { name: 'bare fsync p50', value: fsyncMs, unit: 'ms', goal: null, ok: true },
        { name: 'evidence p50', value: evidenceMs, unit: 'ms', goal: 5, ok: evidenceMs <= 5 },
        { name: 'records verified', value: perSecond, unit: '/s', goal: null, ok: true },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const digest = '0'.repeat(64)

function recordRun(open, signer) {
  const id = runId(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
  const what = { codeDigest: digest, policyDigest: digest, verdict: 'allow', datasets: ['bonds'] }
  const intent = open.intend({ runId: id, principalId: 'ana@example.com', ...what })
  const sealed = seal(receiptOf(id, intent), signer)
  open.close(id, { outcome: 'answered', receiptDigest: sealed.digest, reason: null })
}

function receiptOf(id, { seq, hash }) {
  const column = { name: 'isin', classification: 'identifier', mask: 'hmac' }
  return {
    runId: id,
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-02T03:04:06.000Z',
    principal: { id: 'ana@example.com', roles: ['analyst'] },
    policy: { digest, version: '1' },
    code: { name: 'script.py', digest },
    inspection: { ruleCount: 20, findings: [] },
    capabilities: {
      imports: [{ module: 'pandas', members: [] }],
      datasets: [{ name: 'bonds', columns: 'unknown', isExported: true }],
      filesRead: [],
      filesWritten: [],
      hosts: [],
      processes: [],
      hasDynamicCode: false,
      drawsFigures: true,
    },
    decision: { verdict: 'allow', reasons: [], risk: { score: 0, level: 'low' } },
    approval: null,
    grants: [
      {
        name: 'bonds',
        rowCount: 1000,
        sourceRowCount: 5000,
        columns: Array(10).fill(column),
        removedColumns: [],
        rowFilter: 'none',
        sourceDigest: digest,
        grantDigest: digest,
      },
    ],
    controls: ['seccomp', 'no-network', 'read-only-root'],
    limits: defaultLimits,
    usage: { wallMs: 20, cpuMs: 18, peakMemoryBytes: 1e8, outputBytes: 0, resultBytes: 900 },
    runtime: { python: '3.11.2', packages: { pandas: '2.2.3' }, digest },
    outcome: { status: 'answered', failure: null },
    answer: { kind: 'frame', digest, bytes: 900 },
    ledger: { seq, hash },
  }
}

function fsyncs(path) {
  const page = new Uint8Array(4096)
  const file = openSync(path, 'w')
  return Object.assign(
    () => {
      writeSync(file, page)
      fsyncSync(file)
    },
    { done: () => closeSync(file) },
  )
}

function sample(count, action) {
  const times = Array.from({ length: count }, () => {
    const start = performance.now()
    action()
    return performance.now() - start
  })
  action.done?.()
  return times
}

function median(times) {
  return times.toSorted((a, b) => a - b)[times.length >> 1]
}
