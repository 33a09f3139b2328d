import type { Expression } from '../python/nodes.ts'
import type { CallMatch } from './call-match.ts'
import { fileCalls, moveCalls, openCalls } from './tables/files.ts'

/** Methods of `pathlib.Path` that touch the file itself. */
export const pathMethods: readonly string[] = (
  'open read_text read_bytes write_text write_bytes unlink rmdir mkdir touch chmod iterdir glob rglob rename replace ' +
  'symlink_to hardlink_to'
)
  .split(' ')
  .map((method) => `pathlib.Path().${method}`)

/** Methods of a path that take another one. */
const takesPath = /\.(rename|replace|symlink_to|hardlink_to|glob|rglob)$/

/** Methods that only paths have, of an object of which nothing is known. */
export const pathOnlyMethods: readonly string[] = [
  'read_text',
  'read_bytes',
  'write_text',
  'write_bytes',
].map((method) => `.${method}`)

/** Further functions that take a path first. */
const others: ReadonlyMap<string, string> = new Map([
  ['flask.send_file', 'path_or_file'],
  ['quart.send_file', 'filename_or_io'],
  ['fastapi.responses.FileResponse', 'path'],
  ['starlette.responses.FileResponse', 'path'],
  ['django.http.FileResponse', 'streaming_content'],
  ['aiohttp.web.FileResponse', 'path'],
  ['torch.load', 'f'],
  ['joblib.load', 'filename'],
  ['matplotlib.pyplot.savefig', 'fname'],
  ['matplotlib.figure.Figure().savefig', 'fname'],
  ['keras.models.load_model', 'filepath'],
  ['aiofiles.open', 'file'],
  ['anyio.open_file', 'file'],
  ['anyio.Path', 'args'],
  ['configparser.ConfigParser().read', 'filenames'],
])
const secondArgument: ReadonlyMap<string, string> = new Map([
  ['torch.save', 'f'],
  ['joblib.dump', 'filename'],
  ['pickle.dump', 'file'],
])

/** Every function that uses the file whose path it is given. */
export const fileSinks: readonly string[] = [
  ...new Set([
    ...openCalls,
    ...fileCalls.keys(),
    ...moveCalls,
    ...others.keys(),
    ...secondArgument.keys(),
  ]),
].filter((name) => name !== 'pathlib.Path')

/** The arguments of such a call that are paths; for methods of a path also the path itself. */
export function pathArguments(call: CallMatch): readonly Expression[] {
  const found: (Expression | undefined)[] = []
  const isMethod = call.name.startsWith('pathlib.Path().') || pathOnlyMethods.includes(call.name)
  if (isMethod && call.node.kind === 'Attribute') found.push(call.node.value)
  if (isMethod && !takesPath.test(call.name)) return present(found)
  const second = secondArgument.get(call.name)
  if (second !== undefined) return present([call.argument(1, second)])
  if (moveCalls.includes(call.name)) found.push(call.argument(0, 'src'), call.argument(1, 'dst'))
  const paths = fileCalls.get(call.name)?.paths ?? [
    { at: 0, keyword: others.get(call.name) ?? 'file' },
  ]
  for (const { at, keyword } of paths) found.push(call.argument(at, keyword))
  return present(found)
}

function present(nodes: readonly (Expression | undefined)[]): readonly Expression[] {
  return nodes.filter((node) => node !== undefined)
}
