import type { Json } from '../../../kernel/json.ts'
import type { LimitName, Usage } from '../../../kernel/limits.ts'
import type { RunEnd } from '../../report.ts'
import type { Exchange } from './supervisor.ts'

/** Reads how a run ended from the supervisor's exit report; no report means that the supervisor died. */
export function runEndOf(exchange: Exchange, wallMs: number): RunEnd {
  const { exit, stdout, stderr, result } = exchange
  const streams = { stdout, stderr, result }
  if (exit === undefined) {
    const outputBytes = stdout.length + stderr.length
    const usage = { wallMs, cpuMs: 0, peakMemoryBytes: 0, outputBytes, resultBytes: result.length }
    const refusal = exchange.complaint
    return { stopped: 'lost', isConfined: true, refusal, exit: 0, usage, ...streams }
  }
  const { stopped, isConfined, refusal, exit: status } = exit
  return {
    stopped: stopReasons.find((reason) => reason === stopped),
    isConfined: isConfined === true,
    refusal: typeof refusal === 'string' ? refusal : '',
    exit: number(status),
    usage: usageOf(exit),
    ...streams,
  }
}

const stopReasons = [
  'cancelled',
  'wallMs',
  'cpuMs',
  'memoryBytes',
  'processes',
  'diskBytes',
  'outputBytes',
  'resultBytes',
] as const satisfies readonly (LimitName | 'cancelled')[]

function usageOf(exit: { readonly [key: string]: Json }): Usage {
  const { wallMs, cpuMs, systemShare, peakMemoryBytes, outputBytes, resultBytes } = exit
  return {
    wallMs: number(wallMs),
    ...cpuOf(number(cpuMs), systemShare),
    peakMemoryBytes: number(peakMemoryBytes),
    outputBytes: number(outputBytes),
    resultBytes: number(resultBytes),
  }
}

/** The parts of CPU time; on a run shorter than the kernel's tick (10 ms at most) they cannot be told apart. */
function cpuOf(
  cpuMs: number,
  share: Json | undefined,
): Pick<Usage, 'cpuMs' | 'cpuUserMs' | 'cpuSystemMs'> {
  if (typeof share !== 'number') return { cpuMs }
  const cpuSystemMs = cpuMs * Math.min(1, Math.max(0, share))
  return { cpuMs, cpuUserMs: cpuMs - cpuSystemMs, cpuSystemMs }
}

function number(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0
}
