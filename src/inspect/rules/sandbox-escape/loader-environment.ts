import type { Meaning } from '../../../python/meaning.ts'
import type { Values } from '../../../python/values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onKeyword, onNode } from '../../rule.ts'

const variables: ReadonlySet<string> = new Set([
  ...['LD_PRELOAD', 'LD_LIBRARY_PATH', 'LD_AUDIT', 'DYLD_INSERT_LIBRARIES', 'DYLD_LIBRARY_PATH'],
  ...['PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONHOME', 'PYTHONUSERBASE', 'PYTHONINSPECT', 'BASH_ENV'],
  ...['PATH', 'ENV', 'PROMPT_COMMAND', 'IFS', 'PERL5OPT', 'NODE_OPTIONS', 'GIT_SSH_COMMAND'],
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PYTHONBREAKPOINT', 'BROWSER', 'PAGER', 'EDITOR'],
])

/** Variables by which other programs, and Python itself, load code. */
export const loaderEnvironment: Rule = {
  id: 'loader-environment',
  title: 'A variable is set that decides which code is loaded',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'default',
  cwe: [427, 426],
  owasp: ['A08:2021'],
  on: [
    onNode('Subscript', ({ node, site }, { meaning }) => {
      if (node.ctx !== 'Store') return undefined
      if (!meaning.paths(node.value, site).includes('os.environ')) return undefined
      return reportOn(meaning.text(node.slice, site))
    }),
    onCall(['os.putenv', 'os.environ.setdefault', 'os.environ.__setitem__'], (call) =>
      reportOn(call.text(0)),
    ),
    onCall(['os.environ.update'], (call, { meaning }) => [
      ...(call.call?.keywords ?? []).flatMap(({ arg }) => reportOn(arg ?? undefined) ?? []),
      ...reportKeys(call.values(0), meaning),
    ]),
    onKeyword(['env'], ({ node, site }, { meaning }) =>
      reportKeys(meaning.values(node.value, site), meaning),
    ),
  ],
}

function reportKeys(values: Values, meaning: Meaning): readonly Report[] {
  return values.flatMap((value) =>
    value.kind === 'mapping'
      ? value.entries.flatMap(({ key }) =>
          key ? (reportOn(meaning.text(key.node, key.site)) ?? []) : [],
        )
      : [],
  )
}

function reportOn(variable: string | undefined): Report | undefined {
  if (variable === undefined || !variables.has(variable)) return undefined
  return {
    message: `\`${variable}\` decides which code Python or other programs load.`,
    severity: variable === 'PATH' || variable === 'PYTHONPATH' ? 'low' : 'high',
    help: 'Leave the variable to whoever starts the script.',
  }
}
