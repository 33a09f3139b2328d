import type { DatasetUse, Known } from '../kernel/capabilities.ts'
import type { Node } from '../python/nodes.ts'
import { columnsOf } from './column-uses.ts'
import type { Context } from './context.ts'
import { grain } from './grain.ts'
import { Grains } from './grains.ts'

/** Which datasets the code uses, which of their columns, and whether one may leave row by row. */
export function datasetUses(context: Context, datasets: readonly string[]): Known<DatasetUse> {
  const { nodes } = context.meaning.bindings
  const names = new Set<string>()
  for (const node of nodes) if (node.kind === 'Name') names.add(node.id)
  const hasDynamicNames = dynamicNames.some((name) => names.has(name))
  const isUsed = (name: string) => hasDynamicNames || names.has(name) || names.has('datasets')
  return datasets.filter(isUsed).map((name) => {
    const isOpen = hasDynamicNames || names.has('datasets')
    return {
      name,
      columns: isOpen ? 'unknown' : columnsOf(context, name),
      isExported: hasDynamicNames || leavesRowByRow(context, new Grains(context, name)),
    }
  })
}

/** Names by which a script can reach its variables without naming them. */
const dynamicNames = ['globals', 'locals', 'vars', '__builtins__', 'eval', 'exec']

/** Calls that hand text to whoever reads the output. */
const outputs = new Set(['print', 'write', 'writelines', 'warn', 'display', 'pprint'])

function leavesRowByRow(context: Context, grains: Grains): boolean {
  const { module, meaning } = context
  const last = module.body.at(-1)
  const hasResult = meaning.bindings.nodes.some(
    (node) => node.kind === 'Name' && node.id === 'result' && node.ctx !== 'Load',
  )
  if (
    hasResult
      ? grains.ofName('result') >= grain.grouped
      : last?.kind === 'Expr' && grains.of(last.value) >= grain.grouped
  )
    return true
  const isCut = !meaning.bindings.nodes.some(setsDisplay)
  return meaning.bindings.nodes.some((node, at) =>
    leavesAt(node, grains, isCut && meaning.bindings.sites[at]?.block.loop === null),
  )
}

/** Names by which a script changes how much of a frame pandas shows. */
const displaySettings = new Set(['set_option', 'option_context', 'options', 'reset_option'])

function setsDisplay(node: Node): boolean {
  if (node.kind === 'Attribute') return displaySettings.has(node.attr)
  if (node.kind === 'Alias') return displaySettings.has(node.name)
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
