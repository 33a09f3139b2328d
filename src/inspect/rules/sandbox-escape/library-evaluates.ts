import type { Rule } from '../../rule.ts'
import { onCall, onStore } from '../../rule.ts'
import { evaluators, spawners } from '../../tables/corners.ts'

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
    onCall(['pandas.set_option', 'pandas.plotting._core._get_plot_backend'], (call) => {
      if (call.name === 'pandas.set_option' && !/backend/.test(call.text(0) ?? '')) return undefined
      const backend = call.text(1) ?? (call.name.endsWith('backend') ? call.text(0) : undefined)
      if (
        backend !== undefined &&
        /^(matplotlib|plotly|hvplot|bokeh|altair|holoviews)$/.test(backend)
      )
        return undefined
      if (/io\.|string_storage|mode\./.test(call.text(0) ?? '')) return undefined
      return {
        message: 'A plotting backend is a module that pandas imports by name.',
        severity: 'medium',
      }
    }),
    onStore(({ owners, node }, { text }) => {
      if (!owners.some((owner) => /^matplotlib\.(pyplot\.)?rcParams$/.test(owner))) return undefined
      const words = text.slice(node.start, node.end)
      if (
        !/animation\.\w+_path|text\.usetex|pgf\.(texsystem|preamble)|text\.latex\.preamble/.test(
          words,
        )
      )
        return undefined
      return {
        message: 'The setting makes matplotlib start another program.',
        severity: 'medium',
        help: 'Use the built-in text rendering.',
      }
    }),
  ],
}

function checkBackend(names: readonly string[]) {
  const name = names.find((text) => text.startsWith('module://'))
  return name === undefined
    ? undefined
    : { message: `The backend \`${name.slice(0, 60)}\` imports a module by name.` }
}
