import { describe, expect, test } from 'vitest'
import { fittingBackends } from './choose.ts'
import { SandboxConfig } from './config.ts'

describe('which back ends fit a policy', () => {
  test.each([
    [{}, ['linux', 'container', 'gvisor']],
    [{ isolation: 'container' }, ['container', 'gvisor']],
    [{ isolation: 'user-kernel' }, ['gvisor']],
    [
      { isolation: 'user-kernel', container: { runtime: '/usr/bin/runsc' } },
      ['container', 'gvisor'],
    ],
    [{ backend: 'gvisor' }, ['gvisor']],
    [{ backend: 'container', isolation: 'container' }, ['container']],
    [
      { backend: 'container', isolation: 'user-kernel', container: { runtime: 'runsc' } },
      ['container'],
    ],
  ])('%j', (settings, names) => {
    expect(fittingBackends(SandboxConfig.parse(settings))).toEqual(names)
  })

  test.each([
    [{ backend: 'linux', isolation: 'container' }, /the back end linux does not give/],
    [{ backend: 'container', isolation: 'user-kernel' }, /isolation user-kernel/],
    [{ backend: 'gvisor', isolation: 'vm' }, /isolation vm/],
    [{ isolation: 'vm' }, /no back end gives/],
  ])('%j is refused', (settings, message) => {
    expect(() => fittingBackends(SandboxConfig.parse(settings))).toThrow(message)
  })
})
