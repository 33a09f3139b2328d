import { Memo } from '../python/memo.ts'
import { canEvaluate } from './evaluated-texts.ts'
import type { Effect } from './tables/effects.ts'
import { effectsOf } from './tables/effects.ts'
import type { FileUse } from './tables/files.ts'
import { fileCalls, moveCalls } from './tables/files.ts'
import { evaluated, opening } from './tables/methods.ts'
import { downloads, httpCalls, otherNetworkNames } from './tables/network.ts'
import { processCalls } from './tables/processes.ts'

const makesCode = new Set([
  ...['eval', 'exec', 'execfile', 'compile', 'globals', 'vars'].map((name) => `builtins.${name}`),
  ...['types.FunctionType', 'types.CodeType', 'runpy.run_path', 'runpy.run_module', 'sys.modules'],
  ...['pandas.DataFrame.query', 'pandas.DataFrame.eval', '__main__'],
  ...['importlib.util.spec_from_file_location', 'imp.load_source', 'sys._getframe'],
])
/** Functions that import the module that a text names. */
export const importers = new Set([
  'builtins.__import__',
  'importlib.import_module',
  'pkgutil.resolve_name',
])
/** Functions that take an attribute that a text names, with the position of that text. */
export const namedTakers: ReadonlyMap<string, number> = new Map([
  ['builtins.getattr', 1],
  ['builtins.setattr', 1],
  ['inspect.getattr_static', 1],
  ['operator.attrgetter', 0],
  ['operator.methodcaller', 0],
])
/** Functions that give nothing of what they are given but the attributes that are named to them. */
export const lookers = new Set([
  ...['getattr', 'setattr', 'hasattr', 'dir', 'print', 'type', 'id', 'isinstance', 'str'].map(
    (name) => `builtins.${name}`,
  ),
  ...['operator.attrgetter()', 'operator.methodcaller()', 'object.__getattribute__'],
  ...['builtins.object.__getattribute__', 'inspect.getattr_static', 'importlib.reload'],
])
const drawing = /^(matplotlib|seaborn|plotly)\./
const frameDrawing = /\(\)\.(plot|hist|boxplot)(\.|$)/
const otherNetwork = new Set(otherNetworkNames.map((name) => name.replace(/\.\*+$/, '')))
const downloading = new Set(downloads.map((name) => name.replace(/\.\*+$/, '')))
const processPrefixes = ['pty', 'sh', 'plumbum', 'multiprocessing']

/** What a full name alone tells, whatever script it is in. */
export interface PathUses {
  readonly makesCode: boolean
  readonly drawsFigures: boolean
  /** What who is handed it may do with it. */
  readonly handedOn: readonly Effect[]
  /** A call of it may tell something, by its name or its arguments. */
  readonly tellsWhenCalled: boolean
}

const knownUses = new Memo<PathUses>(10_000)

/** What this full name tells. */
export function usesOf(path: string): PathUses {
  return knownUses.get(path) ?? knownUses.keep(path, findUses(path))
}

function findUses(path: string): PathUses {
  const usesFiles = opening.has(path) || fileCalls.has(path) || moveCalls.includes(path)
  const takesByName = namedTakers.has(path) || importers.has(path)
  const effects = effectsOf(path)
  const handedOn: Effect[] = effects.filter((effect) => effect !== 'network' || !isAnswer(path))
  if (takesByName || evaluated.has(path)) handedOn.push('code')
  if (processCalls.has(path)) handedOn.push('processes')
  if (httpCalls.has(path) || otherNetwork.has(path)) handedOn.push('network')
  if (usesFiles) handedOn.push('reads', 'writes')
  return {
    makesCode: makesCode.has(path),
    drawsFigures: drawing.test(path) || frameDrawing.test(path),
    handedOn,
    tellsWhenCalled:
      usesFiles ||
      takesByName ||
      effects.length > 0 ||
      lookers.has(path) ||
      canEvaluate(path) ||
      startsProcess(path) ||
      processCalls.has(path) ||
      httpCalls.has(path) ||
      reachesNetwork(path),
  }
}

/** A call of this name starts a process. */
export function startsProcess(path: string): boolean {
  return processPrefixes.includes(path.split('.', 1)[0] ?? '') || path === 'os.fork'
}

/** The network is reached without an address that the arguments tell. */
export function reachesNetwork(path: string): boolean {
  const prefix = path.slice(0, Math.max(0, path.lastIndexOf('.')))
  return [path, prefix].some((name) => otherNetwork.has(name) || downloading.has(name))
}

/** What the tables of calls tell more exactly. */
export function isToldByArguments(
  effect: Effect,
  name: string,
  fileUse: FileUse | 'both' | undefined,
): boolean {
  switch (effect) {
    case 'reads':
      return fileUse === 'both' || fileUse === 'read' || fileUse === 'list'
    case 'writes':
      return fileUse === 'both' || fileUse === 'write' || fileUse === 'delete'
    case 'network':
      return httpCalls.has(name) || isAnswer(name)
    case 'processes':
      return processCalls.has(name)
    default:
      return false
  }
}

/** What a request gave, or something of it: nobody is asked again. */
function isAnswer(path: string): boolean {
  const open = path.indexOf('(')
  return open > 0 && httpCalls.has(path.slice(0, open))
}
