import type { Capabilities } from '../kernel/capabilities.ts'
import type { Finding, FlowStep, Persona, Span } from '../kernel/finding.ts'
import type { RuleId } from '../kernel/ids.ts'
import { compareSeverity } from '../kernel/severity.ts'
import { checkModule } from '../python/checks.ts'
import { decodeSource } from '../python/decode.ts'
import { LineIndex } from '../python/lines.ts'
import { Meaning } from '../python/meaning.ts'
import type { Positioned } from '../python/nodes.ts'
import { parseModule } from '../python/parse.ts'
import { spanOf } from '../python/spans.ts'
import { capabilitiesOf, unknownCapabilities } from './capabilities.ts'
import type { InspectPolicy } from './config.ts'
import { type Context, contextOf } from './context.ts'
import { dispatch } from './dispatch.ts'
import { givenNames } from './given-names.ts'
import type { PlacedStep, Report, Rule } from './rule.ts'
import { indexRules } from './rule-index.ts'
import { rules as allRules } from './rules/index.ts'
import { analysisTruncated } from './rules/syntax/analysis-truncated.ts'
import { codeTooDeep } from './rules/syntax/code-too-deep.ts'
import { scriptTooLarge } from './rules/syntax/script-too-large.ts'
import { sourceUndecodable } from './rules/syntax/source-undecodable.ts'
import { syntaxError } from './rules/syntax/syntax-error.ts'

/** What inspection sees in one script. */
export interface Inspection {
  /** In the order of the text, each once. */
  readonly findings: readonly Finding[]
  readonly capabilities: Capabilities
  readonly lineCount: number
  /** The decoded source that all offsets refer to; empty where it could not be decoded. */
  readonly text: string
}

export interface InspectOptions {
  readonly policy: InspectPolicy
  /** Names under which the sandbox holds frames. */
  readonly datasets: readonly string[]
}

export type Inspector = (source: string | Uint8Array, datasets: readonly string[]) => Inspection

type Seen = Omit<Inspection, 'capabilities'>

/** Where a rule found something that is for another reader, such as the gate. */
export interface Unseen {
  readonly rule: RuleId
  readonly span: Span
}

export type Finder = (source: string | Uint8Array) => Seen & { readonly unseen: readonly Unseen[] }

/** Inspects one script without running it. Never throws on any source; what can't be judged is itself a finding. */
export function inspect(source: string | Uint8Array, options: InspectOptions): Inspection {
  return createInspector(options.policy)(source, options.datasets)
}

/** An `inspect` for one policy, for many scripts: the rules are sorted only once. */
export function createInspector(policy: InspectPolicy): Inspector {
  const look = createLook(policy)
  return (source, datasets) => {
    const { found, context } = look(source, datasets)
    if (context === undefined)
      return { ...seen(found, undefined), capabilities: unknownCapabilities }
    const capabilities = capabilitiesOf(context, datasets)
    return { ...seen(found, context), capabilities }
  }
}

/** Finds what an inspector finds and leaves out what the code needs, which takes a quarter of the time. */
export function createFinder(policy: InspectPolicy): Finder {
  const look = createLook(policy)
  return (source) => {
    const { found, context } = look(source, [])
    const told = seen(found, context)
    return { ...told, unseen: context ? found.unseen(context.lines) : [] }
  }
}

interface Look {
  readonly found: Findings
  /** Undefined where the source could not be read. */
  readonly context: Context | undefined
}

function createLook(
  policy: InspectPolicy,
): (source: string | Uint8Array, datasets: readonly string[]) => Look {
  const isOff = new Set(policy.rules.off)
  const active = allRules.filter(
    ({ id, persona }) => !isOff.has(id) && sees(policy.persona, persona),
  )
  const index = indexRules(active)
  return (source, datasets) => {
    const found = new Findings(policy)
    const text = read(source, policy, found)
    if (text === undefined) return { found, context: undefined }
    const { module, errors, comments, lines } = parseModule(text)
    for (const fault of [...errors, ...checkModule(module)]) {
      const rule = fault.kind === 'depth' ? codeTooDeep : syntaxError
      found.add(rule, { message: sentence(fault.message) }, fault, lines)
    }
    const meaning = new Meaning(module, {
      given: givenNames(datasets),
      isWholeProgram: policy.persona === 'gate',
    })
    const context = contextOf({ text, module, lines, comments, meaning, policy })
    dispatch(index, context, (rule, report, place) => found.add(rule, report, place, lines))
    return { found, context }
  }
}

/** Told last, since any question about the meaning may come to a bound. */
function seen(found: Findings, context: Context | undefined): Seen {
  if (context === undefined) return { findings: found.sorted(), lineCount: 0, text: '' }
  const { meaning, lines, text } = context
  if (meaning.isTruncated) {
    const isGate = context.policy.persona === 'gate'
    const report: Report = {
      message: analysisTruncated.title,
      // Packages that import all names of many modules are no disguise; a script has no use for it.
      ...(isGate ? {} : { severity: 'low' }),
    }
    found.add(analysisTruncated, report, { start: 0, end: 0 }, lines)
  }
  return { findings: found.sorted(), lineCount: lines.count, text }
}

/** The text of the source, or undefined with a finding that says why it can't be read. */
function read(
  source: string | Uint8Array,
  { maxScriptBytes }: InspectPolicy,
  found: Findings,
): string | undefined {
  if (source.length > maxScriptBytes) {
    const message = `The script has ${source.length} bytes or more; at most ${maxScriptBytes} are inspected.`
    found.add(scriptTooLarge, { message }, { start: 0, end: 0 }, new LineIndex(''))
    return undefined
  }
  if (typeof source === 'string') return source
  const decoded = decodeSource(source)
  if (decoded.ok) return decoded.text
  found.add(
    sourceUndecodable,
    { message: sentence(decoded.message) },
    { start: 0, end: 0 },
    new LineIndex(''),
  )
  return undefined
}

function sees(reader: Persona, rule: Persona): boolean {
  return rule === 'default' || rule === reader
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1)
  return /[.?!]$/.test(text) ? text : `${text}.`
}

function placed(step: PlacedStep, lines: LineIndex): FlowStep {
  return { span: spanOf(step, lines), message: step.message }
}

const replacedBy: ReadonlyMap<RuleId, readonly RuleId[]> = new Map(
  allRules.flatMap(({ id, replaces }) => (replaces ? [[id, replaces]] : [])),
)

/** One reason is told once, in the words of the most exact rule. */
function withoutReplaced(findings: readonly Finding[]): Finding[] {
  const replaced = new Map<string, Finding>()
  for (const finding of findings) {
    for (const rule of replacedBy.get(finding.rule) ?? []) {
      const key = keyOf(rule, finding.span)
      const known = replaced.get(key)
      if (!known || compareSeverity(known.severity, finding.severity) < 0) {
        replaced.set(key, finding)
      }
    }
  }
  if (replaced.size === 0) return [...findings]
  return findings.filter((finding) => {
    const exact = replaced.get(keyOf(finding.rule, finding.span))
    return exact === undefined || addsTo(exact, finding)
  })
}

/** It is worse or surer than the more exact finding, or a weakness of another kind and no mere remark. */
function addsTo(exact: Finding, { severity, confidence, cwe }: Finding): boolean {
  return (
    compareSeverity(exact.severity, severity) < 0 ||
    exact.confidence < Math.min(confidence, sureEnough) ||
    (severity !== 'low' && !cwe.some((one) => exact.cwe.includes(one)))
  )
}

/** A finding of this confidence decides, see `decide`. */
const sureEnough = 0.5

function keyOf(rule: RuleId, { start, end }: Positioned): string {
  return `${rule} ${start} ${end}`
}

/** Collects findings, each place and rule once. */
class Findings {
  readonly #found = new Map<string, Finding>()
  readonly #unseen: { readonly rule: RuleId; readonly place: Positioned }[] = []
  readonly #policy: InspectPolicy

  constructor(policy: InspectPolicy) {
    this.#policy = policy
  }

  add(
    rule: Rule,
    report: Report,
    place: { readonly start: number; readonly end: number },
    lines: LineIndex,
  ): void {
    const persona = report.persona ?? rule.persona
    if (this.#policy.rules.off.includes(rule.id)) return
    if (!sees(this.#policy.persona, persona)) {
      this.#unseen.push({ rule: rule.id, place })
      return
    }
    const key = keyOf(rule.id, place)
    if (this.#found.has(key)) return
    this.#found.set(key, {
      rule: rule.id,
      layer: rule.layer,
      severity: this.#policy.rules.severity[rule.id] ?? report.severity ?? rule.severity,
      confidence: report.confidence ?? rule.confidence,
      persona,
      message: report.message,
      ...(report.help === undefined ? {} : { help: report.help }),
      span: spanOf(place, lines),
      cwe: rule.cwe,
      ...(report.flow ? { flow: report.flow.map((step) => placed(step, lines)) } : {}),
    })
  }

  unseen(lines: LineIndex): readonly Unseen[] {
    return this.#unseen.map(({ rule, place }) => ({ rule, span: spanOf(place, lines) }))
  }

  sorted(): readonly Finding[] {
    return withoutReplaced([...this.#found.values()]).sort(
      (a, b) =>
        a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1),
    )
  }
}
