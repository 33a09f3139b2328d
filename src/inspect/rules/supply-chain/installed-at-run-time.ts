import { onCommand } from '../../command-line.ts'
import { installationOf } from '../../requirements.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** A script that installs software while it runs. */
export const installedAtRunTime: Rule = {
  id: 'installed-at-run-time',
  title: 'The script installs packages while it runs',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [1357, 829],
  owasp: ['A08:2021', 'LLM03:2025'],
  replaces: ['shell-command'],
  on: [
    onCommand((command) => {
      const installation = installationOf(command)
      return installation
        ? report(`\`${installation.tool}\` installs packages while the script runs.`)
        : undefined
    }),
    onCall(
      [
        ...['pip.main', 'pip._internal.main', 'pip._internal.cli.main.main', 'ensurepip.bootstrap'],
        ...['setuptools.command.easy_install.main', 'pkg_resources.require', 'micropip.install'],
        ...['pyodide_js.loadPackage', 'conda.cli.python_api.run_command', 'venv.create'],
      ],
      (call) => report(`\`${call.shortName}\` installs packages while the script runs.`),
    ),
  ],
}

function report(message: string) {
  return { message, help: 'Declare what the script needs, and install it before.' }
}
