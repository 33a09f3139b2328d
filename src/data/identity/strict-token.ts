import { isJsonObject, type Json } from '../../kernel/json.ts'

/** The two parts of a token that are JSON, read but not yet believed. */
export interface UnverifiedToken {
  readonly header: { readonly [name: string]: Json }
  readonly claims: { readonly [name: string]: Json }
}

const limitCharacters = 64 * 1024

/**
 * Reads a compact JWS (RFC 7515) more strictly than the RFC demands of readers: base64url in its one canonical form, UTF-8, no
 * name twice in an object (two readers could each take another). Undefined where it is none.
 */
export function readStrictToken(token: string): UnverifiedToken | undefined {
  if (token.length > limitCharacters) return undefined
  const [header, claims, signature, ...rest] = token.split('.')
  if (!header || !claims || !signature || rest.length > 0) return undefined
  if (![header, claims, signature].every(isCanonical)) return undefined
  const [read, said] = [objectOf(header), objectOf(claims)]
  return read && said && { header: read, claims: said }
}

function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part
}

function objectOf(part: string): UnverifiedToken['header'] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'))
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) && !hasNameTwice(text) ? value : undefined
  } catch {
    return undefined
  }
}

/** True where an object of a valid JSON text names a member twice, however the name is escaped. */
export function hasNameTwice(json: string): boolean {
  const open: (Set<string> | undefined)[] = []
  const pattern = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g
  for (const [text, isName] of json.matchAll(pattern)) {
    if (text === '{') open.push(new Set())
    else if (text === '[') open.push(undefined)
    else if (text === '}' || text === ']') open.pop()
    else if (isName !== undefined) {
      const name = String(JSON.parse(text.slice(0, text.lastIndexOf('"') + 1)))
      const names = open.at(-1)
      if (names?.has(name)) return true
      names?.add(name)
    }
  }
  return false
}
