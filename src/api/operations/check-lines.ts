import { z } from 'zod'
import { formatIssue } from '../../kernel/issue.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Call, Services } from '../services.ts'
import { checkOperation } from './check.ts'

/** One script among many that come as lines of JSON. */
const CheckLine = z.object({ id: z.union([z.string(), z.number()]), code: z.string() })

/** What is answered to one line: `{id, verdict, findings}`, or `{id: null, error}` where it can't be read. */
export async function checkLine(line: Uint8Array, services: Services, call: Call): Promise<string> {
  const read = readLine(line)
  if (typeof read === 'string') return lineError(read)
  const { id, code } = read
  const { decision, inspection } = await checkOperation.run(
    { code, fileName: 'stdin.py' },
    services,
    call,
  )
  return JSON.stringify({ id, verdict: decision.verdict, findings: inspection.findings })
}

/** The answer to a line that holds no script. */
export function lineError(error: string): string {
  return JSON.stringify({ id: null, error })
}

function readLine(line: Uint8Array): z.infer<typeof CheckLine> | string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(line)
    const read = parseWith(CheckLine, JSON.parse(text))
    return read.ok ? read.value : read.issues.map(formatIssue).join('; ')
  } catch (cause) {
    return cause instanceof TypeError ? 'the line is not UTF-8' : 'the line is no JSON document'
  }
}
