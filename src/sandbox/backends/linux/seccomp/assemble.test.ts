import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { jobFilter, supervisorFilter } from './filters.ts'
import { type Machine, systemCalls } from './system-calls.ts'

const ALLOW = 0x7fff0000
const KILL = 0x80000000
const EPERM = 0x00050001
const PRETEND = 0x00050000
const ENOSYS = 0x00050026
const arches = { x86_64: 0xc000003e, aarch64: 0xc00000b7 } as const
const machines = ['x86_64', 'aarch64'] as const

interface Call {
  readonly arch: number
  readonly number: number
  readonly parameters?: readonly bigint[]
}

/** Runs a program as the kernel would (Documentation/networking/filter.rst), for the instructions that ours use. */
function decide(program: Uint8Array, call: Call): number {
  const data = new DataView(new ArrayBuffer(64))
  data.setUint32(0, call.number, true)
  data.setUint32(4, call.arch, true)
  call.parameters?.forEach((value, index) => {
    data.setBigUint64(16 + 8 * index, value, true)
  })
  const code = new DataView(program.buffer)
  let accumulator = 0
  for (let at = 0; at < program.length; at += 8) {
    const [operation, k] = [code.getUint16(at, true), code.getUint32(at + 4, true)]
    const jump = (holds: boolean) => code.getUint8(at + (holds ? 2 : 3)) * 8
    if (operation === 0x20) accumulator = data.getUint32(k, true)
    else if (operation === 0x54) accumulator = (accumulator & k) >>> 0
    else if (operation === 0x15) at += jump(accumulator === k)
    else if (operation === 0x35) at += jump(accumulator >= k)
    else if (operation === 0x06) return k
    else throw new Error(`operation ${operation}`)
  }
  throw new Error('the program ended without a decision')
}

function decideJob(machine: Machine, name: string, parameters: readonly bigint[] = []): number {
  const number = systemCalls[machine].get(name)
  if (number === undefined) throw new Error(name)
  return decide(assemble(machine, jobFilter), { arch: arches[machine], number, parameters })
}

describe.each(machines)('the job filter on %s', (machine) => {
  test.each<[string, readonly bigint[], number]>([
    ['read', [], ALLOW],
    ['openat', [], ALLOW],
    ['futex', [0n, 0x81n], ALLOW],
    ['futex', [0n, 0x109n], ALLOW],
    ['futex', [0n, 1n], EPERM],
    ['futex', [0n, 3n], EPERM],
    ['futex', [0n, 1n << 32n], EPERM],
    ['fcntl', [0n, 3n], ALLOW],
    ['fcntl', [0n, 6n], PRETEND],
    ['fcntl', [0n, 38n], EPERM],
    ['fcntl', [0n, 1024n], EPERM],
    ['fcntl', [0n, 1031n], EPERM],
    ['fadvise64', [], PRETEND],
    ['mincore', [], EPERM],
    ['utimensat', [0n, 0n, 0x7fff0000n], ALLOW],
    ['utimensat', [0n, 0n, 0n], EPERM],
    ['close_range', [5n, 9n, 4n], ALLOW],
    ['close_range', [5n, 9n, 2n], EPERM],
    ['exit_group', [], ALLOW],
    ['execve', [], EPERM],
    ['socket', [1n, 1n, 0n], EPERM],
    ['connect', [], EPERM],
    ['kill', [1n, 9n], EPERM],
    ['ptrace', [], EPERM],
    ['mount', [], EPERM],
    ['unshare', [0x10000000n], EPERM],
    ['memfd_create', [], EPERM],
    ['io_uring_setup', [], EPERM],
    ['userfaultfd', [], EPERM],
    ['bpf', [], EPERM],
    ['keyctl', [], EPERM],
    ['clone3', [], ENOSYS],
    // As pthread_create calls it.
    ['clone', [0x3d0f00n], ALLOW],
    // A thread that shares no descriptors.
    ['clone', [0x3d0b00n], EPERM],
    ['clone', [0x11n], EPERM],
    ['clone', [0x10000n | 0x10000000n], EPERM],
    ['clone', [0x10000n | 0x20000n], EPERM],
    ['clone', [0x10000n | 0x02000000n], EPERM],
    ['clone', [0x10000n | 0x80n], EPERM],
    ['clone', [0x10000_00000000n], EPERM],
    ['prlimit64', [0n, 7n, 0n], ALLOW],
    ['prlimit64', [0n, 7n, 1n], EPERM],
    ['prlimit64', [0n, 7n, 1n << 32n], EPERM],
    ['ioctl', [0n, 0x5401n], ALLOW],
    ['ioctl', [0n, 0x5412n], EPERM],
    ['ioctl', [0n, 0x5401n | (1n << 32n)], EPERM],
    ['prctl', [15n], ALLOW],
    ['prctl', [4n, 1n], EPERM],
    ['prctl', [22n, 2n], EPERM],
  ])('%s %o gives %i', (name, parameters, action) => {
    expect(decideJob(machine, name, parameters)).toBe(action)
  })

  test('kills a call of another architecture, and allows no number beyond the ones it names', () => {
    const program = assemble(machine, jobFilter)
    for (const arch of [0x40000003, 0, arches[machine === 'x86_64' ? 'aarch64' : 'x86_64']]) {
      expect(decide(program, { arch, number: 0 })).toBe(KILL)
    }
    const named = new Set([...systemCalls[machine].values()])
    for (let number = 0; number < 1024; number++) {
      if (!named.has(number)) expect(decide(program, { arch: arches[machine], number })).toBe(EPERM)
    }
  })

  test('the supervisor may make namespaces and mounts, and nothing that only an attack needs', () => {
    const program = assemble(machine, supervisorFilter)
    const decided = (name: string) =>
      decide(program, { arch: arches[machine], number: systemCalls[machine].get(name) ?? -1 })
    for (const name of ['clone', 'mount', 'prctl', 'execve', 'kill'])
      expect(decided(name)).toBe(ALLOW)
    for (const name of [
      'bpf',
      'keyctl',
      'io_uring_setup',
      'ptrace',
      'socket',
      'unshare',
      'setns',
    ]) {
      expect(decided(name)).toBe(EPERM)
    }
  })
})

test('x32 calls end the process on x86_64', () => {
  const program = assemble('x86_64', jobFilter)
  for (const number of [0x40000000, 0x40000027, 0xffffffff]) {
    expect(decide(program, { arch: arches.x86_64, number })).toBe(KILL)
  }
})

test('a name that no machine has is refused', () => {
  const filter = { rules: [{ call: 'opne', action: 'allow' }], otherwise: 'kill' } as const
  expect(() => assemble('x86_64', filter)).toThrow(TypeError)
})

test('every jump stays inside the program', () => {
  for (const machine of machines) {
    const program = assemble(machine, jobFilter)
    const view = new DataView(program.buffer)
    for (let at = 0; at < program.length; at += 8) {
      const furthest = Math.max(view.getUint8(at + 2), view.getUint8(at + 3))
      expect(at + 8 + furthest * 8).toBeLessThanOrEqual(program.length)
    }
  }
})
