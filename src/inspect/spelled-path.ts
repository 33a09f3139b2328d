import type { Call, Expression, Name } from '../python/nodes.ts'
import type { Site } from '../python/scopes.ts'
import { lookUp } from '../python/scopes.ts'
import { unknownPart } from './command-line.ts'
import type { Context } from './context.ts'

/** Stands for whatever lies in a folder that the code walks through. */
export const walkedPart = '**'

const deepest = 24
/** Expressions that one path is put together from, at most, and characters of it. */
const mostParts = 200
const longest = 4_096

/**
 * The path that an expression spells, with `/` between its parts, `..` for a folder above, `~` for the home folder and
 * `unknownPart` for what is only known at run time: texts, `os.path.join`, `pathlib` with all its ways to go up and down.
 */
export function spelledPath(
  node: Expression,
  site: Site,
  context: Context,
  budget = { left: mostParts, depth: 0 },
): string {
  const known = context.meaning.text(node, site)
  if (known !== undefined) return known.slice(0, longest)
  if (budget.left-- <= 0 || budget.depth >= deepest) return unknownPart
  const spell = (part: Expression, at = site) => {
    budget.depth++
    const path = spelledPath(part, at, context, budget).slice(0, longest)
    budget.depth--
    return path
  }
  switch (node.kind) {
    case 'BinOp':
      if (node.op === 'Div') return joined([spell(node.left), spell(node.right)])
      return node.op === 'Add' ? spell(node.left) + spell(node.right) : unknownPart
    case 'JoinedStr':
      return node.values.map((part) => spell(part)).join('')
    case 'FormattedValue':
    case 'NamedExpr':
      return spell(node.value)
    case 'Attribute':
      return node.attr === 'parent' ? above(spell(node.value)) : unknownPart
    case 'Subscript':
      return homeIn(node, site, context) ?? levelsAbove(node, site, context, spell) ?? unknownPart
    case 'Name':
      return named(node, site, context, spell)
    case 'Call':
      return called(node, site, context, spell)
    default:
      return unknownPart
  }
}

type Spell = (part: Expression, at?: Site) => string

const currentFolder = new Set(['pathlib.Path.cwd', 'os.getcwd', 'os.getcwdb'])
const homeFolder = new Set(['pathlib.Path.home', 'pathlib.Path().home'])
const asItIs = new Set(['os.path.abspath', 'os.path.realpath', 'os.path.normpath', 'os.fspath'])
const unchanging = new Set(['resolve', 'absolute', 'expanduser', 'as_posix'])

function called(node: Call, site: Site, context: Context, spell: Spell): string {
  const { func, args } = node
  const names = context.meaning.paths(func, site)
  const has = (set: ReadonlySet<string>) => names.some((name) => set.has(name))
  if (has(currentFolder)) return ''
  if (has(homeFolder)) return '~'
  if (names.includes('tempfile.gettempdir')) return '/tmp'
  if (names.some((name) => /^(pathlib\.\w*Path|os\.path\.join)$/.test(name))) {
    return joined(args.map((part) => spell(part)))
  }
  const [first] = args
  if (
    first &&
    (has(asItIs) || names.includes('builtins.str') || names.includes('os.path.expanduser'))
  )
    return spell(first)
  if (first && names.includes('os.path.dirname')) return above(spell(first))
  if (names.some((name) => /^os\.(environ\.get|getenv)$/.test(name))) {
    return isHome(first, site, context) ? '~' : unknownPart
  }
  if (func.kind !== 'Attribute') return unknownPart
  if (func.attr === 'joinpath') return joined([func.value, ...args].map((part) => spell(part)))
  return unchanging.has(func.attr) ? spell(func.value) : unknownPart
}

function named(node: Name, site: Site, context: Context, spell: Spell): string {
  const [found, more] = lookUp(node.id, site, node.start).bindings
  if (!found || more || !('value' in found.bound)) return unknownPart
  const { bound } = found
  if (bound.kind === 'value') return spell(bound.value.node, bound.value.site)
  return bound.kind === 'item'
    ? walked(bound.value.node, bound.value.site, context, {
        spell,
        index: bound.indexes.at(-1) ?? null,
      })
    : unknownPart
}

/** `for folder, … in os.walk(top)`, `for path in Path(top).rglob('*')`. */
function walked(
  node: Expression,
  site: Site,
  context: Context,
  { spell, index }: { readonly spell: Spell; readonly index: number | null },
): string {
  if (node.kind !== 'Call') return unknownPart
  const [first] = node.args
  const names = context.meaning.paths(node.func, site)
  if (first && names.some((name) => /^glob\.i?glob$/.test(name))) return spell(first)
  if (first && index === 0 && names.some((name) => /^os\.f?walk$/.test(name))) {
    return joined([spell(first), walkedPart])
  }
  const isBelow = names.some((name) => /^pathlib\.Path\(\)\.(iterdir|rglob|glob)$/.test(name))
  return isBelow && node.func.kind === 'Attribute'
    ? joined([spell(node.func.value), walkedPart])
    : unknownPart
}

/** `path.parents[1]`. */
function levelsAbove(
  { value, slice }: Expression & { kind: 'Subscript' },
  site: Site,
  { meaning }: Context,
  spell: Spell,
): string | undefined {
  if (value.kind !== 'Attribute' || value.attr !== 'parents') return undefined
  const [level] = meaning.values(slice, site)
  if (level?.kind !== 'number' || Number(level.value) < 0 || Number(level.value) > deepest)
    return undefined
  let path = spell(value.value)
  for (let left = Number(level.value); left >= 0; left--) path = above(path)
  return path
}

function homeIn(
  { value, slice }: Expression & { kind: 'Subscript' },
  site: Site,
  context: Context,
): string | undefined {
  const isEnvironment = context.meaning.paths(value, site).includes('os.environ')
  if (!isEnvironment) return undefined
  return isHome(slice, site, context) ? '~' : unknownPart
}

function isHome(name: Expression | undefined, site: Site, { meaning }: Context): boolean {
  return /^(HOME|USERPROFILE)$/.test(meaning.text(name, site) ?? '')
}

/** Parts as `os.path.join` puts them together: one that begins at the root starts anew. */
function joined(parts: readonly string[]): string {
  let path = ''
  for (const part of parts) {
    if (part.startsWith('/') || path === '') path = part
    else if (part !== '') path += path.endsWith('/') ? part : `/${part}`
  }
  return path
}

/** The folder that a path lies in. */
function above(path: string): string {
  const plain = path.replace(/\/+$/, '')
  if (plain === '' || plain === '.' || /(^|\/)\.\.$/.test(plain)) {
    return plain === '' || plain === '.' ? '..' : `${plain}/..`
  }
  if (plain === '~') return '/home'
  const end = plain.lastIndexOf('/')
  return end < 0 ? '' : plain.slice(0, end) || '/'
}
