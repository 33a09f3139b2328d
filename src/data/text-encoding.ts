import { open } from 'node:fs/promises'
import { CordonError } from '../kernel/errors.ts'
import type { SourceFile } from './source-file.ts'

/** How a text file is encoded: as declared, else by its byte order mark, else UTF-8. Throws `data-invalid` for big-endian UTF-16. */
export async function encodingOf(file: SourceFile): Promise<'utf-8' | 'utf-16' | 'latin-1'> {
  const handle = await open(file.path)
  try {
    const mark = Buffer.alloc(2)
    await handle.read(mark, 0, 2, 0)
    if (mark.equals(Buffer.from([0xfe, 0xff]))) {
      throw new CordonError(
        'data-invalid',
        `${JSON.stringify(file.shownPath)} is big-endian UTF-16.`,
        { help: 'Save the file as UTF-8.' },
      )
    }
    if (mark.equals(Buffer.from([0xff, 0xfe]))) return 'utf-16'
    return file.writing.encoding ?? 'utf-8'
  } finally {
    await handle.close()
  }
}

/** True for a file that can be checked to be UTF-8. */
export async function isUtf8(file: SourceFile): Promise<boolean> {
  return (await encodingOf(file)) === 'utf-8'
}
