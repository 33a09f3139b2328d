import type { Family } from '../../rule.ts'
import { archiveExtracted } from './archive-extracted.ts'
import { archiveMemberPath } from './archive-member-path.ts'
import { checkBeforeUse } from './check-before-use.ts'
import { codeFileWritten } from './code-file-written.ts'
import { destructiveDelete } from './destructive-delete.ts'
import { fileDeleted } from './file-deleted.ts'
import { fileLeftOpen } from './file-left-open.ts'
import { fileOutsideFolder } from './file-outside-folder.ts'
import { filesEncrypted } from './files-encrypted.ts'
import { namesReadAsFiles } from './names-read-as-files.ts'
import { pathTraversal } from './path-traversal.ts'
import { permissiveFileMode } from './permissive-file-mode.ts'
import { predictableTemporaryName } from './predictable-temporary-name.ts'
import { secretFileRead } from './secret-file-read.ts'
import { sharedTemporaryPath } from './shared-temporary-path.ts'
import { startFileWritten } from './start-file-written.ts'

export const files: Family = {
  id: 'files',
  title: 'Files and paths',
  rules: [
    archiveExtracted,
    archiveMemberPath,
    checkBeforeUse,
    codeFileWritten,
    destructiveDelete,
    fileDeleted,
    fileLeftOpen,
    fileOutsideFolder,
    filesEncrypted,
    namesReadAsFiles,
    pathTraversal,
    permissiveFileMode,
    predictableTemporaryName,
    secretFileRead,
    sharedTemporaryPath,
    startFileWritten,
  ],
}
