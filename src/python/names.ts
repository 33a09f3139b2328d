import { Memo } from './memo.ts'

/** Modules and functions that others hold by name, so that `pandas.io.common.os.system` is `os.system`. */
const carried: ReadonlyMap<string, string> = new Map([
  ...[
    ...['os', 'sys', 'subprocess', 'shutil', 'builtins', 'importlib', 'socket', 'ctypes', 'posix'],
    ...['pty', 'pickle', 'tempfile', '_os', '_sys', '_socket', '_io', '_posixsubprocess', 'joblib'],
    ...[
      'webbrowser',
      'asyncio',
      'cffi',
      'sysconfig',
      '_thread',
      '_winapi',
      'operator',
      'functools',
    ],
    ...['inspect', 'gc', 'codecs', 'marshal', 'runpy', 'linecache', 'threading', 'pathlib', 'glob'],
    ...['zipfile', 'tarfile', 'mmap', 'sqlite3', 'requests', 'itertools', 'contextlib'],
  ].map((module) => [module, module] as const),
  ['bltns', 'builtins'],
  ['__builtins__', 'builtins'],
  ['pkl', 'pickle'],
  ['np', 'numpy'],
  ['pd', 'pandas'],
  ['import_module', 'importlib.import_module'],
  ['spec_from_file_location', 'importlib.util.spec_from_file_location'],
  ['check_output', 'subprocess.check_output'],
  ['getstatusoutput', 'subprocess.getstatusoutput'],
  ['Popen', 'subprocess.Popen'],
  ['urlopen', 'urllib.request.urlopen'],
  ['urlretrieve', 'urllib.request.urlretrieve'],
])

/** Packages that have a part of their own by such a name. */
const ownParts = new Set([
  ...['pandas.io.pickle', 'pandas.compat.pickle', 'gevent.os', 'gevent.socket'],
  ...['gevent.subprocess', 'gevent.subprocess.Popen', 'gevent.subprocess.check_output'],
  ...[
    'psutil.Popen',
    'trio.socket',
    'sqlalchemy.inspect',
    'rich.inspect',
    'gevent.threading',
    'urllib3.util.url.urlopen',
  ],
])

/** Other names of the same thing, the longest match first. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['posix', 'os'],
  ['nt', 'os'],
  ['_os', 'os'],
  ['posixpath', 'os.path'],
  ['ntpath', 'os.path'],
  ['_sys', 'sys'],
  ['_socket', 'socket'],
  ['_io', 'io'],
  ['io.open', 'builtins.open'],
  ['io.OpenWrapper', 'builtins.open'],
  ['plotly.optional_imports.get_module', 'importlib.import_module'],
  ['_plotly_utils.optional_imports.get_module', 'importlib.import_module'],
  ['os.popen2', 'os.popen'],
  ['__builtin__', 'builtins'],
  ['__builtins__', 'builtins'],
  ['_pickle', 'pickle'],
  ['cPickle', 'pickle'],
  ['cloudpickle.cloudpickle', 'cloudpickle'],
  ['importlib.__import__', 'builtins.__import__'],
  ['importlib._bootstrap._gcd_import', 'importlib.import_module'],
  ['pathlib.PosixPath', 'pathlib.Path'],
  ['pathlib.WindowsPath', 'pathlib.Path'],
  ['pathlib.PurePath', 'pathlib.Path'],
  ['pathlib.PurePosixPath', 'pathlib.Path'],
  ['pathlib._local.Path', 'pathlib.Path'],
  ['pandas.core.frame.DataFrame', 'pandas.DataFrame'],
  ['pandas.core.series.Series', 'pandas.Series'],
  ...[
    ...['parsers', 'parsers.readers', 'json', 'json._json', 'excel', 'excel._base', 'html', 'xml'],
    ...['parquet', 'feather_format', 'orc', 'stata', 'pytables', 'sql', 'api', 'pickle', 'spss'],
    ...['sas.sasreader', 'sas', 'clipboards', 'gbq'],
  ].map((part) => [`pandas.io.${part}`, 'pandas'] as const),
  ['pandas.core.api', 'pandas'],
  ['statsmodels.api.datasets', 'statsmodels.datasets'],
  ['numpy.lib.npyio', 'numpy'],
  ['numpy.lib._npyio_impl', 'numpy'],
  ['six.moves.urllib', 'urllib'],
  ['six.moves.cPickle', 'pickle'],
  ['requests.api', 'requests'],
  ['requests.sessions', 'requests'],
  ['yaml.loader', 'yaml'],
  ['torch.serialization.load', 'torch.load'],
  ['typing.Optional[]', 'typing.Any()'],
])

const aliasHeads = new Set([...aliases.keys()].map((path) => path.split('.', 1)[0]))

/** What a call or an item gives, where that is plain; the rest keeps its long name. */
const results: ReadonlyMap<string, string> = new Map([
  ...rows('pathlib.Path()', [
    'pathlib.Path.home()',
    'pathlib.Path.cwd()',
    'pathlib.Path().parent',
    'pathlib.Path().parents[]',
    'pathlib.Path().glob()[]',
    'pathlib.Path().rglob()[]',
    'pathlib.Path().iterdir()[]',
    ...['joinpath', 'resolve', 'absolute', 'expanduser', 'with_suffix', 'with_name', 'rename'].map(
      (method) => `pathlib.Path().${method}()`,
    ),
  ]),
  ...rows('pandas.DataFrame()', [
    ...['csv', 'json', 'excel', 'parquet', 'feather', 'sql', 'sql_query', 'sql_table', 'table'].map(
      (kind) => `pandas.read_${kind}()`,
    ),
    ...['xml', 'pickle', 'hdf', 'orc', 'fwf', 'stata', 'sas', 'spss', 'clipboard', 'gbq'].map(
      (kind) => `pandas.read_${kind}()`,
    ),
    'pandas.read_html()[]',
    ...['concat', 'merge', 'json_normalize', 'pivot_table', 'pivot', 'get_dummies', 'melt'].map(
      (name) => `pandas.${name}()`,
    ),
    'pandas.crosstab()',
    'pandas.merge_asof()',
    'pandas.DataFrame.from_dict()',
    'pandas.DataFrame.from_records()',
    ...(
      'copy head tail sample dropna fillna sort_values sort_index reset_index set_index rename drop assign query ' +
      'merge join astype replace drop_duplicates pivot_table pivot melt apply map applymap transform filter isin ' +
      'where mask nlargest nsmallest describe corr T agg aggregate stack unstack explode append pipe clip round ' +
      'abs shift diff rank cumsum interpolate ffill bfill reindex eval select_dtypes infer_objects convert_dtypes'
    )
      .split(' ')
      .map((method) => `pandas.DataFrame().${method}()`),
    'pandas.DataFrame().T',
    'pandas.DataFrame().loc[]',
    'pandas.DataFrame().iloc[]',
  ]),
  ['warnings.catch_warnings()._module', 'warnings'],
  ['psutil.process_iter()[]', 'psutil.Process()'],
  ['cordon.datasets[]', 'pandas.DataFrame()'],
  ['requests.session()', 'requests.Session()'],
  ['urllib.request.build_opener()', 'urllib.request.OpenerDirector()'],
])

const canonicalNames = new Memo<string>(10_000)
const attributeNames = new Memo<Memo<string>>(1_000)

/**
 * The one name of what a path leads to: aliases and private twins are replaced, re-exported modules are their own
 * again, and `__call__` is dropped.
 */
export function canonical(path: string): string {
  return canonicalNames.get(path) ?? canonicalNames.keep(path, canonicalOf(path))
}

function canonicalOf(path: string): string {
  const plain = path.endsWith('.__call__') ? path.slice(0, -'.__call__'.length) : path
  return results.get(plain) ?? alias(home(plain))
}

/** The canonical name of an attribute of what a canonical path leads to. */
export function attributeOf(path: string, attribute: string): string {
  const known = attributeNames.get(path) ?? attributeNames.keep(path, new Memo<string>(200))
  return known.get(attribute) ?? known.keep(attribute, findAttribute(path, attribute))
}

function findAttribute(path: string, attribute: string): string {
  const full = `${path}.${attribute}`
  if (carried.has(attribute) || attribute === '__call__') return canonical(full)
  return results.get(full) ?? aliases.get(full) ?? full
}

/** The module part of a path: all before the first call, item or capitalised name, at least the first name. */
export function topModule(path: string): string {
  const dot = path.indexOf('.', 1)
  return dot < 0 ? path : path.slice(0, dot)
}

function home(path: string): string {
  const dot = path.lastIndexOf('.')
  if (dot < 0) return path
  const last = path.slice(dot + 1)
  const own = carried.get(last)
  if (own === undefined || path.includes('(') || ownParts.has(path)) return path
  return path.startsWith(`${last}.`) ? path : own
}

function alias(path: string): string {
  const dot = path.indexOf('.')
  if (!aliasHeads.has(dot < 0 ? path : path.slice(0, dot))) return path
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const known = aliases.get(path.slice(0, end))
    if (known !== undefined) return known + path.slice(end)
  }
  return path
}

function rows(result: string, paths: readonly string[]): (readonly [string, string])[] {
  return paths.map((path) => [path, result])
}
