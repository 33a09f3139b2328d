import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const help = 'Work in one process: numpy and pandas already use the machine well.'

/** Processes and threads of the script's own. */
export const threadsStarted: Rule = {
  id: 'threads-started',
  title: 'Processes or threads are started',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'gate',
  cwe: [400],
  owasp: ['LLM10:2025'],
  on: [
    onCall(
      [
        ...['multiprocessing.*', 'os.fork', 'concurrent.futures.ProcessPoolExecutor'],
        ...['multiprocessing.get_context().*', 'multiprocessing.pool.*', 'multiprocessing.dummy.*'],
        'billiard.*',
      ],
      (call) =>
        call.shortName.endsWith('cpu_count')
          ? undefined
          : { message: `\`${call.shortName}\` starts processes.`, help },
    ),
    onCall(
      [
        ...['threading.Thread', 'threading.Timer', '_thread.start_new_thread', '_thread.start_new'],
        'concurrent.futures.ThreadPoolExecutor',
      ],
      (call) => ({ message: `\`${call.shortName}\` starts threads.`, help, severity: 'medium' }),
    ),
  ],
}
