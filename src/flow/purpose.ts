import type { Principal } from '../kernel/principal.ts'

/** What a caller works with the data for, as its attribute `purpose` says: pseudonyms of one purpose match no other's. */
export function purposeOf({ attributes }: Principal): string {
  const purpose = Object.hasOwn(attributes, 'purpose') ? attributes['purpose'] : undefined
  return typeof purpose === 'string' && purpose !== '' ? purpose : 'run'
}
