import type { Expression, FunctionDef } from '../../../python/nodes.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { pathMethods } from '../../file-sinks.ts'
import { handedFile, handing } from '../../handed-files.ts'
import { leadingTexts } from '../../leading-texts.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import { spelledPath } from '../../spelled-path.ts'
import { effectsOf, fileLibraries } from '../../tables/effects.ts'
import { fileCalls, moveCalls, openCalls } from '../../tables/files.ts'
import { opening, pathKeywords, savingMethods } from '../../tables/methods.ts'
import { isAddress, isSystemFolder, placeOf } from '../../tables/paths.ts'

/** A file that is not the script's own. */
export const fileOutsideFolder: Rule = {
  id: 'file-outside-folder',
  title: "A file outside of the run's own folder is used",
  layer: 'calls',
  severity: 'high',
  confidence: 0.9,
  persona: 'gate',
  cwe: [22, 552, 73],
  owasp: ['A01:2021', 'LLM06:2025'],
  on: [
    onCall([...openCalls, 'io.FileIO', ...fileCalls.keys()], (call, context) => {
      const paths = fileCalls.get(call.name)?.paths ?? [{ at: 0, keyword: 'file' }]
      const texts = paths.flatMap((path) => leadingTexts(call, context, path))
      return outside(call, texts) ?? byNumber(call)
    }),
    onCall(
      [...fileLibraries].map((library) => `${library}.**`),
      (call) => {
        if (fileCalls.has(call.name) || !usesFiles(call.name)) return undefined
        const paths = call.allTexts.filter((text) => /^(\/|~|\.\.\/|[A-Za-z]:\\)/.test(text))
        return paths.length > 0 ? outside(call, paths) : undefined
      },
    ),
    onCall(
      [...savingMethods, ...pathKeywords.keys()].map((method) => `.${method}`),
      (call) => outside(call, call.texts(0, pathKeywords.get(call.name.slice(1)))),
    ),
    onCall(handing, (call, context) => {
      const { file, texts } = handedFile(call, context)
      return file === undefined ? undefined : outside(file, texts)
    }),
    onCall(['shutil.move', 'os.rename', 'os.renames', 'os.replace'], (call) =>
      outside(call, [...call.texts(0, 'src'), ...call.texts(1, 'dst')]),
    ),
    onCall(pathMethods, (call, context) => {
      const path = call.node.kind === 'Attribute' && call.node.value
      const spelled = path ? spelledPath(path, call.site, context) : ''
      return /^(\/|~|\.\.)/.test(spelled) ? outside(call, [spelled]) : undefined
    }),
    onNode('FunctionDef', ({ node }, context) => fromObject(node, context)),
    onNode('List', ({ node }) => held(node.elts)),
    onNode('Tuple', ({ node }) => held(node.elts)),
    onCall(['sklearn.pipeline.Pipeline', 'sklearn.pipeline.make_pipeline'], (call) =>
      outside(call, call.texts(-1, 'memory')),
    ),
    onCall(['pathlib.Path().home', 'pathlib.Path.home', 'pathlib.Path().expanduser'], (call) => ({
      message: `\`${call.shortName}\` leads to the home folder.`,
      severity: 'medium',
      help,
    })),
  ],
}

const help = 'Read the datasets that were granted; write to a relative path or below /tmp.'

/** An object that is a path to whoever opens it. */
function fromObject(node: FunctionDef, { meaning }: Context): Report | undefined {
  if (node.name !== '__fspath__') return undefined
  const { returns = [] } = meaning.bindings.scopes.get(node)?.scope ?? {}
  const paths = returns.map(({ node: value, site }) => meaning.text(value, site))
  if (paths.every((path) => path !== undefined && placeOf(path) === 'inside')) return undefined
  const report = { at: { start: node.start, end: node.start + 'def __fspath__'.length }, help }
  return paths.some((path) => path !== undefined && placeOf(path) === 'sensitive')
    ? { ...report, message: 'An object stands for a file that belongs to the system.' }
    : { ...report, message: 'An object says which file is opened.', severity: 'medium' }
}

/** A path of the system among other values, from where it may come to any function. */
function held(values: readonly Expression[]): Report | undefined {
  const path = values.find(
    (value) =>
      value.kind === 'Constant' &&
      typeof value.value === 'string' &&
      /^[/~]/.test(value.value) &&
      placeOf(value.value) === 'sensitive',
  )
  return (
    path && {
      message: 'A path that belongs to the system or holds secrets stands among other values.',
      severity: 'medium',
      at: path,
      help,
    }
  )
}

function usesFiles(name: string): boolean {
  if (pathKeywords.has(name.slice(name.lastIndexOf('.') + 1))) return true
  return effectsOf(name).some((effect) => effect === 'reads' || effect === 'writes')
}

/** `open(0)`: what somebody else has opened. */
function byNumber(call: CallMatch): Report | undefined {
  if (!openCalls.includes(call.name) && call.name !== 'io.FileIO') return undefined
  if (!call.values(0, 'file').some(({ kind }) => kind === 'number')) return undefined
  return {
    message: `\`${call.shortName}\` uses a file by the number under which it is open already.`,
    severity: 'medium',
    help: 'Open a file of the run by its name.',
  }
}

function writes(call: CallMatch): boolean {
  const use = fileCalls.get(call.name)?.use ?? (moveCalls.includes(call.name) ? 'write' : undefined)
  if (use === 'write' || use === 'delete') return true
  const modes = opening.has(call.name) ? call.texts(opening.get(call.name)?.mode ?? 1, 'mode') : []
  return modes.some((mode) => /[wax+]/.test(mode)) || effectsOf(call.name).includes('writes')
}

function outside(call: CallMatch, paths: readonly string[]): Report | undefined {
  const path = paths.find((text) => !isAddress(text) && placeOf(text) !== 'inside')
  if (path === undefined) return undefined
  const isSensitive = placeOf(path) === 'sensitive' || (writes(call) && isSystemFolder(path))
  const shown = path.length > 60 ? `${path.slice(0, 57)}...` : path
  return {
    message: isSensitive
      ? `\`${call.shortName}\` uses \`${shown}\`, which belongs to the system or holds secrets.`
      : `\`${call.shortName}\` uses \`${shown}\`, outside of the run's own folder.`,
    help,
    ...(isSensitive ? { severity: 'critical' as const } : {}),
  }
}
