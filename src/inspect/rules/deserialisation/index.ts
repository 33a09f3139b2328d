import type { Family } from '../../rule.ts'
import { torchLoadUnsafe } from './torch-load-unsafe.ts'
import { unsafeUnpickling } from './unsafe-unpickling.ts'
import { yamlLoadUnsafe } from './yaml-load-unsafe.ts'

export const deserialisation: Family = {
  id: 'deserialisation',
  title: 'Unsafe deserialisation',
  rules: [torchLoadUnsafe, unsafeUnpickling, yamlLoadUnsafe],
}
