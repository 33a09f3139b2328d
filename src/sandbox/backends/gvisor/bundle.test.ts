import { expect, test } from 'vitest'
import { defaultLimits } from '../../../kernel/limits.ts'
import { bundleOf } from './bundle.ts'

const bundle = bundleOf({
  root: {
    path: '/run/a/root',
    binds: [{ source: '/usr', target: '/usr' }],
    command: ['/usr/bin/python3'],
    environment: { PATH: '/usr/bin' },
  },
  path: '/run/a/bundle-1',
  grantDir: '/run/a/grants/1',
  user: { uid: 1_900_000_016, gid: 1_900_000_016 },
  limits: defaultLimits,
})

test('a bundle has a root of its own that cannot be written to, and a user without rights', () => {
  expect(bundle).toMatchObject({
    root: { path: '/run/a/root', readonly: true },
    process: { user: { uid: 1_900_000_016 }, noNewPrivileges: true, env: ['PATH=/usr/bin'] },
  })
})

test('every folder of the host that it sees is read-only', () => {
  const { mounts } = bundle as { mounts: { type: string; options?: string[] }[] }
  const binds = mounts.filter(({ type }) => type === 'bind')
  expect(binds).toHaveLength(2)
  for (const { options } of binds) expect(options).toContain('ro')
})

test('what can be written to is in memory and as large as the limit says', () => {
  const { mounts } = bundle as { mounts: { destination: string; options?: string[] }[] }
  const tmp = mounts.find(({ destination }) => destination === '/tmp')
  expect(tmp).toMatchObject({ type: 'tmpfs' })
  expect(tmp?.options).toContain(`size=${defaultLimits.diskBytes}`)
})
