import { z } from 'zod'
import { formatIssue } from '../../kernel/issue.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Call, Services } from '../services.ts'
import { checkOperation } from './check.ts'

/** One script among many that come as lines of JSON. */
const LineId = z.object({ id: z.union([z.string(), z.number()]) })
const CheckLine = LineId.extend({ code: z.string() })

interface LineError {
  readonly id: string | number | null
  readonly error: string
}

/** What is answered to one line: `{id, verdict, findings}`, or `{id, error}` where it can't be read, with `null` for an id that it does not tell. */
export async function checkLine(line: Uint8Array, services: Services, call: Call): Promise<string> {
  const read = readLine(line)
  if ('error' in read) return JSON.stringify(read)
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

function readLine(line: Uint8Array): z.infer<typeof CheckLine> | LineError {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(line)
    const document: unknown = JSON.parse(text)
    const read = parseWith(CheckLine, document)
    if (read.ok) return read.value
    const told = LineId.safeParse(document)
    const id = told.success ? told.data.id : null
    return { id, error: read.issues.map(formatIssue).join('; ') }
  } catch (cause) {
    const error =
      cause instanceof TypeError ? 'the line is not UTF-8' : 'the line is no JSON document'
    return { id: null, error }
  }
}
