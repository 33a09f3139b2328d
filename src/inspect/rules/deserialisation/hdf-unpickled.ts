import { isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** HDF files, whose object columns are pickles. */
export const hdfUnpickled: Rule = {
  id: 'hdf-unpickled',
  title: 'An HDF file may hold pickles, which run code',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.6,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021'],
  on: [
    onCall(
      [
        ...['pandas.read_hdf', 'pandas.HDFStore().get', 'pandas.HDFStore().select'],
        ...['pandas.HDFStore()[]', 'tables.open_file().get_node', 'deepdish.io.load'],
      ],
      (call, context) => ({
        ...(context.policy.persona === 'gate' ||
        isUntrusted(call.argument(0), call.site, context, 'path')
          ? {}
          : { severity: 'low' as const }),
        message: `\`${call.shortName}\` unpickles columns of objects, which runs code that the file holds.`,
        help: 'Store tables as Parquet.',
      }),
    ),
    onCall(['numpy.fromfile', 'numpy.memmap', 'numpy.frombuffer'], (call) => {
      const kinds = call.values(1, 'dtype')
      const isObject = kinds.some(
        (value) =>
          (value.kind === 'path' && /^(builtins\.object|numpy\.object_?)$/.test(value.path)) ||
          (value.kind === 'text' && /^(object|O)$/.test(value.text)),
      )
      return isObject
        ? {
            message: `\`${call.shortName}\` reads addresses of objects out of data.`,
            severity: 'high',
          }
        : undefined
    }),
  ],
}
