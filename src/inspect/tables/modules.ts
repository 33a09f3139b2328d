/** Modules that the gate lets be imported, with everything below them. */
export const allowedModules: readonly string[] = (
  'pandas numpy pyarrow scipy sklearn statsmodels matplotlib seaborn plotly json csv datetime time re typing io ' +
  'pathlib collections itertools functools math statistics hashlib uuid base64 logging decimal fractions random ' +
  'string textwrap dataclasses enum zoneinfo calendar operator copy ' +
  '__future__ abc array bisect cmath colorsys contextlib difflib errno graphlib heapq html ipaddress keyword ' +
  'mpl_toolkits numbers pprint secrets struct tomllib unicodedata urllib.parse warnings'
).split(' ')

/** Clients that may be imported where the run has a door to the network. */
export const egressModules: readonly string[] = [
  'boto3',
  'botocore',
  'requests',
  'urllib',
  'urllib3',
  'httpx',
]

/** Modules that may be imported, of which only these members may be used. */
export const memberModules: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'os',
    [
      ...[
        'path',
        'sep',
        'altsep',
        'linesep',
        'pathsep',
        'curdir',
        'pardir',
        'extsep',
        'name',
        'devnull',
      ],
      ...['getcwd', 'fspath', 'fsencode', 'fsdecode', 'cpu_count', 'PathLike', 'DirEntry', 'error'],
      // Judged by rules of their own, which see the arguments.
      ...[
        'environ',
        'getenv',
        'listdir',
        'scandir',
        'walk',
        'makedirs',
        'mkdir',
        'stat',
        'open',
        'remove',
      ],
      ...[
        'unlink',
        'rmdir',
        'removedirs',
        'rename',
        'renames',
        'replace',
        'system',
        'popen',
        'kill',
      ],
      ...[
        'fork',
        'access',
        'R_OK',
        'W_OK',
        'X_OK',
        'F_OK',
        'SEEK_SET',
        'SEEK_CUR',
        'SEEK_END',
        'urandom',
      ],
    ],
  ],
  [
    'sys',
    [
      ...['version', 'version_info', 'platform', 'maxsize', 'byteorder', 'float_info', 'int_info'],
      ...[
        'stdout',
        'stderr',
        'stdin',
        'exit',
        'argv',
        'getsizeof',
        'getrecursionlimit',
        'exc_info',
      ],
      ...[
        'implementation',
        'hexversion',
        'getdefaultencoding',
        'executable',
        'maxunicode',
        'intern',
      ],
      ...['modules', 'setrecursionlimit', '_getframe', 'path'],
    ],
  ],
  [
    'argparse',
    [
      ...['ArgumentParser', 'Namespace', 'ArgumentTypeError', 'ArgumentError', 'SUPPRESS'],
      ...['ArgumentDefaultsHelpFormatter', 'RawTextHelpFormatter', 'BooleanOptionalAction'],
      ...['RawDescriptionHelpFormatter', 'REMAINDER', 'HelpFormatter'],
    ],
  ],
  ['ast', ['literal_eval']],
  ['gc', ['collect']],
  ['glob', ['glob', 'iglob', 'escape']],
  ['inspect', ['Signature', 'Parameter', 'cleandoc', 'isclass', 'isfunction', 'ismethod']],
  ['shutil', ['copy', 'copy2', 'copyfile', 'move', 'rmtree', 'disk_usage', 'get_terminal_size']],
  ['tempfile', ['NamedTemporaryFile', 'TemporaryDirectory', 'TemporaryFile', 'gettempdir']],
  ['traceback', ['format_exc', 'format_exception', 'print_exc', 'print_exception']],
  ['types', ['SimpleNamespace', 'MappingProxyType', 'GenericAlias', 'UnionType', 'NoneType']],
])

/** Modules whose import alone needs a person's eyes: they start programs, reach the network, run data or native code. */
export const dangerousModules: ReadonlySet<string> = new Set(
  (
    'subprocess pty ctypes cffi _ctypes socket _socket socketserver ssl ftplib smtplib telnetlib poplib imaplib nntplib ' +
    'http.client http.server xmlrpc requests httpx aiohttp urllib3 urllib.request boto3 botocore paramiko pysftp fabric ' +
    'scapy pickle _pickle cPickle marshal shelve dill cloudpickle joblib jsonpickle multiprocessing signal threading ' +
    '_thread concurrent.futures builtins importlib imp runpy code codeop gc inspect mmap posix nt _posixsubprocess ' +
    'resource fcntl termios tty pdb bdb webbrowser asyncio zipimport site sysconfig pkgutil ptyprocess pexpect sh ' +
    'plumbum docker invoke faulthandler psutil wget pycurl websocket websockets'
  ).split(' '),
)

/** Parts of allowed libraries that are there to build and test them, or are copies of other libraries. */
export const innerPart =
  /^(tests?|conftest|setup|distutils|f2py|sphinxext|externals?|estimator_checks|clipboards?)$/

/** Private parts of allowed libraries that programs are known to use for what they hold, such as types and errors. */
export const privateParts =
  /^(sklearn\.tree\._tree(\.|$)|numpy\.(_?core\._exceptions|_typing|_globals)(\.|$)|pandas\.(_typing|_libs\.(missing|tslibs|interval))(\.|$)|(pandas|numpy|scipy|sklearn|matplotlib|pyarrow)\._version(\.|$)|sklearn\.utils\._testing\.ignore_warnings$|typing\._\w+$|collections\._\w+$|matplotlib\._pylab_helpers(\.|$))/
