import { expect, test } from 'vitest'
import { groupPaths, parseGroupMounts, parseOwnGroups } from './control-groups.ts'

const hybrid = `25 1 0:22 / / rw - ext4 /dev/vda rw
30 25 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct
31 25 0:27 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
32 25 0:28 / /sys/fs/cgroup/unified rw shared:9 - cgroup2 cgroup2 rw`

test('mounted controllers are found on a hybrid machine', () => {
  const mounts = parseGroupMounts(hybrid)
  expect(mounts.get('memory')).toEqual({ root: '/docker/abc', path: '/sys/fs/cgroup/memory' })
  expect(mounts.get('cpuacct')).toEqual({ root: '/', path: '/sys/fs/cgroup/cpu,cpuacct' })
  expect(mounts.get('')).toEqual({ root: '/', path: '/sys/fs/cgroup/unified' })
  expect(mounts.get('pids')).toBeUndefined()
})

test('own groups are read by controller', () => {
  const own = parseOwnGroups('5:cpu,cpuacct:/a\n4:memory:/b:c\n0::/user.slice\n')
  expect([own.get('cpuacct'), own.get('memory'), own.get('')]).toEqual([
    '/a',
    '/b:c',
    '/user.slice',
  ])
  expect(own.get('pids')).toBeUndefined()
})

test('one folder for both controllers is made once', () => {
  expect(groupPaths({ version: 2, memory: '/g', pids: '/g' }, 'x')).toEqual(['/g/x'])
  expect(groupPaths({ version: 1, memory: '/m', pids: '/p' }, 'x')).toEqual(['/m/x', '/p/x'])
  expect(groupPaths({ version: 1, memory: undefined, pids: '/p' }, 'x')).toEqual(['/p/x'])
})
