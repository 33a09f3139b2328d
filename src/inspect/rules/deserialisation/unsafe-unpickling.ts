import type { Call } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onKeyword } from '../../rule.ts'
import { isOwnPickle } from './own-pickle.ts'

const help = 'Store data as Parquet, CSV or JSON, which hold no code.'

const picklesAllowed = {
  message: '`allow_pickle=True` runs whatever code the file holds.',
  help,
}

/** Formats that run code when they are read. */
export const unsafeUnpickling: Rule = {
  id: 'unsafe-unpickling',
  title: 'A format is read that runs code',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall(
      [
        ...[
          'pickle.load',
          'pickle.loads',
          'pickle.Unpickler',
          'dill.load',
          'dill.loads',
          'dill.Unpickler',
        ],
        ...['dill.load_session', 'dill.load_module', 'cloudpickle.load', 'cloudpickle.loads'],
        ...[
          'marshal.load',
          'marshal.loads',
          'shelve.open',
          'shelve.DbfilenameShelf',
          'joblib.load',
        ],
        ...[
          'sklearn.externals.joblib.load',
          'pandas.read_pickle',
          'pandas.compat.pickle_compat.load',
        ],
        ...[
          'jsonpickle.decode',
          'jsonpickle.loads',
          'multiprocessing.reduction.ForkingPickler.loads',
        ],
        ...['numpy.core.multiarray._reconstruct', 'pickle5.load', 'pickle5.loads', 'hickle.load'],
        ...['pickle._Unpickler', 'pickle._loads', 'pickle._load'],
      ],
      (call, context) =>
        isRestricted(call, context)
          ? undefined
          : isOwnPickle(call, context)
            ? {
                message: `\`${call.shortName}\` reads what this script wrote itself.`,
                severity: 'low',
                help,
              }
            : { message: `\`${call.shortName}\` runs whatever code the data holds.`, help },
    ),
    onCall(['numpy.load', 'numpy.lib.format.read_array'], (call) =>
      call.isFlag('allow_pickle', true, 2) ? picklesAllowed : undefined,
    ),
    onKeyword(['allow_pickle'], ({ node, call, site }, { meaning }) => {
      const isRead = !/^save/.test(calledName(call))
      const isTrue = meaning
        .values(node.value, site)
        .some((value) => value.kind === 'boolean' && value.value)
      return isRead && isTrue ? { ...picklesAllowed, at: call } : undefined
    }),
    onCall(['statsmodels.**'], (call) =>
      /\.[A-Z]\w*\.load$/.test(call.name)
        ? { message: `\`${call.shortName}\` runs whatever code the data holds.`, help }
        : undefined,
    ),
  ],
}

/** The base of a class that decides in `find_class` what may be made. */
function isRestricted({ name, node, call, site }: CallMatch, { meaning }: Context): boolean {
  if (call || !name.endsWith('Unpickler')) return false
  return meaning.bindings.nodes.some(
    (one, i) =>
      one.kind === 'ClassDef' &&
      meaning.bindings.sites[i]?.scope === site.scope &&
      one.bases.includes(node) &&
      one.body.some((member) => member.kind === 'FunctionDef' && member.name === 'find_class'),
  )
}

function calledName({ func }: Call): string {
  return func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : ''
}
