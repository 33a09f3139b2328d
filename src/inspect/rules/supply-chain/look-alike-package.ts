import { topModule } from '../../../python/names.ts'
import { onCommand } from '../../command-line.ts'
import { installationOf, parseRequirement, scriptRequirements } from '../../requirements.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile, onImport } from '../../rule.ts'
import { knownNames, popularPackages, wrongNames } from '../../tables/packages.ts'
import { standardModules } from '../../tables/standard-modules.ts'

const popular: ReadonlySet<string> = new Set(popularPackages)

/** Names of packages that are one slip away from what is meant, or that models invent. */
export const lookAlikePackage: Rule = {
  id: 'look-alike-package',
  title: 'A package has the name of another, misspelt',
  layer: 'calls',
  severity: 'high',
  confidence: 0.7,
  persona: 'default',
  cwe: [1357, 506],
  owasp: ['A06:2021', 'LLM03:2025'],
  replaces: ['shell-command'],
  on: [
    onCommand((command) => {
      const installation = installationOf(command)
      if (!installation || !/^(pip|uv|poetry|pdm)/.test(installation.tool)) return undefined
      for (const written of installation.packages) {
        const name = parseRequirement(written)?.name
        const meant = name === undefined ? undefined : meantBy(name)
        if (name !== undefined && meant !== undefined) return report(name, meant)
      }
      return undefined
    }),
    onImport(({ module, node }) => {
      const name = topModule(module)
      const meant = node.kind === 'Call' ? undefined : importMeantBy(name)
      return meant === undefined
        ? undefined
        : { ...report(name, meant), severity: 'medium', confidence: 0.5 }
    }),
    onFile((context) =>
      scriptRequirements(context).flatMap(({ name, start, end }) => {
        const meant = meantBy(name)
        return meant === undefined ? [] : [{ ...report(name, meant), at: { start, end } }]
      }),
    ),
  ],
}

function report(name: string, meant: string): Report {
  return {
    message: `\`${name}\` is not the package that is likely meant: ${meant}.`,
    help: `Check the name on the package index; ${meant} is the usual one.`,
  }
}

/** Packages that are imported under another name are left out. */
function importMeantBy(name: string): string | undefined {
  if (name.length < 5 || !/^[a-z]/.test(name) || wrongNames.has(name) || standardModules.has(name))
    return undefined
  const meant = meantBy(name)
  return meant !== undefined && /^[a-z]+\d?$/.test(meant) ? meant : undefined
}

function meantBy(name: string): string | undefined {
  const wrong = wrongNames.get(name)
  if (wrong !== undefined) return wrong
  if (popular.has(name) || knownNames.has(name) || name.length < 5) return undefined
  return popularPackages.find((real) => isOneSlip(name, real))
}

/** One letter more, less, other, or two swapped (Damerau-Levenshtein distance 1). */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b || b.length < 5) return false
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const [restA, restB] = [a.slice(i), b.slice(i)]
  if (restA.slice(1) === restB.slice(1)) return true
  if (restA.slice(1) === restB || restA === restB.slice(1)) return true
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
}
