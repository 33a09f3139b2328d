// npm run bench            lists the measurements
// npm run bench -- NAME    runs one, both sides in one go; --json prints {name, figures: [{name, value, unit, goal, ok}]}
import { readdirSync } from 'node:fs'

const args = process.argv.slice(2)
const wantsJson = args.includes('--json')
const [wanted] = args.filter((arg) => !arg.startsWith('--'))
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.slice(0, -'.bench.mjs'.length))
  .sort()

if (!wanted) {
  for (const name of names) {
    const { description } = await import(`./${name}.bench.mjs`)
    process.stdout.write(`${name.padEnd(20)} ${description}\n`)
  }
} else if (!names.includes(wanted)) {
  process.stderr.write(`There is no measurement "${wanted}". There are: ${names.join(', ')}.\n`)
  process.exitCode = 2
} else {
  const { measure } = await import(`./${wanted}.bench.mjs`)
  const figures = await measure()
  const report = { name: wanted, figures }
  process.stdout.write(wantsJson ? `${JSON.stringify(report)}\n` : table(report))
  process.exitCode = figures.every(({ ok }) => ok !== false) ? 0 : 1
}

function table({ name, figures }) {
  const size = Math.max(...figures.map((figure) => figure.name.length))
  const rows = figures.map(({ name: label, value, unit, goal, ok }) => {
    const mark = ok === undefined ? ' ' : ok ? '✓' : '✗'
    const aim = goal === undefined ? '' : `   goal ${goal}`
    return `${mark} ${label.padEnd(size)}  ${String(value).padStart(10)} ${unit}${aim}`
  })
  return `${name}\n${rows.join('\n')}\n`
}
