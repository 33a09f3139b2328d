import { walk } from '../../../python/visit.ts'
import type { Report, Rule } from '../../rule.ts'
import { onNode } from '../../rule.ts'

/** The object that an `AttributeError` or `NameError` carries since Python 3.10. */
export const exceptionObject: Rule = {
  id: 'exception-object',
  title: 'An exception hands out the object it is about',
  layer: 'names',
  severity: 'high',
  confidence: 0.8,
  persona: 'gate',
  cwe: [913],
  owasp: ['LLM05:2025'],
  on: [
    onNode('ExceptHandler', ({ node }) => {
      const { name } = node
      if (name === null) return undefined
      const found: Report[] = []
      for (const statement of node.body) {
        walk(statement, (part) => {
          if (part.kind !== 'Attribute' || part.attr !== 'obj') return true
          if (part.value.kind !== 'Name' || part.value.id !== name) return true
          found.push({
            message: '`obj` of an exception hands out an object that the code was not given.',
            at: part,
            help: 'Use the message of the exception only.',
          })
          return true
        })
      }
      return found
    }),
  ],
}
