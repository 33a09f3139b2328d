import { didYouMean } from '../../kernel/closest.ts'
import { CordonError } from '../../kernel/errors.ts'
import type { SourceFile } from '../source-file.ts'

/** The table that a path names behind `#`, or the only one there is. Throws `data-invalid` where neither says which. */
export function chooseTable(
  tables: readonly string[],
  { shownPath, part }: Pick<SourceFile, 'shownPath' | 'part'>,
): string {
  const [only] = tables
  const shown = JSON.stringify(shownPath)
  if (part !== undefined) {
    if (tables.includes(part)) return part
    const message = `${shown} names a table that is not there${didYouMean(part, tables)}.`
    throw new CordonError('data-invalid', message)
  }
  if (only !== undefined && tables.length === 1) return only
  throw new CordonError('data-invalid', `${shown} holds ${tables.length} tables.`, {
    help: `Say which, as in PATH#TABLE${only === undefined ? '' : `; there are ${tables.slice(0, 20).join(', ')}`}.`,
  })
}
