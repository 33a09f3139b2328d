import { type VerifyInput, verifyOperation } from '../../../api/operations/verify.ts'
import type { ReceiptCheck } from '../../../flow/verify-document.ts'
import type { Command, Given } from '../command.ts'
import { argument, readInputFile, textOption } from '../given.ts'
import { paint } from '../views/paint.ts'

/** A run's document holds the whole answer, up to its result limit in base64. */
const documentLimitBytes = 256 * 1024 * 1024

export const verifyCommand: Command<VerifyInput, ReceiptCheck> = {
  operation: verifyOperation,
  args: [
    {
      name: '<file>',
      description: 'a receipt, or what cordon run --json printed; - for standard input',
    },
  ],
  options: [
    { flags: '--script <file>', description: 'the script that must be the one it names' },
    { flags: '--ledger', description: "this installation's ledger must bear it out too" },
  ],
  examples: [
    'cordon verify answer/receipt.json',
    'cordon verify answer/receipt.json --script question.py',
    'cordon verify answer/receipt.json --ledger',
  ],
  readInput: async (given) => {
    const script = textOption(given, 'script')
    return {
      document: await readInputFile(argument(given, 0), given, documentLimitBytes),
      ledger: given.options['ledger'] === true,
      ...(script !== undefined && { script: await readInputFile(script, given) }),
    }
  },
  view: verifyView,
  exitCode: (check) => (check.ok ? 0 : 1),
}

function verifyView(check: ReceiptCheck, given: Given): string {
  const { bold, green, red } = paint(given.terminal.hasColor)
  if (!check.ok) return `${red(bold('REJECTED'))}  ${check.reason}: ${meaning(check.reason)}`
  const { runId, principal, outcome, finishedAt, code, controls } = check.receipt
  return [
    `${green(bold('VALID'))}  ${runId}, signed by key ${check.keyId.slice(0, 16)}…`,
    `  ${principal.id} (${principal.roles.join(', ')}) ran ${code.name}: ${outcome.status} at ${finishedAt}`,
    `  controls armed: ${controls.length > 0 ? controls.join(', ') : 'none, nothing ran'}`,
  ].join('\n')
}

const meanings: Readonly<Record<string, string>> = {
  'script-differs': 'the script is not the one that the receipt names',
  'answer-differs': 'the answer is not the one that the receipt names',
  'no-answer': 'the receipt names no answer, but one is given',
  'document-differs': 'the document says something else than its receipt',
  'subjects-differ': 'the statement and its receipt name different things',
  'not-canonical': 'the signed text is not canonical JSON',
  'not-a-receipt': 'what was signed is no receipt',
  'ledger-broken': 'the ledger itself was changed; cordon ledger verify says where',
  'intent-missing': 'the ledger knows of no such run',
  'intent-differs': 'the ledger has another intent of this run',
  'not-closed': 'in the ledger the run has not ended',
  'receipt-differs': 'the ledger names another receipt of this run',
  'outcome-differs': 'in the ledger the run ended otherwise',
}

function meaning(reason: string): string {
  return (
    meanings[reason] ??
    'it was changed after signing, or nobody that this installation trusts signed it'
  )
}
