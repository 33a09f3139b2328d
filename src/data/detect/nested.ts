/** One text or number inside JSON text, and the nearest key above it, which serves as a column's name. */
export type ChangePart = (text: string, name: string) => string

/** A string (its escapes unread), a number, or what opens or closes a level. */
const partPattern = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*|[{}[\]]/g

/**
 * JSON text with its texts, numbers and keys changed in place: what stays the same keeps its every character, and no depth hides
 * anything. A number that changes becomes a text.
 */
export function changeJson(json: string, change: ChangePart, name = ''): string {
  const above: string[] = []
  let near = name
  return json.replace(partPattern, (part, at: number) => {
    if (/^[[\]{}]/.test(part)) {
      near = step(part, near, above)
      return part
    }
    const text = textOf(part)
    const isKey = part.startsWith('"') && isBeforeColon(json, at + part.length)
    const changed = change(text, isKey ? '' : near)
    if (isKey) near = text
    return changed === text ? part : JSON.stringify(changed)
  })
}

/** The nearest key after a level is opened or closed. */
function step(part: string, near: string, above: string[]): string {
  if (part === '}' || part === ']') return above.pop() ?? near
  above.push(near)
  return near
}

function isBeforeColon(json: string, at: number): boolean {
  return /^\s*:/.test(json.slice(at, at + 64))
}

function textOf(part: string): string {
  if (part.startsWith('"')) return String(JSON.parse(part))
  return /[eE]/.test(part) ? String(Number(part)) : part
}

/** True for what can be read as a JSON object or list. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
