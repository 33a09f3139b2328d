import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../../kernel/limits.ts'
import { type ContainerPlan, runArguments } from './arguments.ts'
import type { Engine } from './engine.ts'

const podman: Engine = {
  ...{ name: 'podman', program: '/usr/bin/podman', ociRuntime: 'runc', platform: undefined },
  env: { SECRET: 'secret' },
}

function plan(engine: Engine): ContainerPlan {
  return {
    ...{ engine, name: 'cordon-1', label: 'cordon.sandbox=/run/a', image: undefined },
    root: {
      path: '/run/a/root',
      binds: [{ source: '/usr', target: '/usr' }],
      command: ['/usr/bin/python3', '-I'],
      environment: { PATH: '/usr/bin' },
    },
    ...{ grantDir: '/run/a/grants/1', seccompFile: '/run/a/seccomp.json' },
    ...{ identity: { uid: 1_900_000_016, gid: 1_900_000_016 }, limits: defaultLimits },
    hostSockets: undefined,
  }
}

describe('the command line of a container', () => {
  test.each([
    '--read-only',
    '--network none',
    '--cap-drop ALL',
    '--security-opt no-new-privileges',
    '--security-opt seccomp=/run/a/seccomp.json',
    '--ipc private',
    '--pids-limit 72',
    '--cpus 1',
    '--pull never',
    '--user 65534:65534',
    '--uidmap 65534:1900000016:1',
    '--http-proxy=false',
    '--mount type=bind,source=/run/a/grants/1,target=/grants,readonly',
    '--tmpfs /tmp:rw,nosuid,nodev,mode=1777,size=67108864',
    '--env PATH=/usr/bin',
    '--rootfs /run/a/root /usr/bin/python3 -I',
  ])('has %s', (words) => {
    expect(runArguments(plan(podman)).join(' ')).toContain(words)
  })

  test('hands in nothing of the environment', () => {
    expect(runArguments(plan(podman)).join(' ')).not.toContain('secret')
  })

  test('adds no capability where the kernel is the host', () => {
    expect(runArguments(plan(podman))).not.toContain('--cap-add')
  })

  test('gives the trusted parent capabilities where the kernel is its own', () => {
    const own: Engine = { ...podman, ociRuntime: 'runsc', platform: 'ptrace' }
    const words = runArguments(plan(own)).join(' ')
    expect(words).toContain('--runtime-flag platform=ptrace')
    expect(words).toContain('--cap-add CAP_SETUID')
    expect(words).toContain('--user 1900000016:1900000016')
  })

  test('names an image and a runtime as Docker wants them', () => {
    const docker: Engine = { ...podman, name: 'docker', ociRuntime: 'runsc' }
    const words = runArguments({ ...plan(docker), image: 'cordon-root:1' })
    expect(words.slice(0, 3)).toEqual(['run', '--runtime', 'runsc'])
    expect(words.join(' ')).toContain('cordon-root:1 /usr/bin/python3')
    expect(words).not.toContain('--rootfs')
  })
})
