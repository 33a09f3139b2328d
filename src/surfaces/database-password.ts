import { readFileSync, statSync } from 'node:fs'
import type { DatabaseUser } from '../data/read/postgres.ts'
import { CordonError } from '../kernel/errors.ts'

/** The password of a database's user: PGPASSWORD, else the line of the file that PGPASSFILE names (PostgreSQL, "The Password File"). */
export function databasePassword(
  variables: Readonly<Record<string, string | undefined>>,
): (user: DatabaseUser) => string | undefined {
  return ({ host, port, database, user }) => {
    const { PGPASSWORD: password, PGPASSFILE: path } = variables
    if (password !== undefined || path === undefined) return password
    const wanted = [host, String(port), database, user]
    for (const line of readPrivate(path).split(/\r?\n/)) {
      const fields = [...line.matchAll(/((?:\\.|[^\\:])*)(?::|$)/g)].map(([, field = '']) =>
        field.replace(/\\(.)/g, '$1'),
      )
      if (wanted.every((text, at) => fields[at] === '*' || fields[at] === text)) return fields[4]
    }
    return undefined
  }
}

function readPrivate(path: string): string {
  try {
    const { mode } = statSync(path)
    if (process.platform === 'win32' || (mode & 0o077) === 0) return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CordonError('key-unavailable', `Cannot read the password file ${path}.`, { cause })
  }
  throw new CordonError('key-unavailable', `Others can read the password file ${path}.`, {
    help: `Run: chmod 600 ${path}`,
  })
}
