import { expect, test } from 'vitest'
import { controls } from '../../../kernel/controls.ts'
import { armedControls, missingControls } from './armed.ts'

test('with control groups all is held but a processor of its own: counting does what watching does, no network what a gateway does', () => {
  const armed = armedControls({ memory: '/m', pids: '/p' })
  expect(missingControls(controls, armed)).toEqual(['cgroup-cpu'])
  expect(armed).not.toContain('egress-gateway')
  expect(armed).not.toContain('memory-watch')
})

test('without control groups memory is watched, and a policy that wants more is told what is missing', () => {
  const armed = armedControls(undefined)
  expect(armed).toContain('memory-watch')
  expect(missingControls(controls, armed)).toEqual(['cgroup-memory', 'cgroup-pids', 'cgroup-cpu'])
  expect(missingControls(['seccomp', 'rlimits'], armed)).toEqual([])
})
