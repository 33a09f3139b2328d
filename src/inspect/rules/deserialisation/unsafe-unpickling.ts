import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { isOwnPickle } from './own-pickle.ts'

const help = 'Store data as Parquet, CSV or JSON, which hold no code.'

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
        isOwnPickle(call, context)
          ? {
              message: `\`${call.shortName}\` reads what this script wrote itself.`,
              severity: 'low',
              help,
            }
          : { message: `\`${call.shortName}\` runs whatever code the data holds.`, help },
    ),
    onCall(['numpy.load', 'numpy.lib.format.read_array'], (call) =>
      call.isFlag('allow_pickle', true, 2)
        ? {
            message: '`numpy.load` with `allow_pickle=True` runs whatever code the file holds.',
            help,
          }
        : undefined,
    ),
  ],
}
