import { onCommand } from '../../command-line.ts'
import {
  admitsBelow,
  installationOf,
  parseRequirement,
  scriptRequirements,
} from '../../requirements.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'
import { vulnerableBelow } from '../../tables/packages.ts'

/** Versions of libraries that hold foreign code or data, and are known not to. */
export const dependencyVulnerable: Rule = {
  id: 'dependency-vulnerable',
  title: 'A version is asked for that is known to let code through',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [1395, 937],
  owasp: ['A06:2021', 'LLM03:2025'],
  on: [
    onCommand((command) =>
      (installationOf(command)?.packages ?? []).flatMap((written) => {
        const requirement = parseRequirement(written)
        return requirement ? (judge(requirement) ?? []) : []
      }),
    ),
    onFile((context) =>
      scriptRequirements(context).flatMap((requirement) => {
        const found = judge(requirement)
        const { start, end } = requirement
        return found ? [{ ...found, at: { start, end } }] : []
      }),
    ),
  ],
}

function judge(requirement: {
  readonly name: string
  readonly versions: string
}): Report | undefined {
  const { name, versions } = requirement
  const known = vulnerableBelow.get(name)
  if (!known || !admitsBelow(versions, known.fixed)) return undefined
  return {
    message: `\`${name}${versions}\` admits versions with ${known.cve}.`,
    help: known.fixed === '999' ? 'Use another library.' : `Ask for \`${name}>=${known.fixed}\`.`,
  }
}
