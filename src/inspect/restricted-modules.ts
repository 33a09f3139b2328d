import type { Finding } from '../kernel/finding.ts'
import type { Severity } from '../kernel/severity.ts'
import { compareSeverity } from '../kernel/severity.ts'
import { Meaning } from '../python/meaning.ts'
import type { Node } from '../python/nodes.ts'
import { parseModule } from '../python/parse.ts'
import { spanOf } from '../python/spans.ts'
import { defaultInspectPolicy } from './config.ts'
import { contextOf } from './context.ts'
import { dispatch } from './dispatch.ts'
import { givenNames } from './given-names.ts'
import type { ImportMatch, Report, Rule } from './rule.ts'
import { onImport, onName } from './rule.ts'
import { indexRules } from './rule-index.ts'

/** A module that code may not use, or of which it may use some members only. */
export interface RestrictedModule {
  /** Dotted name, with everything below it. */
  readonly module: string
  readonly severity: Severity
  /** Why, as whoever reads the violation is told. */
  readonly description?: string
  /** Members that may be used all the same, such as `environ.get`, with everything below them. */
  readonly allow?: readonly string[]
  /** Members that may not be used; where they are given, all others may. */
  readonly deny?: readonly string[]
}

/** The name that violations of these restrictions carry in place of a rule's. */
export const restrictedModuleRule = 'restricted-module'

/** Every import and every mention of what the restrictions name, however it was reached. */
export function findRestricted(
  text: string,
  modules: readonly RestrictedModule[],
): readonly Finding[] {
  if (modules.length === 0) return []
  const { module, comments, lines } = parseModule(text)
  const meaning = new Meaning(module, { given: givenNames([]) })
  const context = contextOf({
    text,
    module,
    lines,
    comments,
    meaning,
    policy: defaultInspectPolicy(),
  })
  const found = new Map<string, Finding>()
  dispatch(indexRules([ruleFor(modules, ownersIn(meaning))]), context, (rule, report, place) => {
    const key = `${place.start} ${place.end}`
    if (found.has(key)) return
    found.set(key, {
      rule: rule.id,
      layer: rule.layer,
      severity: report.severity ?? rule.severity,
      confidence: rule.confidence,
      persona: rule.persona,
      message: report.message,
      span: spanOf(place, lines),
      cwe: rule.cwe,
    })
  })
  return [...found.values()]
}

function ruleFor(modules: readonly RestrictedModule[], owners: ReadonlySet<Node>): Rule {
  return {
    id: restrictedModuleRule,
    title: 'A restricted module is used',
    layer: 'imports',
    severity: 'high',
    confidence: 1,
    persona: 'default',
    cwe: [829],
    owasp: [],
    on: [
      onImport((match) => judge({ name: nameOf(match), isPassedBy: true }, modules)),
      onName(
        modules.flatMap(({ module }) => [module, `${module}.**`]),
        ({ name, node }) => judge({ name, isPassedBy: owners.has(node) }, modules),
      ),
    ],
  }
}

function nameOf({ module, member }: ImportMatch): string {
  return member === null ? module : `${module}.${member}`
}

/** Names of which a member is taken, as `os.environ` in `os.environ.get`. */
function ownersIn({ bindings }: Meaning): ReadonlySet<Node> {
  return new Set(bindings.nodes.flatMap((node) => (node.kind === 'Attribute' ? [node.value] : [])))
}

/** A name as the code uses it; `isPassedBy`: nothing is done with it itself, what is taken from it is judged too. */
interface Use {
  readonly name: string
  readonly isPassedBy: boolean
}

/** What any restriction forbids is forbidden; the most severe one is told. */
function judge(use: Use, modules: readonly RestrictedModule[]): Report | undefined {
  const [worst] = modules
    .filter((one) => isWithin(use.name, one.module) && isForbidden(use, one))
    .sort((a, b) => compareSeverity(b.severity, a.severity))
  if (!worst) return undefined
  const { severity, description } = worst
  const why = description === undefined ? '' : `: ${description}`
  return { message: `\`${use.name}\` is restricted${why}.`, severity }
}

/** With member rules the module itself may be imported, since its members are judged where they are used. */
function isForbidden(
  { name, isPassedBy }: Use,
  { module, allow, deny }: RestrictedModule,
): boolean {
  if (!allow && !deny) return true
  if (name === module) return !isPassedBy
  const member = name.slice(module.length + 1)
  if (member === '*') return true
  if (allow?.some((one) => isWithin(member, one))) return false
  const hasAllowed = allow?.some((one) => isWithin(one, member)) ?? false
  if (hasAllowed && isPassedBy) return false
  return deny ? deny.some((one) => isWithin(member, one)) : true
}

function isWithin(name: string, part: string): boolean {
  return name === part || name.startsWith(`${part}.`)
}
