import { Memo } from '../../python/memo.ts'

/** What a function of a library may do besides computing. */
export type Effect = 'code' | 'reads' | 'writes' | 'network' | 'processes'

const letters: Readonly<Record<string, Effect>> = {
  c: 'code',
  r: 'reads',
  w: 'writes',
  n: 'network',
  p: 'processes',
}

/**
 * Full names, with all below them, by the effects that using them may have (see `letters`); the longest name counts, so
 * that `-` takes a harmless part out. What `tables/files`, `network` and `processes` know with their arguments is not
 * repeated here.
 */
const named: readonly (readonly [string, string])[] = [
  ...each('c', [
    ...['_ctypes', 'cffi', 'ctypes', 'numpy.ctypeslib', 'numpy.f2py', 'scipy.weave', 'weave'],
    ...['pickle.load', 'pickle.loads', 'pickle.Unpickler', 'pickle._load', 'pickle._loads'],
    ...['pickle._Unpickler', 'dill.load', 'dill.loads', 'dill.Unpickler', 'cloudpickle.load'],
    ...['cloudpickle.loads', 'marshal.load', 'marshal.loads', 'jsonpickle.decode', 'copyreg'],
    ...['pandas.compat.pickle_compat', 'pandas.core.computation', 'numpy.safe_eval', 'numexpr'],
    ...['numpy.lib.utils.safe_eval', 'numpy.lib._utils_impl', 'numpy.testing', 'scipy._lib'],
    ...['sympy.sympify', 'sympy.parsing', 'sympy.lambdify', 'sympy.S', 'sympy.core.sympify'],
    ...['jinja2', 'mako', 'yaml.unsafe_load', 'yaml.load', 'yaml.full_load', 'yaml.load_all'],
    ...['typing.get_type_hints', 'typing.ForwardRef', 'typing._eval_type', 'typing._type_check'],
    ...['inspect', 'gc', 'code', 'codeop', 'timeit', 'profile', 'trace', 'bdb', 'pdb', 'doctest'],
    ...[
      'cProfile',
      'unittest',
      'test',
      'pydoc',
      'pkgutil',
      'importlib',
      'imp',
      'runpy',
      'zipimport',
    ],
    ...['logging.config', 'lib2to3', 'collections._sys', 'dataclasses._create_fn', 'gettext.c2py'],
    ...['sys.settrace', 'sys.setprofile', 'sys.meta_path', 'sys.path_hooks', 'sys._current_frames'],
    ...['sys._getframe', 'sys.modules', 'sys.path', 'sys.addaudithook', 'sys.path_importer_cache'],
    ...['traceback.walk_stack', 'traceback.walk_tb', 'builtins.breakpoint', 'builtins.help'],
    ...['types.FunctionType', 'types.CodeType', 'types.LambdaType', 'matplotlib.cbook._unpickle'],
    ...['unittest.mock', 'string.Formatter().get_field', 'string.Formatter().vformat'],
    ...[
      'concurrent.interpreters',
      '_xxsubinterpreters',
      'pandas.io.formats.style.Styler.from_custom_template',
    ],
  ]),
  ...each('cr', [
    ...['pandas.read_pickle', 'pandas.io.pickle', 'joblib.load', 'torch.load', 'torch.jit.load'],
    ...['statsmodels.api.load', 'statsmodels.api.load_pickle', 'statsmodels.iolib.smpickle'],
    ...['numpy.core._methods', 'shelve'],
  ]),
  ...each('-', [
    ...['inspect.cleandoc', 'inspect.isclass', 'inspect.isfunction', 'inspect.ismethod'],
    ...['inspect.signature', 'inspect.Parameter', 'inspect.getdoc', 'timeit.default_timer'],
    ...['gc.collect', 'importlib.import_module', 'importlib.__import__', 'importlib.metadata'],
    ...[
      'unittest.TestCase',
      'unittest.TestCase()',
      'pkgutil.resolve_name',
      'numpy.testing.assert_allclose',
    ],
    ...['numpy.testing.assert_array_equal', 'numpy.testing.assert_almost_equal', 'sys.path[]'],
    ...['numpy.testing.assert_equal', 'numpy.testing.assert_array_almost_equal'],
    ...['sklearn.datasets', 'statsmodels.datasets', 'scipy._lib._util.check_random_state'],
    ...[
      'pandas.HDFStore()',
      'os.path.join',
      'os.path.basename',
      'os.path.dirname',
      'os.path.split',
    ],
    ...['os.path.splitext', 'os.path.normpath', 'os.path.commonpath', 'os.path.commonprefix'],
    ...[
      'os.path.isabs',
      'os.path.sep',
      'os.path.normcase',
      'os.path.splitdrive',
      'os.path.relpath',
    ],
    ...['os.path.abspath', 'logging.handlers.QueueHandler', 'logging.handlers.MemoryHandler'],
    ...['logging.handlers.QueueListener', 'zoneinfo.available_timezones', 'tempfile.gettempdir'],
  ]),
  ...each('r', [
    ...['os.path', 'os.access', 'os.lstat', 'os.pread', 'os.read', 'os.readv', 'os.getxattr'],
    ...[
      'os.statvfs',
      'io.open_code',
      'linecache',
      'tokenize.open',
      'mmap',
      'zipfile.Path',
      'filecmp',
    ],
    ...[
      'configparser.ConfigParser().read',
      'configparser.RawConfigParser().read',
      'mimetypes',
      'netrc',
    ],
    ...[
      'pwd',
      'grp',
      'spwd',
      'site',
      'zoneinfo.ZoneInfo.from_file',
      'matplotlib.rc_file',
      'dotenv',
    ],
    ...[
      'matplotlib.rc_params_from_file',
      'matplotlib.font_manager',
      'matplotlib.cbook.get_sample_data',
    ],
    ...[
      'matplotlib.style',
      'matplotlib.pyplot.style',
      'xml.etree.ElementTree.parse',
      'lxml.etree.parse',
    ],
    ...[
      'xml.etree.ElementTree.iterparse',
      'xml.dom.minidom.parse',
      'xml.dom.pulldom.parse',
      'glob',
    ],
    ...['sklearn.datasets.load_files', 'sklearn.datasets.load_svmlight_file', 'torch.from_file'],
    ...[
      'sklearn.datasets.load_svmlight_files',
      'polars.read_',
      'importlib.resources',
      'inspect.getsource',
    ],
    ...['pandas.read_sql', 'pandas.read_sql_query', 'pandas.read_sql_table'],
    ...[
      'pandas.ExcelFile',
      'os.sendfile',
      'pathlib.Path().open',
      'pathlib.Path().stat',
      'pathlib.Path().owner',
    ],
  ]),
  ...each('rw', [
    ...[
      'scipy.io',
      'sqlite3',
      'dbm',
      'duckdb',
      'h5py',
      'netCDF4',
      'tables',
      'shelve',
      'zodb',
      'lmdb',
      'tinydb',
    ],
    ...[
      'pyarrow.fs.LocalFileSystem',
      'pyarrow.fs.LocalFileSystem()',
      'fileinput',
      'readline',
      'os.fdopen',
    ],
    ...[
      'os.dup',
      'os.dup2',
      'os.pipe',
      'os.ioctl',
      'fcntl',
      'pandas.HDFStore',
      'sqlalchemy.create_engine',
    ],
  ]),
  ...each('w', [
    ...[
      'tempfile',
      'os.write',
      'os.writev',
      'os.pwrite',
      'os.setxattr',
      'os.removexattr',
      'os.chflags',
    ],
    ...[
      'os.lchown',
      'os.lchmod',
      'os.fchmod',
      'os.fchown',
      'os.ftruncate',
      'os.umask',
      'os.mkfifo',
    ],
    ...[
      'shutil.chown',
      'shutil.unpack_archive',
      'zipfile.ZipFile().extractall',
      'tracemalloc.take_snapshot().dump',
    ],
    ...[
      'zipfile.ZipFile().extract',
      'tarfile.open().extractall',
      'tarfile.open().extract',
      'wget.download',
    ],
    ...[
      'logging.FileHandler',
      'logging.handlers.RotatingFileHandler',
      'logging.handlers.WatchedFileHandler',
    ],
    ...['logging.handlers.TimedRotatingFileHandler', 'logging.handlers.BaseRotatingHandler'],
    ...[
      'py_compile',
      'compileall',
      'torch.save',
      'matplotlib.backends.backend_pdf.PdfPages',
      'plotly.offline.plot',
    ],
    ...[
      'pandas.io.formats.format.save_to_buffer',
      'urllib.request.urlretrieve',
      'xml.etree.ElementTree.ElementTree().write',
    ],
    ...'mkdir rmdir unlink touch chmod lchmod rename replace symlink_to hardlink_to link_to write_text write_bytes'
      .split(' ')
      .map((method) => `pathlib.Path().${method}`),
    ...'csv json parquet feather pickle html orc latex markdown xml string excel hdf stata sql'
      .split(' ')
      .flatMap((kind) => [`pandas.DataFrame.to_${kind}`, `pandas.Series.to_${kind}`]),
    ...'mkdir rmdir unlink touch chmod rename replace symlink_to hardlink_to write_text write_bytes open'
      .split(' ')
      .map((method) => `pathlib.Path.${method}`),
  ]),
  ...each('rn', [
    ...['pandas.read_gbq', 'polars.read_database', 'xml.sax.parse', 'fsspec', 'smart_open'],
    ...[
      'pandas.io.common',
      'pandas.io.parsers',
      'matplotlib.rc_params_from_file',
      'seaborn.utils.load_dataset',
    ],
    ...[
      'numpy.DataSource',
      'numpy.DataSource()',
      'numpy.lib._datasource',
      'numpy.lib.npyio.DataSource',
    ],
    ...[
      'transformers.AutoModel',
      'pyarrow.fs',
      'scipy.datasets',
      'scipy.misc',
      'statsmodels.datasets.utils',
    ],
  ]),
  ...each('rwn', [
    'pyarrow.fs',
    'fsspec',
    'smart_open',
    'duckdb',
    's3fs',
    'gcsfs',
    'adlfs',
    'huggingface_hub',
  ]),
  ...each('n', [
    ...[
      'requests.adapters',
      'urllib.request',
      'urllib.robotparser',
      'http.cookiejar',
      'pyarrow.flight',
    ],
    ...[
      'asyncio.get_event_loop().create_connection',
      'multiprocessing.connection',
      'multiprocessing.managers',
    ],
    ...[
      'logging.handlers.HTTPHandler',
      'logging.handlers.SysLogHandler',
      'logging.handlers.SocketHandler',
    ],
    ...[
      'logging.handlers.SMTPHandler',
      'logging.handlers.DatagramHandler',
      'logging.handlers.NTEventLogHandler',
    ],
    ...[
      'statsmodels.datasets.get_rdataset',
      'statsmodels.datasets.webuse',
      'seaborn.get_dataset_names',
      'seaborn.utils.get_dataset_names',
      'seaborn.utils.urlopen',
    ],
    ...[
      'flask.Flask().run',
      'selenium',
      'pandas.DataFrame().to_gbq',
      'pandas.read_gbq',
      'socket.socket',
      'ssl.SSLContext().wrap_socket',
    ],
    ...[
      'uvicorn',
      'gradio',
      'streamlit',
      'plotly.io.renderers',
      'asyncio.streams',
      'trio.open_tcp_stream',
    ],
  ]),
  ...each('np', ['webbrowser']),
  ...each('w', ['sklearn.datasets.dump_svmlight_file', 'logging.basicConfig']),
  ...each('c', ['os.__dict__', 'matplotlib.pyplot.switch_backend']),
  ...each('p', [
    ...[
      'os.forkpty',
      'os.fork',
      'concurrent.futures.ProcessPoolExecutor',
      'concurrent.futures.process',
    ],
    ...['joblib.Parallel', 'uuid._get_command_stdout', 'uuid._ipconfig_getnode', 'uuid._find_mac'],
    ...[
      'subprocess',
      'multiprocessing',
      'pty',
      'sh',
      'plumbum',
      'pexpect',
      'docker',
      'platform._syscmd_ver',
    ],
    ...[
      'numpy.distutils',
      'matplotlib.testing',
      'matplotlib.texmanager',
      'matplotlib.dviread',
      'plotly.io.kaleido',
    ],
    ...[
      'matplotlib.backends.backend_pgf',
      'pandas.io.clipboard',
      'pandas.io.clipboards',
      'pandas.read_clipboard',
    ],
    ...[
      'plotly.io.orca',
      'os.posix_spawn',
      'os.posix_spawnp',
      'pandas.test',
      'numpy.test',
      'scipy.test',
    ],
    ...[
      'pandas.DataFrame().to_clipboard',
      'pandas.Series().to_clipboard',
      'asyncio.subprocess',
      'antigravity',
    ],
  ]),
  ...each('-', [
    ...[
      'subprocess.PIPE',
      'subprocess.DEVNULL',
      'subprocess.STDOUT',
      'subprocess.CalledProcessError',
    ],
    ...[
      'subprocess.TimeoutExpired',
      'subprocess.SubprocessError',
      'multiprocessing.cpu_count',
      'subprocess.list2cmdline',
    ],
    ...['subprocess.CompletedProcess', 'urllib.request.Request().headers', 'urllib.request.quote'],
    ...[
      'sqlite3.Error',
      'sqlite3.Row',
      'sqlite3.OperationalError',
      'sqlite3.DatabaseError',
      'sqlite3.IntegrityError',
    ],
    ...[
      'subprocess.run()',
      'subprocess.Popen()',
      'subprocess.check_output()',
      'sqlite3.Connection',
      'sqlite3.Cursor',
    ],
    ...['sqlite3.connect()', 'sqlite3.connect().cursor()', 'tempfile.gettempdir'],
  ]),
]

const byName = new Map<string, readonly Effect[]>()
for (const [name, codes] of named) {
  const known = byName.get(name) ?? []
  byName.set(name, [...new Set([...known, ...[...codes].flatMap((code) => letters[code] ?? [])])])
}

/** Libraries, most of them allowed, whose functions that work on files are told by what they are called. */
export const fileLibraries: ReadonlySet<string> = new Set(
  'pandas numpy pyarrow scipy sklearn statsmodels matplotlib seaborn plotly polars PIL cv2 imageio torch keras xgboost lightgbm io logging'.split(
    ' ',
  ),
)
const reading =
  /^(read_\w+|load(_\w+|txt|mat|arff)?|open(_\w+)?|get_file_obj|scan_\w+|imread|mmread|from_?(file|regex)|genfromtxt|memmap|memory_map|input_stream|get_handle|netcdf_file|\w*(File|FileReader|StataReader|Store)|ParquetDataset|\w+FileIO|FileIO)$/
const writing =
  /^(write(_\w+)?|get_file_obj|json_dump|save(\w+)?|dump(_\w+)?|export(_\w+)?|print_(figure|png|pdf|svg|jpg|eps|ps)|tofile|imsave|output_stream|copy_files|\w*Writer|PdfPages|to_(gbq|iceberg|sql|disk|file|excel|hdf|stata)|mmwrite|write|open_memmap|memmap|OSFile|FileIO)$/
const inMemory =
  /^(load(_iris|_digits|_wine|_breast_cancer|_diabetes|_linnerud|_sample_images?)|dumps|loads|to_file_like|write_only)$/
const fetching =
  /^(urlopen|urlretrieve|fetch_\w+|URLopener|FancyURLopener|\w*FileSystem|to_gbq|get_rdataset)$/

/** Names in these libraries that reach the network by what they are, with all below them. */
export const reachingNames: readonly string[] = [...byName].flatMap(([name, effects]) =>
  effects.includes('network') && fileLibraries.has(name.split('.', 1)[0] ?? '')
    ? [name, `${name}.**`]
    : [],
)

/** What using the function of this full name may do, as far as it is known. */
export function effectsOf(path: string): readonly Effect[] {
  return known.get(path) ?? known.keep(path, findEffects(path))
}

const known = new Memo<readonly Effect[]>(10_000)

function findEffects(path: string): readonly Effect[] {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const known = byName.get(path.slice(0, end))
    if (known) return known
  }
  const last = path.slice(path.lastIndexOf('.') + 1)
  const dot = path.indexOf('.')
  if (dot < 0 || inMemory.test(last)) return none
  const found: Effect[] = fetching.test(last) ? ['network'] : []
  if (fileLibraries.has(path.slice(0, dot))) {
    if (reading.test(last)) found.push('reads')
    if (writing.test(last)) found.push('writes')
  }
  return found
}

const none: readonly Effect[] = []

function each(codes: string, names: readonly string[]): readonly (readonly [string, string])[] {
  return names.map((name) => [name, codes])
}
