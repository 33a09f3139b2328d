import { type Machine, systemCalls } from './system-calls.ts'

/** What the kernel does with a system call; a number is the error it answers (errno). */
export type Action = 'allow' | 'kill' | { readonly errno: number }

/** Holds where `argument & mask` equals `equals`, over all 64 bits. */
export interface ArgumentTest {
  readonly argument: number
  readonly mask?: bigint
  readonly equals: bigint
}

/** Applies to one system call where every test holds; the first rule that applies decides. */
export interface Rule {
  readonly call: string
  readonly action: Action
  readonly tests?: readonly ArgumentTest[]
}

export interface Filter {
  readonly rules: readonly Rule[]
  /** For calls that no rule applies to. */
  readonly otherwise: Action
}

/**
 * Makes the classic BPF program that the kernel loads for a filter: little-endian `struct sock_filter`s (linux/filter.h,
 * Documentation/userspace-api/seccomp_filter.rst). Calls of a foreign architecture, and x32 calls, kill the process.
 * A call that the machine lacks is left out; a name that no machine has throws a TypeError.
 */
export function assemble(machine: Machine, filter: Filter): Uint8Array {
  const lines = [...prologue(machine)]
  for (const rule of filter.rules) {
    const number = numberOf(machine, rule.call)
    if (number !== undefined) lines.push(...ruleLines(number, rule))
  }
  lines.push(ret(filter.otherwise))
  if (lines.length > maxInstructions) throw new TypeError('the filter is longer than BPF allows')
  return encode(lines)
}

interface Instruction {
  readonly code: number
  readonly jumpTrue: number
  readonly jumpFalse: number
  readonly k: number
}

const maxInstructions = 4096
const auditArch: { readonly [M in Machine]: number } = { x86_64: 0xc000003e, aarch64: 0xc00000b7 }
const jumpEqualCode = 0x15
const x32Bit = 0x40000000
// Offsets in struct seccomp_data.
const numberOffset = 0
const archOffset = 4
const argumentsOffset = 16

function prologue(machine: Machine): Instruction[] {
  const lines = [load(archOffset), jumpEqual(auditArch[machine], 1, 0), ret('kill')]
  lines.push(load(numberOffset))
  if (machine === 'x86_64') lines.push(jumpAtLeast(x32Bit, 0, 1), ret('kill'))
  return lines
}

function ruleLines(number: number, rule: Rule): Instruction[] {
  if (rule.tests === undefined) return [jumpEqual(number, 0, 1), ret(rule.action)]
  const tests = rule.tests.flatMap(testLines)
  const body = tests.map((line, place) =>
    line.code === jumpEqualCode ? { ...line, jumpFalse: tests.length - place } : line,
  )
  // The tests loaded arguments over the call's number.
  return [jumpEqual(number, 0, body.length + 1), ...body, ret(rule.action), load(numberOffset)]
}

/** Tests the low and the high half of an argument; where a half differs is filled in by the caller. */
function testLines(test: ArgumentTest): Instruction[] {
  const mask = test.mask ?? 0xffff_ffff_ffff_ffffn
  const offset = argumentsOffset + 8 * test.argument
  return [0n, 32n].flatMap((shift) => {
    const maskHalf = half(mask, shift)
    const masked = maskHalf === 0xffffffff ? [] : [and(maskHalf)]
    const place = shift === 0n ? offset : offset + 4
    return [load(place), ...masked, jumpEqual(half(test.equals, shift), 0, 0)]
  })
}

function half(value: bigint, shift: bigint): number {
  return Number((value >> shift) & 0xffff_ffffn)
}

function numberOf(machine: Machine, call: string): number | undefined {
  const isKnown = systemCalls.x86_64.has(call) || systemCalls.aarch64.has(call)
  if (!isKnown) throw new TypeError(`no machine has a system call named ${call}`)
  return systemCalls[machine].get(call)
}

function load(offset: number): Instruction {
  return { code: 0x20, jumpTrue: 0, jumpFalse: 0, k: offset }
}

function and(mask: number): Instruction {
  return { code: 0x54, jumpTrue: 0, jumpFalse: 0, k: mask }
}

function jumpEqual(k: number, jumpTrue: number, jumpFalse: number): Instruction {
  return { code: jumpEqualCode, jumpTrue, jumpFalse, k }
}

function jumpAtLeast(k: number, jumpTrue: number, jumpFalse: number): Instruction {
  return { code: 0x35, jumpTrue, jumpFalse, k }
}

function ret(action: Action): Instruction {
  return { code: 0x06, jumpTrue: 0, jumpFalse: 0, k: returnValue(action) }
}

/** SECCOMP_RET_ALLOW, SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ERRNO (linux/seccomp.h). */
function returnValue(action: Action): number {
  if (action === 'allow') return 0x7fff0000
  return action === 'kill' ? 0x80000000 : 0x00050000 | action.errno
}

function encode(lines: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(lines.length * 8)
  const view = new DataView(bytes.buffer)
  lines.forEach((line, place) => {
    view.setUint16(place * 8, line.code, true)
    view.setUint8(place * 8 + 2, line.jumpTrue)
    view.setUint8(place * 8 + 3, line.jumpFalse)
    view.setUint32(place * 8 + 4, line.k, true)
  })
  return bytes
}
