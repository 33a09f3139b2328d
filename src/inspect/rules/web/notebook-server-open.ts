import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onAssign, onFile } from '../../rule.ts'

const settingName =
  /^(token|password|ip|allow_origin|disable_check_xsrf|allow_remote_access|allow_root|allow_unauthenticated_access)$/

/** Jupyter servers without token, password or origin check. */
export const notebookServerOpen: Rule = {
  id: 'notebook-server-open',
  title: 'A notebook server is open to everyone',
  layer: 'names',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [306, 1188],
  owasp: ['A05:2021', 'A07:2021'],
  on: [
    onAssign(settingName, ({ node, site }, { meaning }) => {
      const [target] = node.targets
      if (target?.kind !== 'Attribute') return undefined
      const owner = nameOf(target.value)
      if (
        owner === undefined ||
        !/^(NotebookApp|ServerApp|JupyterHub|IdentityProvider|PasswordIdentityProvider)$/.test(
          owner,
        )
      )
        return undefined
      const [value] = meaning.values(node.value, site)
      const text =
        value?.kind === 'text'
          ? value.text
          : value?.kind === 'boolean'
            ? String(value.value)
            : undefined
      return text !== undefined && opened(target.attr, text) ? report(target.attr) : undefined
    }),
    onFile((context) =>
      context.texts.flatMap(({ text, node }) =>
        text.length < 2_000 && commandLine.test(text)
          ? [{ ...report('the command line'), at: node }]
          : [],
      ),
    ),
  ],
}

const commandLine =
  /\bjupyter\b.{0,300}--(NotebookApp|ServerApp|IdentityProvider)\.(token|password)=(''|""|\s|$)|^--(NotebookApp|ServerApp|IdentityProvider)\.(token|password)=(''|"")?$/

function opened(name: string, value: string): boolean {
  if (name === 'token' || name === 'password') return value === ''
  if (name === 'ip') return value === '0.0.0.0' || value === '*'
  if (name === 'allow_origin') return value === '*'
  return (
    /^(disable_check_xsrf|allow_remote_access|allow_root|allow_unauthenticated_access)$/.test(
      name,
    ) && value === 'true'
  )
}

function report(name: string): Report {
  return {
    message: `The notebook server is opened by \`${name}\`.`,
    help: 'Keep the token, and listen on 127.0.0.1.',
  }
}
