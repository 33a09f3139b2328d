/** Why a file or a folder can't be read, in words. */
export function readFaultOf(cause: unknown): { readonly code: string; readonly message: string } {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return { code, message: messages[code] ?? 'It cannot be read.' }
}

const messages: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder.',
  EACCES: 'It may not be read.',
  EPERM: 'It may not be read.',
  ELOOP: 'It is a link that leads back to itself.',
  ENAMETOOLONG: 'Its name is too long.',
  EISDIR: 'It is a folder.',
  ENOTDIR: 'Part of the path is no folder.',
  EMFILE: 'Too many files are open.',
  EIO: 'The disk could not read it.',
}
