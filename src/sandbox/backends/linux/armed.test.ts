import { expect, test } from 'vitest'
import { controls } from '../../../kernel/controls.ts'
import { armedControls, missingControls } from './armed.ts'

test('with control groups everything but egress is armed, and counting stands in for watching', () => {
  const armed = armedControls({ memory: '/m', pids: '/p' })
  expect(missingControls(controls, armed)).toEqual(['egress-gateway'])
  expect(armed).not.toContain('memory-watch')
})

test('without control groups memory is watched, and a policy that wants more is told what is missing', () => {
  const armed = armedControls(undefined)
  expect(armed).toContain('memory-watch')
  expect(missingControls(controls, armed)).toEqual([
    'egress-gateway',
    'cgroup-memory',
    'cgroup-pids',
  ])
  expect(missingControls(['seccomp', 'rlimits'], armed)).toEqual([])
})
