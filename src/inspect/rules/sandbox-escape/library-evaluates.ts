import type { Report, Rule } from '../../rule.ts'
import { onCall, onKeyword, onStore } from '../../rule.ts'
import { evaluators, spawners } from '../../tables/corners.ts'

const plotters = new Set([
  'matplotlib',
  'plotly',
  'hvplot',
  'bokeh',
  'altair',
  'holoviews',
  'pandas_bokeh',
])

/** Corners of data libraries that start programs, import modules or compile code. */
export const libraryEvaluates: Rule = {
  id: 'library-evaluates',
  title: 'A corner of a library starts programs or code',
  layer: 'calls',
  severity: 'high',
  confidence: 0.8,
  persona: 'gate',
  cwe: [913, 78],
  owasp: ['LLM05:2025', 'LLM06:2025'],
  on: [
    onCall(spawners, (call) => ({
      message: `\`${call.shortName}\` starts another program.`,
      help: 'Do without it: a script without a screen has no use for it.',
    })),
    onCall(evaluators, (call) => ({
      message: `\`${call.shortName}\` runs code that is given as text.`,
      help: 'Call the functions that are needed by name.',
    })),
    onCall(['matplotlib.use', 'matplotlib.pyplot.switch_backend'], (call) =>
      checkBackend(call.texts(0)),
    ),
    onCall(['pandas.set_option'], (call) =>
      call.text(0) === 'plotting.backend' ? checkPlotting(call.text(1)) : undefined,
    ),
    onKeyword(['backend'], ({ node, call, site }, { meaning }) => {
      const isPlot = meaning
        .paths(call.func, site)
        .some((path) => /^pandas\..*\.(plot|hist|boxplot)$/.test(path))
      return isPlot ? checkPlotting(meaning.text(node.value, site)) : undefined
    }),
    onStore(({ owners, attribute, node }, { text }) => {
      if (attribute !== 'backend' || !owners.includes('pandas.options.plotting')) return undefined
      return checkPlotting(/^\s*=\s*["'](\w+)["']/.exec(text.slice(node.end, node.end + 80))?.[1])
    }),
    onStore(({ owners, node }, { text }) => {
      if (!owners.some((owner) => /^matplotlib\.(pyplot\.)?rcParams$/.test(owner))) return undefined
      return checkSettings([text.slice(node.start, node.end)])
    }),
    onCall(
      ['', '.pyplot'].flatMap((part) =>
        ['rc', 'rc_context', 'rcParams.update', 'rcParams.__setitem__'].map(
          (name) => `matplotlib${part}.${name}`,
        ),
      ),
      (call, { meaning }) => {
        const group = call.text(0) ?? ''
        const names = (call.call?.keywords ?? []).map(({ arg }) => `${group}.${arg ?? ''}`)
        const keys = call
          .values(0, 'rc')
          .flatMap((value) => (value.kind === 'mapping' ? value.entries : []))
          .flatMap(({ key }) => (key ? meaning.texts(key.node, key.site) : []))
        return checkSettings([group, ...names, ...keys])
      },
    ),
  ],
}

const startsPrograms =
  /animation\.\w+_path|text\.usetex|pgf\.(texsystem|preamble)|text\.latex\.preamble/

function checkSettings(keys: readonly string[]): Report | undefined {
  if (!keys.some((key) => startsPrograms.test(key))) return undefined
  return {
    message: 'The setting makes matplotlib start another program.',
    severity: 'medium',
    help: 'Use the built-in text rendering.',
  }
}

function checkBackend(names: readonly string[]) {
  const name = names.find((text) => text.startsWith('module://'))
  return name === undefined
    ? undefined
    : { message: `The backend \`${name.slice(0, 60)}\` imports a module by name.` }
}

function checkPlotting(backend: string | undefined): Report | undefined {
  if (backend !== undefined && plotters.has(backend)) return undefined
  return {
    message: 'A plotting backend is a module that pandas imports by name.',
    help: 'Use `matplotlib`.',
  }
}
