import { StatementChecker } from './checks/statement-checker.ts'
import type { SyntaxFault } from './fault.ts'
import type { Module } from './nodes.ts'

export interface CheckOptions {
  /** True for notebook cells, where `await` needs no function around it. */
  readonly allowsTopLevelAwait?: boolean
}

/**
 * What CPython's `compile` refuses though its grammar accepts it: `return` outside a function, an argument given twice,
 * `nonlocal` that names nothing. In the order of the text; a module with error nodes may be given too.
 */
export function checkModule(module: Module, options: CheckOptions = {}): readonly SyntaxFault[] {
  const checker = new StatementChecker(options.allowsTopLevelAwait ?? false)
  checker.module(module)
  return checker.faults.toSorted((a, b) => a.start - b.start)
}
