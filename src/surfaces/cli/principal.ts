import type { z } from 'zod'
import { PrincipalDocument } from '../../api/operations/run.ts'
import type { Services } from '../../api/services.ts'
import { CordonError } from '../../kernel/errors.ts'
import { formatIssue } from '../../kernel/issue.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Given, Option } from './command.ts'
import { readInputFile, textOption } from './given.ts'

/** How a command is told on whose behalf it is. */
export const principalOptions: readonly Option[] = [
  { flags: '--as <file>', description: 'the principal: {"id", "roles", "groups", "attributes"}' },
  {
    flags: '--token-file <file>',
    description: 'in place of --as: a token (JWT) or an API key, or - for standard input',
  },
]

/** The principal of the file that `--as` names, or the one that the token or API key in `--token-file` stands for. */
export async function principalOf(
  given: Given,
  services: Services,
): Promise<z.infer<typeof PrincipalDocument>> {
  const path = textOption(given, 'as')
  const tokenPath = textOption(given, 'tokenFile')
  if (path !== undefined && tokenPath !== undefined) {
    throw new CordonError('usage', 'Use either --as or --token-file.')
  }
  if (tokenPath !== undefined) {
    const secret = new TextDecoder().decode(await readInputFile(tokenPath, given, 64 * 1024)).trim()
    return PrincipalDocument.parse(await services.identify(secret, given.terminal.signal))
  }
  if (path === undefined) {
    throw new CordonError('usage', 'This needs to know on whose behalf it is.', {
      help: 'Name a principal with --as, e.g. --as analyst.json holding {"id": "ana@example.com", "roles": ["analyst"]}, or a token with --token-file.',
    })
  }
  if (!services.allowsPrincipalFiles()) {
    throw new CordonError('principal-invalid', 'The configuration refuses plain principal files.', {
      help: 'Use --token-file with a token or an API key.',
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
