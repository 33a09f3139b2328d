import { open } from 'node:fs/promises'
import type { SourceFile } from './source-file.ts'

/** How a text file is encoded; UTF-16 by the order of its bytes. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1'

/** A file's encoding: by its byte order mark, else as declared, else UTF-8. */
export async function encodingOf(file: SourceFile): Promise<TextEncoding> {
  const handle = await open(file.path)
  try {
    const mark = Buffer.alloc(2)
    await handle.read(mark, 0, 2, 0)
    if (mark.equals(Buffer.from([0xfe, 0xff]))) return 'utf-16be'
    if (mark.equals(Buffer.from([0xff, 0xfe]))) return 'utf-16le'
    const { encoding = 'utf-8' } = file.writing
    return encoding === 'utf-16' ? 'utf-16le' : encoding
  } finally {
    await handle.close()
  }
}

/** True for a file that can be checked to be UTF-8. */
export async function isUtf8(file: SourceFile): Promise<boolean> {
  return (await encodingOf(file)) === 'utf-8'
}
