import { expect, test } from 'vitest'
import { CordonError } from '../../../kernel/errors.ts'
import { withMend } from './mend.ts'

test.each([
  [
    'Error: keep-id requires additional UIDs or GIDs defined in /etc/subuid and /etc/subgid to function correctly',
    /usermod --add-subuids/,
  ],
  ['Error: command required for rootless mode with multiple IDs: exec: "newuidmap"', /uidmap$/],
  [
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    /^systemctl start docker$/,
  ],
  ['Error: default OCI runtime "runc" not found: invalid argument', /install runc$/],
  ['Got permission denied while trying to connect to the Docker daemon socket', /-aG docker/],
])('%s is told how to be mended', (complaint, help) => {
  const error = new CordonError('sandbox-unavailable', complaint, { help: 'Run cordon doctor.' })
  expect(withMend(error)).toMatchObject({
    code: 'sandbox-unavailable',
    message: complaint,
    help: expect.stringMatching(help),
  })
})

test('what nobody knows stays as it is', () => {
  const error = new CordonError('sandbox-unavailable', 'it ended without a word')
  expect(withMend(error)).toBe(error)
  expect(withMend(7)).toBe(7)
})
