import { describe, expect, test } from 'vitest'
import { containerProfile, type ProfileRule } from './seccomp-profile.ts'

const machines = ['x86_64', 'aarch64'] as const

describe.each(machines)('the profile of a container on %s', (machine) => {
  const profile = containerProfile(machine)
  const rulesOf = (call: string): readonly ProfileRule[] =>
    profile.syscalls.filter(({ names }) => names.includes(call))

  test('answers EPERM to what it does not name', () => {
    expect(profile).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: 1 })
  })

  test.each([
    ...['mount', 'umount2', 'unshare', 'setns', 'ptrace', 'bpf', 'socket', 'keyctl', 'add_key'],
    ...['io_uring_setup', 'userfaultfd', 'perf_event_open', 'memfd_create', 'pivot_root', 'chroot'],
  ])('does not name %s', (call) => {
    expect(rulesOf(call)).toEqual([])
  })

  test.each(['read', 'write', 'execve', 'prctl', 'seccomp', 'kill', 'prlimit64', 'exit_group'])(
    'allows %s once, whatever its arguments',
    (call) => {
      expect(rulesOf(call)).toEqual([expect.objectContaining({ action: 'SCMP_ACT_ALLOW' })])
      expect(rulesOf(call)[0]?.args).toBeUndefined()
    },
  )

  test('allows clone only without a new namespace', () => {
    const args = [{ index: 0, value: 0x7e020080, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }]
    expect(rulesOf('clone')).toEqual([{ names: ['clone'], action: 'SCMP_ACT_ALLOW', args }])
  })

  test('tells clone3 not to exist', () => {
    expect(rulesOf('clone3')).toEqual([
      { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 },
    ])
  })

  test('allows sockets only where jobs have egress, and every number in it is exact', () => {
    const open = containerProfile(machine, true)
    const names = open.syscalls.flatMap((rule) => rule.names)
    expect(names).toEqual(expect.arrayContaining(['bind', 'listen', 'accept4', 'connect']))
    const sockets = open.syscalls.filter(({ names }) => names.includes('socket'))
    expect(sockets.map(({ args }) => args?.[0])).toContainEqual({
      ...{ index: 0, value: 1, op: 'SCMP_CMP_EQ' },
    })
    expect(sockets.every(({ args }) => args !== undefined && args.length >= 2)).toBe(true)
    for (const number of JSON.stringify(open).match(/\d+/g) ?? []) {
      expect(Number.isSafeInteger(Number(number))).toBe(true)
    }
  })

  test('names one architecture, so that calls of others end the process', () => {
    expect(profile.architectures).toHaveLength(1)
  })
})
