/** How a path lies to the folder in which a script runs: its own, outside, or a place that holds secrets or the system. */
export type Place = 'inside' | 'outside' | 'sensitive'

const sensitive = [
  /^\/(etc|proc|sys|dev|boot|root|run)(\/|$)/,
  /^\/var\/(log|run|lib|spool)(\/|$)/,
  /(^|\/)\.(ssh|aws|gnupg|kube|docker|azure|config\/gcloud)(\/|$)/,
  /(^|\/)\.(bashrc|bash_profile|bash_login|bash_logout|bash_aliases|bash_history|profile|zshrc|zprofile|netrc|pgpass|npmrc|pypirc|gitconfig|git-credentials|env)$/,
  /(^|\/)(authorized_keys|id_rsa|id_ed25519|known_hosts|sitecustomize\.py|usercustomize\.py)$/,
  /^[a-z]:[\\/](windows|users)/i,
]
const harmlessDevices = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/stdin'])

/** Where a path leads. Relative paths and the private `/tmp` are the script's own, unless `..` leads out. */
export function placeOf(path: string): Place {
  if (path === '' || harmlessDevices.has(path)) return 'inside'
  const plain = normalise(path)
  if (sensitive.some((pattern) => pattern.test(plain))) return 'sensitive'
  if (plain === '/tmp' || plain.startsWith('/tmp/')) return 'inside'
  const leavesOwn = plain.startsWith('/') || plain.startsWith('~') || plain === '..'
  return leavesOwn || plain.startsWith('../') || /^[a-z]:[\\/]|^\\\\/i.test(path)
    ? 'outside'
    : 'inside'
}

/** A folder of the system's own programs and settings, where nothing but an installer writes. */
export function isSystemFolder(path: string): boolean {
  return /^\/(usr|bin|sbin|lib(32|64)?|opt|boot|etc|var|srv)(\/|$)/.test(normalise(path))
}

/** A path of an address: `http://…`, `s3://…`, `file://…`, `simplecache::https://…`. */
export function isAddress(path: string): boolean {
  return /^([a-z][a-z0-9+.-]*::)*[a-z][a-z0-9+.-]*:\/\//i.test(path)
}

/** Without `.`, doubled slashes, and `..` that can be taken back. */
function normalise(path: string): string {
  const isAbsolute = path.startsWith('/')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !isAbsolute) parts.push(part)
  }
  return (isAbsolute ? '/' : '') + parts.join('/')
}
