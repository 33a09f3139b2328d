import type { Family } from '../../rule.ts'
import { fileDeleted } from './file-deleted.ts'
import { fileOutsideFolder } from './file-outside-folder.ts'
import { pathTraversal } from './path-traversal.ts'

export const files: Family = {
  id: 'files',
  title: 'Files and paths',
  rules: [fileDeleted, fileOutsideFolder, pathTraversal],
}
