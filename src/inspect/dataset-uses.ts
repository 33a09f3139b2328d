import type { DatasetUse, Known } from '../kernel/capabilities.ts'
import type { Node } from '../python/nodes.ts'
import { columnsOf } from './column-uses.ts'
import type { Context } from './context.ts'
import { grain } from './grain.ts'
import { Grains } from './grains.ts'
import { namesInTexts } from './names-in-texts.ts'
import { nodesOf } from './nodes-of.ts'

/** Which datasets the code uses, which of their columns, and whether one may leave row by row. */
export function datasetUses(context: Context, datasets: readonly string[]): Known<DatasetUse> {
  const names = new Set(nodesOf(context.meaning.bindings, ['Name']).map(({ node }) => node.id))
  if (dynamicAttributes.some((attribute) => context.attributes.has(attribute))) names.add('vars')
  const inTexts = namesInTexts(context)
  const hasDynamicNames =
    inTexts === 'unknown' || dynamicNames.some((name) => names.has(name)) || hasPrivateNames(names)
  const inText = inTexts === 'unknown' ? [] : [...inTexts]
  const isOpen = hasDynamicNames || names.has('datasets')
  const isUsed = (name: string) => isOpen || names.has(name) || inText.includes(name)
  return datasets.filter(isUsed).map((name) => {
    if (hasDynamicNames) return { name, columns: 'unknown', isExported: true }
    const grains = new Grains(context, name)
    return {
      name,
      columns: isOpen ? 'unknown' : columnsOf(context, name, inText),
      isExported:
        inText.some((one) => grains.ofName(one) >= grain.grouped) ||
        leavesRowByRow(context, grains),
    }
  })
}

/** Names by which a script can reach its variables without naming them. */
const dynamicNames = ['globals', 'locals', 'vars', '__builtins__', '__main__', 'eval', 'exec']

/** An exception has the object that it is about in `obj`. */
const dynamicAttributes: readonly string[] = ['obj']

/** `__name` within a class is the variable `_Class__name`. */
function hasPrivateNames(names: ReadonlySet<string>): boolean {
  return [...names].some(
    (name) =>
      /^__\w*[^_]_?$/.test(name) && [...names].some((one) => one !== name && one.endsWith(name)),
  )
}

/** Calls that hand text to whoever reads the output. */
const outputs = new Set(['print', 'write', 'writelines', 'warn', 'display', 'pprint'])

function leavesRowByRow(context: Context, grains: Grains): boolean {
  const { module, meaning } = context
  const last = module.body.at(-1)
  const { bindings } = meaning
  const hasResult = nodesOf(bindings, ['Name']).some(
    ({ node }) => node.id === 'result' && node.ctx !== 'Load',
  )
  if (
    hasResult
      ? grains.ofName('result') >= grain.grouped
      : last?.kind === 'Expr' && grains.of(last.value) >= grain.grouped
  )
    return true
  const isCut = !nodesOf(bindings, ['Attribute', 'ImportFrom', 'Constant']).some(({ node }) =>
    setsDisplay(node),
  )
  return nodesOf(bindings, ['Raise', 'Assert', 'Call']).some(({ node, site }) =>
    leavesAt(node, grains, isCut && site.block.loop === null),
  )
}

/** Names by which a script changes how much of a frame pandas shows. */
const displaySettings = new Set(['set_option', 'option_context', 'options', 'reset_option'])

function setsDisplay(node: Node): boolean {
  if (node.kind === 'Attribute') return displaySettings.has(node.attr)
  if (node.kind === 'ImportFrom') return node.names.some(({ name }) => displaySettings.has(name))
  return node.kind === 'Constant' && node.value === 'set_option'
}

/** Rows that a statement shows: a frame that is printed as such shows only its head and tail, unless in a loop or set otherwise. */
function leavesAt(node: Node, grains: Grains, isCut: boolean): boolean {
  if (node.kind === 'Raise') return grains.of(node.exc) === grain.rows
  if (node.kind === 'Assert') return grains.of(node.msg) === grain.rows
  if (node.kind !== 'Call') return false
  const { func, args } = node
  const name = func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : ''
  if (!outputs.has(name)) return false
  return args.some((part) => grains.of(part) === grain.rows && (!isCut || !isPlainFrame(part)))
}

/** pandas cuts the text of a frame; what was turned into text, a list or an array before is not cut. */
function isPlainFrame(node: Node): boolean {
  if (node.kind === 'Name') return true
  if (node.kind === 'Subscript') return isPlainFrame(node.value)
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute') return false
  return (
    !/^(to_|tolist|item|iter|values|join|format)/.test(node.func.attr) &&
    isPlainFrame(node.func.value)
  )
}
