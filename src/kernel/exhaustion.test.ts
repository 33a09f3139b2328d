import { expect, test } from 'vitest'
import { exhaustionOf } from './exhaustion.ts'

const failure = (code: string) => Object.assign(new Error(`${code}: open '/secret/path'`), { code })

test.each([
  ['EMFILE', 'machine-exhausted', /ulimit -n/],
  ['ENFILE', 'machine-exhausted', /ulimit -n/],
  ['ENOMEM', 'machine-exhausted', /sandbox.concurrency/],
  ['EAGAIN', 'machine-exhausted', /ulimit -u/],
  ['ENOSPC', 'disk-full', /Free some space/],
])('%s is told as %s, without the path', (cause, code, help) => {
  const error = exhaustionOf(failure(cause))
  expect(error).toMatchObject({ code, help: expect.stringMatching(help) })
  expect(error?.message).not.toContain('secret')
})

test('other failures are none of the machine', () => {
  expect(exhaustionOf(failure('ENOENT'))).toBeUndefined()
  expect(exhaustionOf(new Error('EMFILE'))).toBeUndefined()
  expect(exhaustionOf('EMFILE')).toBeUndefined()
})
