import { onCommand } from '../../command-line.ts'
import { installationOf } from '../../requirements.ts'
import type { Rule } from '../../rule.ts'

/** Two indexes for one name. */
export const installExtraIndex: Rule = {
  id: 'install-extra-index',
  title: 'Packages are looked for in a second index',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [427],
  owasp: ['A08:2021'],
  replaces: ['shell-command'],
  on: [
    onCommand((command) => {
      const installation = installationOf(command)
      const option = installation?.options.find((word) =>
        /^--(extra-index-url|find-links)\b|^-f=/.test(word),
      )
      const isKnown =
        option !== undefined &&
        /=https:\/\/(download\.pytorch\.org|pypi\.nvidia\.com|data\.pyg\.org)/.test(
          installation?.options.join(' ') ?? '',
        )
      if (option !== undefined && !isKnown) {
        return {
          message:
            'A name that is missing in the own index is taken from the public one, and the other way round.',
          help: 'Use `--index-url` with one index that mirrors the public one.',
        }
      }
      return /\bpip[\d.]*\s+config\s+set\s+\S*index-url/.test(command.line)
        ? { message: 'The index of every later installation is changed.' }
        : undefined
    }),
  ],
}
