import { quoteText } from './sql.ts'
import { tokenLabel } from './tokens.ts'

/** Place holders of the HMAC pads of a key, whose bytes never are SQL text. */
export interface PadPlaces {
  readonly inner: string
  readonly outer: string
}

/** SQL for HMAC-SHA-256 (RFC 2104) of a BLOB, as 64 hexadecimal digits. */
export function hmacSql(bytes: string, { inner, outer }: PadPlaces): string {
  return `sha256(${outer} || unhex(sha256(${inner} || ${bytes})))`
}

/**
 * SQL for a keyed pseudonym of a text, HMAC-SHA-256 (RFC 2104) cut to 128 bits, as `<column>:<32 hexadecimal digits>`, so that
 * it cannot pass for a real value. NULL stays NULL.
 */
export function hashSql(text: string, column: string, pads: PadPlaces): string {
  const prefix = quoteText(`${pseudonymPrefix(column)}:`)
  return `${prefix} || left(${hmacSql(`encode(${text})`, pads)}, 32)`
}

/** What pseudonyms and tokens of a column start with. */
export function pseudonymPrefix(column: string): string {
  const letters = column.toLowerCase().replace(/[^a-z0-9_]/g, '')
  return letters.slice(0, 16) || 'value'
}

/**
 * SQL for a token of a text that `restoreTokensIn` turns back: synthetic-IV encryption (Rogaway and Shrimpton, 2006) with
 * HMAC-SHA-256 both as the function that makes the IV and, in counter mode, as the key stream. The message is filled up to a
 * multiple of 16 bytes (ISO/IEC 7816-4), so that a token tells little of its text's length. NULL stays NULL.
 */
export function tokenSql(
  text: string,
  { column, version }: { readonly column: string; readonly version: number },
  pads: { readonly id: PadPlaces; readonly text: PadPlaces },
): string {
  // A list of one, mapped, is how a value gets a name inside an expression.
  const counted = `unhex(lpad(to_hex(i), 8, '0'))`
  const blocks = `list_transform(range((octet_length(m) + 31) // 32), lambda i: ${hmacSql(`iv || ${counted}`, pads.text)})`
  const stream = `unhex(left(array_to_string(${blocks}, ''), 2 * octet_length(m)))`
  const sealed = `CAST(xor(CAST(m AS BIT), CAST(${stream} AS BIT)) AS BLOB)`
  const encoded = `translate(to_base64(iv || ${sealed}), '+/=', '-_')`
  const withIv = `list_transform([unhex(left(${hmacSql('m', pads.id)}, 32))], lambda iv: ${encoded})[1]`
  const filling = `repeat('\\x00'::BLOB, (30 - strlen(${text}) % 16) % 16)`
  const message = `'\\x02'::BLOB || encode(${text}) || '\\x80'::BLOB || ${filling}`
  const prefix = quoteText(`${pseudonymPrefix(column)}:${tokenLabel(version)}.`)
  return `${prefix} || list_transform([${message}], lambda m: ${withIv})[1]`
}
