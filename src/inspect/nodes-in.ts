import type { Node } from '../python/nodes.ts'
import { walk } from '../python/visit.ts'

/** Every node of some statements in the order of the text; what `isClosed` tells is neither listed nor looked into. */
export function nodesIn(
  parts: readonly Node[],
  isClosed: (node: Node) => boolean = () => false,
): readonly Node[] {
  const found: Node[] = []
  for (const part of parts) {
    walk(part, (node) => {
      if (isClosed(node)) return false
      found.push(node)
      return true
    })
  }
  return found
}

/** A function or class: its body does not run where it stands. */
export function isDefinition({ kind }: Node): boolean {
  return /^(Async)?FunctionDef$|^Lambda$|^ClassDef$/.test(kind)
}
