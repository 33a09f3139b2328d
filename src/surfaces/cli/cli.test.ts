import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runCommandLine } from '../../../test/command-line.ts'
import { exampleConfiguration } from '../../api/operations/example-configuration.ts'
import { operations } from '../../api/operations.ts'
import type { Environment } from '../config.ts'
import { commands } from './commands.ts'

const environment: Environment = {
  isRoot: false,
  cacheDir: '/nonexistent/cache',
  stateDir: '/nonexistent/state',
  runDir: '/nonexistent/run',
  scriptTimeout: undefined,
  wantsColor: false,
  variables: {},
}
const configuration = [
  '--config',
  new URL('../../../examples/bonds/cordon.yaml', import.meta.url).pathname,
]

const cordon = (args: readonly string[], input = '') => runCommandLine(args, { input, environment })

describe('the command line', () => {
  test('has a command for every operation that is to have one, and no other', () => {
    const offered = operations.filter(({ surfaces }) => surfaces.includes('cli'))
    expect(commands.map(({ name }) => name).sort()).toEqual(offered.map(({ name }) => name).sort())
  })

  test.each(commands.map(({ name }) => name))('%s explains itself with examples', async (name) => {
    const { code, out } = await cordon([...name.split(' '), '--help'])
    expect(code).toBe(0)
    expect(out).toContain(`Usage: cordon ${name}`)
    expect(out).toContain(`$ cordon ${name}`)
    expect(out).toContain('--json')
  })

  test.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['check'], 'There is no script to check.'],
    [['check', 'a.py', '--nope'], "unknown option '--nope'"],
    [['explain', 'dynamic-cod'], 'did you mean "dynamic-code"?'],
    [['check', 'missing.py'], 'Cannot read missing.py: there is no such file'],
  ])('%o is wrong usage', async (args, message) => {
    const { code, out, err } = await cordon(args)
    expect(err).toContain(message)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  test('a machine gets errors as one document too', async () => {
    const { code, out, err } = await cordon(['check', 'missing.py', '--json'])
    expect({ code, err }).toEqual({ code: 2, err: '' })
    expect(JSON.parse(out)).toMatchObject({
      document: 'cordon.error/1',
      error: { code: 'input-unreadable' },
    })
  })

  test.each([
    [['frobnicate', '--json'], "unknown command 'frobnicate'"],
    [['run', '--json'], "missing required argument 'script'"],
    [['check', 'a.py', '--json', '--nope'], "unknown option '--nope'"],
    [['ledger', '--json'], "unknown option '--json'"],
    [['--json'], "unknown option '--json'"],
  ])('a machine gets %o as one document, too', async (args, message) => {
    const { code, out, err } = await cordon(args)
    expect({ code, err }).toEqual({ code: 2, err: '' })
    const { document, error } = JSON.parse(out)
    expect({ document, code: error.code }).toEqual({
      document: 'cordon.error/1',
      code: expect.any(String),
    })
    expect(error.message).toContain(message)
    expect(error.help).not.toBeNull()
  })

  test.each(['', 'ledger', 'data', 'access'])(
    'cordon %s alone shows what there is',
    async (group) => {
      const { code, out, err } = await cordon(group === '' ? [] : [group])
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toContain('Commands:')
      expect(err).not.toContain('error:')
    },
  )

  test.each([
    ['result = 1', 0, 'allow'],
    ['import os\nos.system("rm -rf /")', 1, 'deny'],
    ['result = bonds', 0, 'allow'],
  ])('check of %o ends with %i', async (script, exit, verdict) => {
    const { code, out } = await cordon(['check', '-', '--json', ...configuration], script)
    const document = JSON.parse(out)
    const operation = operations.find(({ name }) => name === 'check')
    expect(operation?.output.safeParse(document).error).toBeUndefined()
    expect({ code, verdict: document.verdict }).toEqual({ code: exit, verdict })
  })

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    )
    expect(await cordon(['--version'])).toMatchObject({ code: 0, out: `${version}\n` })
  })

  test('explain shows a rule with its severity and weaknesses', async () => {
    const { code, out } = await cordon(['explain', 'dynamic-code'])
    expect(code).toBe(0)
    expect(out).toContain('CWE-95')
    expect(out).toContain('How to fix')
  })
})

describe('generated pages are what the code says', () => {
  test('docs/cli.md', async () => {
    const pages = await Promise.all(
      commands.map(async ({ name }) => (await cordon([...name.split(' '), '--help'])).out),
    )
    const sections = commands.map(
      ({ name }, at) => `## cordon ${name}\n\n\`\`\`\n${pages[at]?.trimEnd()}\n\`\`\`\n`,
    )
    const { out } = await cordon(['--help'])
    const text = `# Command line\n\n\`\`\`\n${out.trimEnd()}\n\`\`\`\n\n${sections.join('\n')}`
    await expect(text).toMatchFileSnapshot('../../../docs/cli.md')
  })

  test('docs/configuration.md', () => {
    const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8')
    expect(page).toContain(`\`\`\`yaml\n${exampleConfiguration}\`\`\``)
  })
})
