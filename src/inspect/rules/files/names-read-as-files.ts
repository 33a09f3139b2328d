import type { CallMatch } from '../../call-match.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** A switch with which a library opens the files that its data names. */
interface Switch {
  readonly keyword: string
  readonly isOn: (call: CallMatch) => boolean
  readonly what: string
  readonly help: string
}

const argumentFiles: Switch = {
  keyword: 'fromfile_prefix_chars',
  isOn: (call) => call.texts(-1, 'fromfile_prefix_chars').some((text) => text !== ''),
  what: 'an argument that begins with this character',
  help: 'Take the name of a file as an option of its own.',
}
const documentFiles: Switch = {
  keyword: 'input',
  isOn: (call) => call.texts(-1, 'input').includes('filename'),
  what: 'every document',
  help: 'Read the files first, and pass their texts.',
}

const switches: ReadonlyMap<string, Switch> = new Map([
  ['argparse.ArgumentParser', argumentFiles],
  ...['CountVectorizer', 'TfidfVectorizer', 'HashingVectorizer'].map(
    (name) => [`sklearn.feature_extraction.text.${name}`, documentFiles] as const,
  ),
])

/** A library takes data for the names of files and reads them. */
export const namesReadAsFiles: Rule = {
  id: 'names-read-as-files',
  title: 'A library takes data for the names of files',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [73, 22],
  owasp: ['A01:2021'],
  on: [
    onCall([...switches.keys()], (call) => {
      const found = switches.get(call.name)
      return found?.isOn(call)
        ? {
            message: `With \`${found.keyword}\`, \`${call.shortName}\` takes ${found.what} for the name of a file and reads it.`,
            help: found.help,
          }
        : undefined
    }),
  ],
}
