import type { z } from 'zod'
import { PrincipalDocument } from '../../api/operations/run.ts'
import { CordonError } from '../../kernel/errors.ts'
import { formatIssue } from '../../kernel/issue.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Given } from './command.ts'
import { readInputFile, textOption } from './given.ts'

/** The principal of the file that `--as` names. */
export async function principalOf(given: Given): Promise<z.infer<typeof PrincipalDocument>> {
  const path = textOption(given, 'as')
  if (path === undefined) {
    throw new CordonError('usage', 'This needs to know on whose behalf it is.', {
      help: 'Name a principal with --as, e.g. --as analyst.json holding {"id": "ana@example.com", "roles": ["analyst"]}.',
    })
  }
  const read = parseWith(PrincipalDocument, parseJson(await readInputFile(path, given), path))
  if (read.ok) return read.value
  const faults = read.issues.map((issue) => `  ${formatIssue(issue)}`).join('\n')
  throw new CordonError('principal-invalid', `Cannot use the principal ${path}:\n${faults}`)
}

function parseJson(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new CordonError('principal-invalid', `${path} is no JSON.`, { cause })
  }
}
