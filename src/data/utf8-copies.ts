import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CordonError } from '../kernel/errors.ts'
import type { SourceFile } from './source-file.ts'
import { encodingOf } from './text-encoding.ts'

/** UTF-8 copies of a source's files for the time in which it is read, in a folder of their own that only this user can enter. */
export interface Utf8Copies {
  /** In the order of the source's files. */
  readonly paths: readonly string[]
  readonly remove: () => void
}

/**
 * Copies of a CSV source whose files are UTF-16, of which the engine reads neither big-endian ones nor signs beyond the basic
 * plane; undefined for any other. Throws `data-invalid` where a file is not UTF-16 text.
 */
export async function copyAsUtf8(
  source: SourceFile,
  signal: AbortSignal | undefined,
): Promise<Utf8Copies | undefined> {
  const files = source.files ?? [source]
  if (source.format !== 'csv') return undefined
  // Files of several encodings are refused where their headers are compared.
  if (!(await Promise.all(files.map(encodingOf))).every(isUtf16)) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'cordon-utf8-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const paths: string[] = []
    for (const [index, file] of files.entries()) {
      const path = join(folder, `${index}.csv`)
      await copy(file, path, signal)
      paths.push(path)
    }
    return { paths, remove }
  } catch (error) {
    remove()
    throw error
  }
}

function isUtf16(encoding: string): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be'
}

async function copy(file: SourceFile, path: string, signal: AbortSignal | undefined) {
  const decoder = new TextDecoder(await encodingOf(file), { fatal: true })
  const out = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 20 })) {
      signal?.throwIfAborted()
      await out.writeFile(decoder.decode(chunk as Buffer, { stream: true }))
    }
    await out.writeFile(decoder.decode())
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CordonError('data-invalid', `${JSON.stringify(file.shownPath)}: not UTF-16 text.`, {
      help: 'Save the file as UTF-8.',
    })
  } finally {
    await out.close()
  }
}
