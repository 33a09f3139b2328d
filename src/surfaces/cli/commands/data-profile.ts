import { writeFile } from 'node:fs/promises'
import {
  type DataProfileInput,
  dataProfileOperation,
  type ProfiledDataset,
} from '../../../api/operations/data-profile.ts'
import { CordonError } from '../../../kernel/errors.ts'
import { parseDatasetName } from '../../../kernel/ids.ts'
import type { Command } from '../command.ts'
import { argument, textOption } from '../given.ts'
import { profileView } from '../views/profile.ts'
import { profileHtml } from '../views/profile-html.ts'

export const dataProfileCommand: Command<DataProfileInput, ProfiledDataset> = {
  operation: dataProfileOperation,
  args: [{ name: '<file>', description: 'a data file, folder or database table' }],
  options: [
    { flags: '--name <name>', description: 'name of the dataset in the proposal' },
    { flags: '--output <file>', description: 'write the proposed configuration there' },
    { flags: '--html <file>', description: "write a page for the data's owner there" },
  ],
  examples: [
    'cordon data profile bonds.csv',
    'cordon data profile bonds.csv --output proposal.yaml --html proposal.html',
  ],
  readInput: async (given) => {
    const name = textOption(given, 'name')
    return { path: argument(given, 0), ...(name !== undefined && { name: nameOf(name) }) }
  },
  view: profileView,
  exitCode: () => 0,
  keep: async (profiled, given) => {
    const output = textOption(given, 'output')
    const html = textOption(given, 'html')
    if (output !== undefined) await write(output, profiled.configuration)
    if (html !== undefined) await write(html, profileHtml(profiled))
  },
}

function nameOf(text: string): NonNullable<DataProfileInput['name']> {
  const name = parseDatasetName(text)
  if (typeof name === 'string') return name
  throw new CordonError('usage', `--name cannot be "${text}": ${name.problem}.`)
}

/** Writes a new file; what somebody may have worked on is never replaced. */
async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const why = code === 'EEXIST' ? 'there already is one' : 'it cannot be written'
    throw new CordonError(
      code === 'ENOSPC' ? 'disk-full' : 'usage',
      `Cannot write ${path}: ${why}.`,
      { help: 'Name another file, or move this one away.', cause },
    )
  }
}
