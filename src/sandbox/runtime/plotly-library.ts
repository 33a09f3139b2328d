import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PythonRuntime } from '../../kernel/runtime.ts'

/** plotly.js as it came with the runtime's plotly, to draw its figures with; undefined where there is none. */
export function readPlotlyLibrary({ python, version }: PythonRuntime): Promise<string | undefined> {
  const minor = version.split('.').slice(0, 2).join('.')
  const packages = join(dirname(dirname(python)), 'lib', `python${minor}`, 'site-packages')
  const path = join(packages, 'plotly', 'package_data', 'plotly.min.js')
  return readFile(path, 'utf8').catch(() => undefined)
}
