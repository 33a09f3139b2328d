import type { Credential } from './credentials.ts'
import { endToEnd, type HeaderLine } from './headers.ts'
import type { EgressRule } from './policy.ts'

/** What the gateway adds to a request for its rule's credential. */
export interface Additions {
  readonly lines: readonly HeaderLine[]
  /** What no answer may show. */
  readonly secrets: readonly string[]
  /** The credential whose client certificate is shown. */
  readonly shows: string | undefined
}

/** Gets a rule's credential ready; throws a TypeError where it is not there, so that nothing goes out without it. */
export async function additionsFor(
  { credential: name }: EgressRule,
  credentials: ReadonlyMap<string, Credential>,
): Promise<Additions> {
  if (name === undefined) return { lines: [], secrets: [], shows: undefined }
  const credential = credentials.get(name)
  if (credential === undefined) throw new TypeError('a rule names a credential that is not there')
  if (credential.kind === 'client-certificate') return { lines: [], secrets: [], shows: name }
  const { value, secrets } = await credential.now()
  return { lines: [[credential.header, value]], secrets, shows: undefined }
}

/** The headers as they go out: the code's own, less those that are the gateway's to say; `Host` and framing come later. */
export function outgoingHeaders(
  theirs: readonly HeaderLine[],
  { lines, secrets }: Additions,
  requestId: string,
): HeaderLine[] {
  const ours: HeaderLine[] = [['X-Request-Id', requestId], ...lines]
  // A compressed or partial answer could show a secret that nobody sees here.
  const isSecret = secrets.length > 0
  if (isSecret) ours.push(['Accept-Encoding', 'identity'])
  const replaced = new Set([...rerouting, ...ours.map(([name]) => name.toLowerCase())])
  if (isSecret) replaced.add('range')
  return [...endToEnd(theirs).filter(([name]) => !replaced.has(name.toLowerCase())), ...ours]
}

/** What names a place or a path beside those that were judged, or says who asks: for proxies to say, and never for code. */
const rerouting: readonly string[] = [
  ...['host', 'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port'],
  ...['x-forwarded-proto', 'x-forwarded-prefix', 'x-forwarded-path', 'x-forwarded-server'],
  ...['x-real-ip', 'x-client-ip', 'true-client-ip', 'x-host', 'x-original-host'],
  ...['x-http-host-override', 'x-original-url', 'x-rewrite-url', 'x-original-uri'],
]
