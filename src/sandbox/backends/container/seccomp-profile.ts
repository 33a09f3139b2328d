import type { Action, ArgumentTest, Rule } from '../linux/seccomp/assemble.ts'
import { egressJobFilter, forwarderRules, jobFilter } from '../linux/seccomp/filters.ts'
import { type Machine, systemCalls } from '../linux/seccomp/system-calls.ts'

/** A seccomp profile as container engines read it (OCI runtime specification 1.0.2, config-linux.md). */
export interface SeccompProfile {
  readonly defaultAction: string
  readonly defaultErrnoRet?: number
  readonly architectures: readonly string[]
  readonly syscalls: readonly ProfileRule[]
}

export interface ProfileRule {
  readonly names: readonly string[]
  readonly action: string
  readonly errnoRet?: number
  readonly args?: readonly object[]
}

/**
 * The profile that an engine puts over a whole container: what a job may ask of the kernel, and beyond that what its
 * trusted parent and the engine's last step need: to start one program, to fork, to signal, to give up rights. The job's
 * own filter takes that from the job again. Where jobs have egress, also what the forwarder to the gateway needs.
 */
export function containerProfile(machine: Machine, canEgress = false): SeccompProfile {
  const all = canEgress ? [...egressJobFilter.rules, ...forwarderRules] : jobFilter.rules
  const rules = all.filter(
    ({ call }) => systemCalls[machine].has(call) && !parentCalls.includes(call) && call !== 'clone',
  )
  return {
    ...{ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: EPERM },
    architectures: [machine === 'x86_64' ? 'SCMP_ARCH_X86_64' : 'SCMP_ARCH_AARCH64'],
    syscalls: [
      { names: parentCalls, action: 'SCMP_ACT_ALLOW' },
      {
        names: ['clone'],
        action: 'SCMP_ACT_ALLOW',
        args: [argumentOf({ argument: 0, mask: anyNewNamespace, equals: 0n })],
      },
      ...rules.map(ruleOf),
    ],
  }
}

const EPERM = 1
/** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET (linux/sched.h). */
const anyNewNamespace = 0x7e02_0080n
const parentCalls: readonly string[] = [
  ...['execve', 'fork', 'vfork', 'kill', 'prctl', 'capget', 'capset', 'prlimit64', 'setrlimit'],
  ...['seccomp', 'setuid', 'setgid', 'setgroups', 'setresuid', 'setresgid', 'fchown', 'ppoll'],
]

function ruleOf({ call, action, tests }: Rule): ProfileRule {
  const args = tests?.map(argumentOf)
  return { names: [call], ...actionOf(action), ...(args ? { args } : {}) }
}

function actionOf(action: Action): { readonly action: string; readonly errnoRet?: number } {
  if (action === 'allow') return { action: 'SCMP_ACT_ALLOW' }
  if (action === 'kill') return { action: 'SCMP_ACT_KILL_PROCESS' }
  return { action: 'SCMP_ACT_ERRNO', errnoRet: action.errno }
}

function argumentOf({ argument: index, mask, equals }: ArgumentTest): object {
  if (mask === undefined) return { index, value: Number(equals), op: 'SCMP_CMP_EQ' }
  return { index, value: Number(mask), valueTwo: Number(equals), op: 'SCMP_CMP_MASKED_EQ' }
}
