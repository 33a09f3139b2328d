import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Sockets whose messages are pickles. */
export const connectionUnpickled: Rule = {
  id: 'connection-unpickled',
  title: 'Messages of a connection are unpickled',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021'],
  on: [
    onCall(
      [
        ...['multiprocessing.connection.Listener', 'multiprocessing.connection.Client'],
        ...['multiprocessing.managers.BaseManager', 'multiprocessing.managers.SyncManager'],
        ...['zmq.Context().socket().recv_pyobj', '.recv_pyobj', 'mpi4py.MPI.COMM_WORLD.recv'],
        ...['Client().recv', 'Listener().accept().recv'].map(
          (name) => `multiprocessing.connection.${name}`,
        ),
      ],
      (call) => {
        const isManager = call.name.includes('.managers.')
        if (isManager && !call.argument(0, 'address')) return undefined
        const hasSocket = /recv(_pyobj)?$/.test(call.name)
        return {
          message: `\`${call.shortName.replace(/^\./, '')}\` unpickles what the other side sends.`,
          help: 'Send JSON or bytes, for instance with `send_bytes` and `json.loads`.',
          ...(hasSocket ? { severity: 'high' as const } : {}),
        }
      },
    ),
  ],
}
