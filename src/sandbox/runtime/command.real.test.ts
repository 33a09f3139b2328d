import { describe, expect, test } from 'vitest'
import { runCommand } from './command.ts'

const env = { PATH: '/usr/bin:/bin' }
const { signal } = new AbortController()

describe('a program', () => {
  test('gives its code, its output and its lines', async () => {
    const lines: string[] = []
    const args = ['-c', 'echo a; echo b; echo c >&2; umask; exit 3']
    const onLine = (line: string) => lines.push(line)
    const result = await runCommand({ program: 'sh', args, env, signal, onLine })
    expect(result).toEqual({ code: 3, stdout: 'a\nb\n0022\n', stderr: 'c\n' })
    expect(lines).toEqual(['a', 'b', '0022'])
  })

  test('that is missing is a result', async () => {
    const result = await runCommand({ program: '/no/such/program', args: [], env, signal })
    expect(result.code).toBe(127)
  })

  test('ends with the signal, and never starts after it', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 50)
    const startMs = performance.now()
    const options = { program: 'sleep', args: ['30'], env, signal: abort.signal }
    await expect(runCommand(options)).rejects.toMatchObject({ code: 'cancelled' })
    await expect(runCommand(options)).rejects.toMatchObject({ code: 'cancelled' })
    expect(performance.now() - startMs).toBeLessThan(10_000)
  })

  test.each([
    ['is killed with its parent', false, '9'],
    ['outlives its parent where it is to last', true, '0'],
  ])('%s', async (_, isLasting, expected) => {
    const getDeathSignal = 2
    const source = `import ctypes
number = ctypes.c_int()
ctypes.CDLL(None).prctl(${getDeathSignal}, ctypes.byref(number))
print(number.value, end='')`
    const args = ['-I', '-c', source]
    const program = '/usr/bin/python3'
    const { stdout } = await runCommand({ program, args, env, signal, isLasting })
    expect(stdout).toBe(expected)
  })
})
