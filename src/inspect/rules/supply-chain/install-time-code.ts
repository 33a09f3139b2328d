import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const steps = new Set([
  'install',
  'develop',
  'egg_info',
  'build_py',
  'build',
  'sdist',
  'bdist_wheel',
  'test',
])

/** Packages that run code of their own when they are installed. */
export const installTimeCode: Rule = {
  id: 'install-time-code',
  title: 'A package runs code of its own when it is installed',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.75,
  persona: 'default',
  cwe: [506, 829],
  owasp: ['A08:2021'],
  on: [
    onCall(['setuptools.setup', 'distutils.core.setup'], (call, { meaning }) => {
      const commands = call
        .values(-1, 'cmdclass')
        .flatMap((value) => (value.kind === 'mapping' ? value.entries : []))
      const step = commands
        .map(({ key }) => key && meaning.text(key.node, key.site))
        .find((name) => typeof name === 'string' && steps.has(name))
      const fetched = ['dependency_links', 'setup_requires'].find((name) => call.argument(-1, name))
      if (typeof step === 'string') {
        return {
          message: `The step \`${step}\` runs code of the package.`,
          help: 'Declare the package in `pyproject.toml` alone.',
        }
      }
      return fetched === undefined
        ? undefined
        : {
            message: `\`${fetched}\` fetches packages past the lock file.`,
            severity: 'low',
            help: 'Use `build-system.requires`.',
          }
    }),
  ],
}
