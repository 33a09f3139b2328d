import type { Node } from './nodes.ts'
export declare function forEachChild(node: Node, visit: (child: any) => void): void
