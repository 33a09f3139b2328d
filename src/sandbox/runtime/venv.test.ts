import { expect, test } from 'vitest'
import { hasReports, reasonOf } from './venv.ts'

test.each([
  ['20.3.4', false],
  ['22.1.2', false],
  ['22.2', true],
  ['23.0.1', true],
  ['', false],
])('pip %s writes reports: %s', (line, expected) => {
  expect(hasReports(line)).toBe(expected)
})

test.each([
  [
    'WARNING: a\nERROR: Could not find a version that x\nERROR: No matching distribution',
    'No matching distribution',
  ],
  ['ERROR: 403 for https://user:secret@index.example/simple/ now', '403 for (address) now'],
  ['Traceback\nValueError: no', 'ValueError: no'],
  ['', 'exit code 2'],
])('%j is told as %s', (stderr, expected) => {
  expect(reasonOf({ code: 2, stdout: '', stderr })).toBe(expected)
})
