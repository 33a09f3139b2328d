import { walk } from '../../../python/visit.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNamedValue } from '../../rule.ts'

const generators = [
  ...[
    'random',
    'randint',
    'choice',
    'choices',
    'sample',
    'getrandbits',
    'randrange',
    'randbytes',
    'uniform',
  ].map((name) => `random.${name}`),
  ...['randint', 'choice', 'bytes', 'rand'].map((name) => `numpy.random.${name}`),
  'uuid.uuid1',
]
/** Generators of keys, where a number or a choice would be for something else. */
const bytes = ['random.randbytes', 'random.getrandbits', 'numpy.random.bytes']
const secret =
  /(^|_)(password|passwd|pwd|token|secret|otp|(api|session|secret|encryption|signing|licen[cs]e)_?key|session_?id|nonce|salt|reset_?code|csrf|pin_code|verification_?code|private_?key|auth_?code|access_?key|iv)s?$/i
const named = new RegExp(`${secret.source}|(^|_)key$`, 'i')
const maker =
  /(^|_)(generate|make|create|new|gen|get|random|build|issue)_?(\w{1,20}_)?(password|passwd|pwd|token|secret|otp|(api|session|secret|encryption|signing|licen[cs]e)_?key|session_?id|nonce|salt|csrf|verification_?code|private_?key)s?(_(for|of)(_\w{1,30})?)?$/i

/** Tokens, passwords and keys made with `random`. */
export const randomForSecret: Rule = {
  id: 'random-for-secret',
  title: 'A secret comes from a predictable generator',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [338, 330],
  owasp: ['A02:2021'],
  on: [
    onCall(generators, (call) => {
      const around = call.site.scope
      let name: string | undefined
      for (let scope: typeof around | null = around; scope; scope = scope.parent) {
        if (
          (scope.node.kind === 'FunctionDef' || scope.node.kind === 'AsyncFunctionDef') &&
          (maker.test(scope.node.name) || secret.test(scope.node.name))
        )
          name = scope.node.name
      }
      return name === undefined ? undefined : report(call.shortName, name)
    }),
    onNamedValue(named, ({ name, value, site, via }, { meaning }) => {
      if (via === 'compared' || via === 'default') return undefined
      const isSecret = secret.test(name)
      const found: string[] = []
      walk(value, (node) => {
        if (node.kind !== 'Call' || found.length > 0) return undefined
        const inside = meaning.bindings.scopes.get(node) ?? site
        const path = meaning
          .paths(node.func, inside)
          .find((one) => (isSecret ? generators : bytes).includes(one))
        if (path) found.push(path)
        return undefined
      })
      const [generator] = found
      return generator === undefined ? undefined : report(generator, name)
    }),
  ],
}

function report(generator: string, name: string): Report {
  return {
    message: `\`${generator}\` is predictable, and \`${name}\` looks like a secret.`,
    help: 'Use the module `secrets`.',
  }
}
