import type { Assign, Expression, Keyword } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import type { NodeMatch, Report, Rule } from '../../rule.ts'
import { onAssign, onDict, onKeyword } from '../../rule.ts'

const modulesName =
  /(allow|safe|permit|white_?list|authori[sz]ed|trusted)\w*_?(modules?|imports?|packages?|libs?)$/i
const builtinsName =
  /(safe|allowed|restricted|limited|permitted)_?(builtins|globals|functions|names)$|^__builtins__$/i
const listName = new RegExp(`${modulesName.source}|${builtinsName.source}`, 'i')
const openModules = new Set(
  (
    'os sys subprocess shutil importlib builtins ctypes socket multiprocessing threading pathlib io pickle marshal inspect ' +
    'gc code codeop runpy pty signal posix types operator tempfile requests urllib http asyncio sqlite3 platform *'
  ).split(' '),
)
const mild = new Set([
  'pathlib',
  'io',
  'types',
  'operator',
  'tempfile',
  'sqlite3',
  'platform',
  'threading',
])
const openBuiltins = new Set(
  'eval exec compile __import__ open getattr setattr delattr vars type dir globals locals object input breakpoint memoryview super'.split(
    ' ',
  ),
)

/** The list of what a sandbox allows holds the way out. */
export const sandboxListOpen: Rule = {
  id: 'sandbox-list-open',
  title: 'The list of what a sandbox allows holds the way out',
  layer: 'names',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [693, 184],
  owasp: ['A04:2021', 'LLM05:2025'],
  on: [
    onAssign(listName, ofAssignment),
    onKeyword(
      ['additional_authorized_imports', 'allowed_modules', 'allowed_imports'],
      ({ node: { value: node }, site }, context) => reportOn(node, openModules, { site, context }),
    ),
    onDict(/^__builtins__$/, ({ node, site }, context): Report | undefined => {
      for (const [i, key] of node.keys.entries()) {
        const value = node.values[i]
        if (key && value && context.meaning.text(key, site) === '__builtins__')
          return reportOn(value, openBuiltins, { site, context })
      }
      return undefined
    }),
  ],
}

function ofAssignment({ node, site }: NodeMatch<Assign>, context: Context): Report | undefined {
  for (const target of node.targets) {
    const name = target.kind === 'Name' ? target.id : target.kind === 'Attribute' ? target.attr : ''
    if (modulesName.test(name)) return reportOn(node.value, openModules, { site, context })
    if (builtinsName.test(name)) return reportOn(node.value, openBuiltins, { site, context })
  }
  return undefined
}

function reportOn(
  list: Expression,
  open: ReadonlySet<string>,
  at: { site: Site; context: Context },
): Report | undefined {
  const found = namesIn(list, at).filter((name) => open.has(name))
  const worst = found.find((name) => !mild.has(name)) ?? found[0]
  if (worst === undefined) return undefined
  return {
    message: `\`${worst}\` leads out of the sandbox that this list is for.`,
    help: 'Take it out, and rely on a boundary of the kernel.',
    severity: mild.has(worst) ? 'medium' : 'high',
    at: list,
  }
}

/** The texts of a list, a set or a tuple, or the keys of a dictionary, also inside of `frozenset(…)`. */
function namesIn(list: Expression, at: { site: Site; context: Context }): readonly string[] {
  const { meaning } = at.context
  switch (list.kind) {
    case 'List':
    case 'Set':
    case 'Tuple':
      return list.elts.flatMap((one) => meaning.texts(one, at.site))
    case 'Dict':
      return list.keys.flatMap((key) => (key ? meaning.texts(key, at.site) : []))
    case 'Call':
      return list.args[0] ? namesIn(list.args[0], at) : keywordNames(list.keywords)
    default:
      return []
  }
}

function keywordNames(keywords: readonly Keyword[]): readonly string[] {
  return keywords.flatMap(({ arg }) => arg ?? [])
}
