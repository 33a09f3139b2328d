import { type Classification, classifications } from '../kernel/classification.ts'
import type { Principal } from '../kernel/principal.ts'

export const operations = [
  'read',
  'aggregate',
  'export',
  'prompt',
  'approve',
  'administer',
] as const
export type Operation = (typeof operations)[number]

/** One permission: a dataset (or `*`), an operation (or `*`) and the highest classification it covers (or `*`). */
export interface Permission {
  readonly dataset: string
  readonly operation: Operation | '*'
  readonly classification: Classification | '*'
}

/** Role name to what it may do and what no other role gives back, as permission texts. */
export type Roles = Readonly<
  Record<string, { readonly permissions: readonly string[]; readonly deny: readonly string[] }>
>

export interface Access {
  readonly dataset: string
  readonly operation: Operation
  readonly classification: string
}

/** Reads `dataset:operation:CLASSIFICATION`; else says in words what is wrong. */
export function parsePermission(text: string): Permission | { readonly problem: string } {
  const [dataset = '', operation = '', classification = '', ...rest] = text.split(':')
  if (rest.length > 0 || !dataset || !operation || !classification) {
    return { problem: `"${text}" is no permission; write dataset:operation:CLASSIFICATION` }
  }
  if (!isOneOf(operation, [...operations, '*'] as const)) {
    return { problem: `"${operation}" is no operation; use ${operations.join(', ')} or *` }
  }
  if (!isOneOf(classification, [...classifications, '*'] as const)) {
    return {
      problem: `"${classification}" is no classification; use ${classifications.join(', ')} or *`,
    }
  }
  return { dataset, operation, classification }
}

/** The line of the policy that decides on an access: `index` counts the texts of a role's list. */
export interface PermissionLine {
  readonly role: string
  readonly list: 'permissions' | 'deny'
  readonly index: number
  readonly text: string
}

/** Whether an access is permitted, and the line that says so; nothing says so where no role grants it. */
export interface PermissionAnswer {
  readonly isPermitted: boolean
  readonly by?: PermissionLine
}

/** True when a role of the principal grants the access and none denies it. An unknown classification is never covered. */
export function isPermitted(principal: Principal, roles: Roles, access: Access): boolean {
  return explainPermission(principal, roles, access).isPermitted
}

/** As `isPermitted`, with the first denial that applies, else the first permission. */
export function explainPermission(
  principal: Principal,
  roles: Roles,
  access: Access,
): PermissionAnswer {
  const names = [...new Set([...principal.roles, ...principal.groups])]
  const find = (list: PermissionLine['list'], applies: (text: string) => boolean) => {
    for (const role of names) {
      const texts = Object.hasOwn(roles, role) ? (roles[role]?.[list] ?? []) : []
      const index = texts.findIndex(applies)
      if (index >= 0) return { role, list, index, text: texts[index] ?? '' }
    }
    return undefined
  }
  const denial = find('deny', (text) => touches(text, access))
  if (denial) return { isPermitted: false, by: denial }
  const grant = find('permissions', (text) => covers(text, access))
  return grant ? { isPermitted: true, by: grant } : { isPermitted: false }
}

/** How far a caller may go with a dataset: see its rows, only learn of groups of them, or nothing. */
export type AccessLevel = 'read' | 'aggregate' | 'none'

/** The furthest that the roles of a caller let it go with data of a classification. */
export function accessLevel(
  principal: Principal,
  roles: Roles,
  data: Omit<Access, 'operation'>,
): AccessLevel {
  const levels = ['read', 'aggregate'] as const
  return levels.find((operation) => isPermitted(principal, roles, { ...data, operation })) ?? 'none'
}

/** The most protected of some classifications; one that is not known is above all others. */
export function highestClassification(all: readonly string[]): string {
  const place = (text: string) => (rank(text) < 0 ? classifications.length : rank(text))
  return all.toSorted((a, b) => place(b) - place(a))[0] ?? classifications[0]
}

/** True where a clearance is known and at least as high as a classification that is known. */
export function dominates(clearance: unknown, classification: string): boolean {
  const level = rank(classification)
  return typeof clearance === 'string' && level >= 0 && rank(clearance) >= level
}

function covers(text: string, access: Access): boolean {
  const permission = parsePermission(text)
  if ('problem' in permission || !namesAccess(permission, access)) return false
  if (permission.classification === '*') return true
  const level = rank(access.classification)
  return level >= 0 && level <= rank(permission.classification)
}

/** A denial reaches its classification and everything more protected. */
function touches(text: string, access: Access): boolean {
  const permission = parsePermission(text)
  if ('problem' in permission) return true
  if (!namesAccess(permission, access)) return false
  if (permission.classification === '*') return true
  const level = rank(access.classification)
  return level < 0 || level >= rank(permission.classification)
}

function namesAccess(permission: Permission, access: Access): boolean {
  const isDataset = permission.dataset === '*' || permission.dataset === access.dataset
  return isDataset && (permission.operation === '*' || permission.operation === access.operation)
}

function rank(classification: string): number {
  return (classifications as readonly string[]).indexOf(classification)
}

function isOneOf<T extends string>(text: string, values: readonly T[]): text is T {
  return (values as readonly string[]).includes(text)
}
