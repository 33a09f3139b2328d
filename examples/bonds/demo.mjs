// Shows the whole of Cordon on the bond desk example, one step after another. `npm run demo` prepares and starts it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const cli = fileURLToPath(new URL('../../dist/bundle/cordon.js', import.meta.url))
const out = join(here, 'out')
const data = join(here, 'bonds.parquet')

if (!existsSync(data)) step('make-data.mjs', [join(here, 'make-data.mjs')], 0)
rmSync(out, { recursive: true, force: true })
mkdirSync(out)

title('1. An analyst asks: which sectors paid the highest premium? A table and a chart come out.')
run('question.py', { as: 'analyst', out: 'analyst', expect: 0 })
title('2. The head of desk runs the same script: all desks of the region, so more rows.')
run('question.py', { as: 'head-of-desk', out: 'head-of-desk', expect: 0 })
title('3. The largest deals as the analyst sees them: pseudonyms for ISINs …')
run('largest.py', { as: 'analyst', expect: 0 })
title('   … and as the head of desk sees them: the ISINs themselves.')
run('largest.py', { as: 'head-of-desk', expect: 0 })
title('4. A script that would send the data away is denied, with the reasons in its own lines.')
run('denied.py', { as: 'analyst', expect: 1 })
title('5. A script that hands out the whole table is held for approval.')
run('held.py', { as: 'analyst', expect: 3 })
title('6. A script that looks harmless runs into the wall of the sandbox.')
run('stopped.py', { as: 'analyst', expect: 4 })
title('7. The receipt of step 1 verifies; with one word changed it does not.')
const receipt = join(out, 'analyst', 'receipt.json')
cordon(['verify', receipt, '--script', join(here, 'question.py')], 0)
const tampered = join(out, 'tampered.json')
writeFileSync(tampered, tamper(readFileSync(receipt, 'utf8')))
cordon(['verify', tampered], 1)
title('8. Every one of these runs is in the ledger, and the chain holds.')
cordon(['ledger', 'verify'], 0)
title(`Charts, tables and receipts: ${relative(process.cwd(), out)}/`)

function run(script, { as, out: name, expect }) {
  const keep = name ? ['--out', join(out, name)] : []
  const who = join(here, `${as}.json`)
  cordon(['run', join(here, script), '--data', `bonds=${data}`, '--as', who, ...keep], expect)
}

function cordon(args, expected) {
  const shown = args.map((arg) => relative(process.cwd(), arg) || arg)
  const config = ['--config', join(here, 'cordon.yaml')]
  process.stdout.write(
    `$ cordon ${args.map((arg, at) => (arg.startsWith('/') ? shown[at] : arg)).join(' ')}\n`,
  )
  step(`cordon ${args[0]}`, [cli, ...args, ...config], expected)
}

function step(name, args, expected) {
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status === expected) return
  process.stderr.write(`${name} ended with exit code ${status} instead of ${expected}.\n`)
  process.exit(1)
}

/** Changes who the receipt says the run was for, leaving everything else as it is. */
function tamper(text) {
  const envelope = JSON.parse(text)
  const statement = Buffer.from(envelope.payload, 'base64').toString()
  const changed = statement.replace('ana.lopez@example.com', 'eve.lopez@example.com')
  return JSON.stringify({ ...envelope, payload: Buffer.from(changed).toString('base64') })
}

function title(text) {
  process.stdout.write(`\n\u001b[1m${text}\u001b[0m\n`)
}
