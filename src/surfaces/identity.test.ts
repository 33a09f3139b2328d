import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommandLine } from '../../test/command-line.ts'
import { accessKeyOperation } from '../api/operations/access-key.ts'
import { createCordon } from './cordon.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-identity-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
write('jwks.json', JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }] }))
const policy = `version: 1
roles:
  analyst: { permissions: ["bonds:read:INTERNAL"] }
datasets:
  bonds: { classification: INTERNAL, rows: { analyst: "true" } }
identity:
  token:
    issuer: https://issuer.example
    audience: cordon
    jwks: jwks.json
    algorithms: [EdDSA]
    group-roles: { desk: analyst }
    claims: { attributes: { region: region } }
`
const config = write('cordon.yaml', policy)
const strict = write('strict.yaml', `${policy}  api-keys: keys.json\n  principal-files: refuse\n`)
write('keys.json', '{"keys": []}')
const ana = write('ana.json', '{"id": "ana", "roles": ["analyst"]}')

function token(claims: object): string {
  const exp = Math.floor(Date.now() / 1000) + 600
  const said = { iss: 'https://issuer.example', aud: 'cordon', sub: 'ana', exp, ...claims }
  const parts = [{ alg: 'EdDSA', kid: 'k' }, said].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  const text = parts.join('.')
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
}

const explain = (...args: readonly string[]) =>
  runCommandLine(['access', 'explain', '--data', 'bonds', '--json', ...args])

describe('--token-file', () => {
  test('a token says who it is, with roles by group; roles of other programs mean nothing', async () => {
    const path = write('t.jwt', `${token({ groups: ['desk'], roles: ['root'] })}\n`)
    const { code, out } = await explain('--token-file', path, '--config', config)
    expect(code).toBe(0)
    expect(JSON.parse(out).datasets[0].permissions[0]).toMatchObject({ isPermitted: true })
  })

  test('a token with too many groups is refused', async () => {
    const path = write('over.jwt', token({ _claim_names: { groups: 'src1' } }))
    const { code, out } = await explain('--token-file', path, '--config', config)
    expect(code).toBe(2)
    expect(out).toContain('more groups than a token holds')
  })

  test('both ways at once are refused', async () => {
    const { code } = await explain('--token-file', ana, '--as', ana, '--config', config)
    expect(code).toBe(2)
  })

  test('plain principal files can be refused', async () => {
    const { code, out } = await explain('--as', ana, '--config', strict)
    expect([code, out.includes('refuses plain principal files')]).toEqual([2, true])
  })

  test('an API key that was made stands for its principal', async () => {
    const args = ['access', 'key', 'nightly', '--as', ana, '--config', config]
    const made = JSON.parse((await runCommandLine([...args, '--json'])).out)
    expect(accessKeyOperation.output.safeParse(made).success).toBe(true)
    write('keys.json', JSON.stringify({ keys: [made.entry] }))
    const { code, out } = await explain('--token-file', write('key', made.key), '--config', strict)
    expect([code, JSON.parse(out).datasets[0].permissions[0].isPermitted]).toEqual([0, true])
    const other = write('other', `${made.key.slice(0, -4)}AAAA`)
    expect((await explain('--token-file', other, '--config', strict)).code).toBe(2)
  })
})

describe('the library', () => {
  test('asks a resolver for the groups that a token cannot hold', async () => {
    const cordon = createCordon({ config, resolveGroups: async () => ['desk'] })
    const principal = await cordon.identify(
      token({ _claim_names: { groups: 'src1' }, region: 'EMEA' }),
    )
    await cordon.close()
    expect(principal).toEqual({
      id: 'ana',
      roles: ['analyst'],
      groups: ['desk'],
      attributes: { region: 'EMEA' },
    })
  })
})
