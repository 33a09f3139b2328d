import { maskFor } from '../data/access.ts'
import { explainRows } from '../data/explain.ts'
import { compareMasks, type DatasetPolicy, type Mask, maskLabel } from '../data/policy.ts'
import { clearanceRefusal, useRefusal } from '../decide/decide.ts'
import type { ClearColumn, DatasetAccess } from '../decide/facts.ts'
import { isPermitted, operations } from '../decide/permissions.ts'
import type { Principal } from '../kernel/principal.ts'
import type { WrittenPolicy } from './explain-access.ts'

/** One thing that a caller may do or see differently under another policy. */
export interface AccessChange {
  readonly dataset: string
  /** `permission read`, `rows`, `column ISIN` or `other columns`. */
  readonly what: string
  readonly before: string
  readonly after: string
  /** `changed` where neither shows more than the other for certain. */
  readonly effect: 'wider' | 'narrower' | 'changed'
}

type Policy = WrittenPolicy['policy']

/** Compares what a caller may do and see under two policies; a dataset that one of them lacks is closed there. */
export function compareAccess(before: Policy, after: Policy, principal: Principal): AccessChange[] {
  const names = new Set([...before.datasets.keys(), ...after.datasets.keys()])
  return [...names].flatMap((dataset) => {
    const side = (policy: Policy): Side => ({ policy, dataset: policy.datasets.get(dataset) })
    const sides = [side(before), side(after)] as const
    return [
      ...permissionChanges(sides, principal),
      ...clearanceChanges(sides, principal),
      ...rowChanges(sides, principal),
      ...columnChanges(sides, principal),
    ].map((change) => ({ dataset, ...change }))
  })
}

interface Side {
  readonly policy: Policy
  readonly dataset: DatasetPolicy | undefined
}

type Sides = readonly [Side, Side]
type Change = Omit<AccessChange, 'dataset'>

function permissionChanges(sides: Sides, principal: Principal): Change[] {
  return operations.flatMap((operation): Change[] => {
    const [before, after] = sides.map(({ policy, dataset }) => {
      if (!dataset) return false
      const { name, classification } = dataset
      return isPermitted(principal, policy.roles, { dataset: name, operation, classification })
    })
    if (before === after) return []
    const show = (isAllowed: boolean | undefined) => (isAllowed ? 'allowed' : 'denied')
    const effect = after ? 'wider' : 'narrower'
    return [{ what: `permission ${operation}`, before: show(before), after: show(after), effect }]
  })
}

function clearanceChanges(sides: Sides, principal: Principal): Change[] {
  const [before, after] = sides.map(({ policy, dataset }) =>
    dataset ? clearanceRefusal(accessTo(dataset, []), principal, policy.decide) : 'no dataset',
  )
  const isSame = (before === undefined) === (after === undefined)
  if (isSame || before === 'no dataset' || after === 'no dataset') return []
  const show = (refusal: string | undefined) => (refusal === undefined ? 'enough' : 'not enough')
  const effect = after === undefined ? 'wider' : 'narrower'
  return [{ what: 'clearance', before: show(before), after: show(after), effect }]
}

function accessTo(
  { name, classification }: DatasetPolicy,
  clearColumns: readonly ClearColumn[],
): DatasetAccess {
  return { name, classification, clearColumns, isExported: false }
}

function rowChanges([one, two]: Sides, principal: Principal): Change[] {
  const granting = ({ dataset }: Side) =>
    dataset
      ? explainRows(dataset, principal).flatMap(({ condition, denial }) =>
          denial === undefined && condition.trim() !== 'false' ? [condition.trim()] : [],
        )
      : []
  const [before, after] = [granting(one), granting(two)]
  const holds = (all: string[], some: string[]) =>
    all.includes('true') || some.every((text) => all.includes(text))
  const [isWider, isNarrower] = [holds(after, before), holds(before, after)]
  if (isWider && isNarrower) return []
  const show = (texts: string[]) => texts.join(' || ') || 'none'
  const effect = isWider ? 'wider' : isNarrower ? 'narrower' : 'changed'
  return [{ what: 'rows', before: show(before), after: show(after), effect }]
}

function columnChanges([one, two]: Sides, principal: Principal): Change[] {
  const listed = [one, two].flatMap(({ dataset }) => [...(dataset?.columns.keys() ?? [])])
  const columns = [...new Set(listed)].map((name) => ({ name, what: `column ${name}` }))
  const others = { name: unlisted(listed), what: 'other columns' }
  return [...columns, others].flatMap(({ name, what }): Change[] => {
    const [before, after] = [seenIn(one, name, principal), seenIn(two, name, principal)]
    const [from, to] = [seenText(one, name, principal), seenText(two, name, principal)]
    if (from === to) return []
    // What an expression shows can be anything.
    const isOpen = before.kind === 'custom' || after.kind === 'custom'
    const order = isOpen ? 0 : compareMasks(after, before)
    const effect = order < 0 ? 'wider' : order > 0 ? 'narrower' : 'changed'
    return [{ what, before: from, after: to, effect }]
  })
}

function maskIn({ dataset }: Side, column: string, principal: Principal): Mask {
  return dataset ? maskFor(dataset, column, principal) : { kind: 'remove' }
}

/** What a caller gets of a column in the end: nothing where a run that uses it is denied. */
function seenIn(side: Side, column: string, principal: Principal): Mask {
  return isRefused(side, column, principal) ? { kind: 'remove' } : maskIn(side, column, principal)
}

function seenText(side: Side, column: string, principal: Principal): string {
  const text = maskText(maskIn(side, column, principal))
  return isRefused(side, column, principal) ? `${text}, and runs that use it are denied` : text
}

/** True where a column that is shown as it is asks for more than its dataset does, and the caller does not have that. */
function isRefused({ policy, dataset }: Side, column: string, principal: Principal): boolean {
  if (!dataset || maskFor(dataset, column, principal).kind !== 'none') return false
  const { classification = dataset.classification } = dataset.columns.get(column) ?? {}
  const isUsable = (columns: readonly ClearColumn[]) =>
    useRefusal(accessTo(dataset, columns), principal, policy) === undefined
  return isUsable([]) && !isUsable([{ name: column, classification }])
}

/** A constant is said with its value and a region with its places here, which the policy holds and not the data. */
function maskText(mask: Mask): string {
  if (mask.kind === 'region' && mask.places) {
    const regions = Object.entries(mask.places)
    const texts = regions.map(([region, places]) => `${region} (${places.join(', ')})`)
    return `generalize: ${texts.join(', ')}`
  }
  return mask.kind === 'constant' ? `constant: ${mask.value}` : maskLabel(mask)
}

function unlisted(listed: readonly string[]): string {
  let name = '*'
  while (listed.includes(name)) name += '*'
  return name
}
