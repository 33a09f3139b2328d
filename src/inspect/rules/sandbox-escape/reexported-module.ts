import type { Rule } from '../../rule.ts'
import { onAttribute, onImport } from '../../rule.ts'

const powerful = [
  ...['os', 'sys', 'subprocess', 'shutil', 'builtins', 'importlib', 'socket', 'ctypes', 'posix'],
  ...['pty', 'pickle', 'tempfile', 'inspect', 'threading', 'io', 'gc', 'signal', 'code', 'runpy'],
  ...['multiprocessing', 'urllib', 'http', 'linecache', 'types', 'codecs', 'mmap', 'pkgutil'],
  ...['webbrowser', 'joblib', 'asyncio', 'sysconfig', 'cffi', 'bltns', 'pkl', '_thread', 'ssl'],
]
const carried = new Set([...powerful, ...powerful.map((name) => `_${name}`)])
/** Packages with parts of their own by such names: their parts, or everything in them. */
const ownParts =
  /^(pandas\.io|scipy\.(io|signal)|skimage\.io|plotly\.io|geopandas\.io|numpy\.types|torch\.(signal|multiprocessing)|pandas\.(api|core\.dtypes)\.types|asyncio\.subprocess|matplotlib\.\w*types|encodings\.codecs)$/
const ownWorlds =
  /^(six|gevent|trio|anyio|eventlet|torch|django|xml|email|werkzeug|google|tensorflow|jax|ray|dask|pyspark|nltk|PyQt\d|qtpy|wx|faker|multiprocessing|concurrent|future|past|builtins|cordon)\b/

const help = 'Import the module by its own name.'

/** A module that is taken out of another that happens to hold it. */
export const reexportedModule: Rule = {
  id: 'reexported-module',
  title: 'A module is reached through another one',
  layer: 'names',
  severity: 'high',
  confidence: 0.8,
  persona: 'gate',
  cwe: [913],
  owasp: ['LLM05:2025'],
  on: [
    onAttribute([...carried], ({ node, site, attribute }, { meaning }) => {
      if (node.kind !== 'Attribute') return undefined
      const [holder] = meaning.paths(node.value, site).filter((path) => isModule(path))
      if (holder === undefined || isOwn(holder, attribute)) return undefined
      return { message: `\`${attribute}\` is reached through \`${holder}\`.`, help }
    }),
    onImport(({ module, member }) => {
      if (member === null || !carried.has(member) || module.startsWith('.')) return undefined
      if (isOwn(module, member)) return undefined
      return { message: `\`${member}\` is imported out of \`${module}\`.`, help }
    }),
  ],
}

function isModule(path: string): boolean {
  return path !== 'builtins' && !path.includes('(') && !path.includes('[') && !/\.[A-Z]/.test(path)
}

function isOwn(holder: string, name: string): boolean {
  return holder.endsWith(name) || ownWorlds.test(holder) || ownParts.test(`${holder}.${name}`)
}
