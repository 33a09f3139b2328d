import { onCommand } from '../../command-line.ts'
import { installationOf } from '../../requirements.ts'
import type { Rule } from '../../rule.ts'

/** Packages from a branch, over plain HTTP, or with certificates switched off. */
export const installUntrustedSource: Rule = {
  id: 'install-untrusted-source',
  title: 'A package is installed from a source that is not checked',
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'default',
  cwe: [494, 829],
  owasp: ['A08:2021', 'LLM03:2025'],
  replaces: ['installed-at-run-time', 'shell-command'],
  on: [
    onCommand((command) => {
      const installation = installationOf(command)
      if (!installation) return undefined
      const { packages, options } = installation
      const branch = packages.find(
        (name) => /^[^@]*git\+/.test(name) && !/@[0-9a-f]{40}\b/.test(name),
      )
      if (branch)
        return report('A package is installed from a branch, which can change at any time.')
      const plain = [...packages, ...options].find((word) =>
        /(^|=)http:\/\/(?!localhost|127\.)/.test(word),
      )
      if (plain) return report('A package is fetched over plain HTTP.')
      const open = options.find((word) =>
        /^--trusted-host|^--no-verify|^--allow-unauthenticated|^--insecure/.test(word),
      )
      return open === undefined
        ? undefined
        : report(`\`${open.split('=')[0]}\` switches the check of certificates off.`)
    }),
  ],
}

function report(message: string) {
  return { message, help: 'Install a pinned version from the package index over HTTPS.' }
}
