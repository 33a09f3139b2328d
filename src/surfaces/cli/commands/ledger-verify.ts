import { ledgerVerifyOperation } from '../../../api/operations/ledger-verify.ts'
import type { LedgerReport } from '../../../ledger/audit.ts'
import type { Command, Given } from '../command.ts'
import { readInputFile, textOption } from '../given.ts'
import { paint } from '../views/paint.ts'

export const ledgerVerifyCommand: Command<{ witness?: string }, LedgerReport> = {
  operation: ledgerVerifyOperation,
  args: [],
  options: [
    { flags: '--witness <file>', description: 'a signed head that was kept off this machine' },
  ],
  examples: ['cordon ledger verify', 'cordon ledger verify --witness head.json'],
  readInput: async (given) => {
    const path = textOption(given, 'witness')
    if (path === undefined) return {}
    return { witness: new TextDecoder().decode(await readInputFile(path, given)).trim() }
  },
  view: ledgerView,
  exitCode: (report) => (report.status === 'intact' ? 0 : 1),
}

function ledgerView(report: LedgerReport, given: Given): string {
  const { bold, green, red } = paint(given.terminal.hasColor)
  const open = report.open.map((intent) => `  open: ${intent.runId}`)
  if (report.status === 'broken') {
    const at = report.seq === null ? '' : ` at record ${report.seq}`
    return [`${red(bold('BROKEN'))}${at}  ${report.reason}: ${report.message}`, ...open].join('\n')
  }
  return [
    `${green(bold('INTACT'))}  ${report.size} records, ${report.open.length} open`,
    ...open,
  ].join('\n')
}
