import { onCommand, unknownPart } from '../../command-line.ts'
import { installationOf } from '../../requirements.ts'
import type { Rule } from '../../rule.ts'

/** Packages that are installed as they are today. */
export const installUnpinned: Rule = {
  id: 'install-unpinned',
  title: 'A package is installed without a fixed version',
  layer: 'calls',
  severity: 'low',
  confidence: 0.8,
  persona: 'default',
  cwe: [1357, 494],
  owasp: ['A06:2021', 'LLM03:2025'],
  on: [
    onCommand((command) => {
      const installation = installationOf(command)
      if (!installation || !/^(pip|uv|conda|mamba|easy)/.test(installation.tool)) return undefined
      const loose = installation.packages.find((name) => {
        if (/^\.|[\\/]|@|\.whl$|::/.test(name)) return false
        return name.includes(unknownPart) ? !name.includes('=') : !/[=]=?/.test(name)
      })
      if (loose === undefined) return undefined
      return {
        message: `\`${loose.replaceAll(unknownPart, '…').slice(0, 60)}\` is installed in whatever version there is.`,
        help: 'Pin the version, better with `--require-hashes`.',
      }
    }),
  ],
}
