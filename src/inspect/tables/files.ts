/** What happens to the file or folder that a function is given. */
export type FileUse = 'read' | 'write' | 'delete' | 'list'

export interface FileCall {
  readonly use: FileUse
  /** Positions and keywords of the paths. */
  readonly paths: readonly { readonly at: number; readonly keyword: string }[]
}

/** Kinds of files that pandas reads and writes, with the keyword of the path. */
const readers: readonly (readonly [string, string])[] = [
  ...of('filepath_or_buffer', 'csv table fwf stata sas pickle'),
  ...of('path', 'parquet feather orc spss'),
  ...of('path_or_buf', 'json hdf'),
  ...of('io', 'excel html'),
  ...of('path_or_buffer', 'xml'),
]
const writers: readonly (readonly [string, string])[] = [
  ...of('path_or_buf', 'csv json hdf'),
  ...of('path', 'parquet feather orc pickle stata'),
  ...of('path_or_buffer', 'xml'),
  ...of('excel_writer', 'excel'),
  ...of('buf', 'html latex markdown string'),
]

/** Functions that take the path of a file, besides `open`, whose mode decides. */
export const fileCalls: ReadonlyMap<string, FileCall> = new Map<string, FileCall>([
  ...readers.flatMap(([kind, keyword]) => rows('read', keyword, [`pandas.read_${kind}`])),
  ...writers.flatMap(([kind, keyword]) =>
    rows('write', keyword, [`pandas.DataFrame().to_${kind}`, `pandas.Series().to_${kind}`]),
  ),
  ...rows('write', 'path', ['pandas.ExcelWriter', 'pandas.HDFStore']),
  ...rows('read', 'file', [
    ...['load', 'loadtxt', 'genfromtxt', 'fromfile', 'memmap'].map((name) => `numpy.${name}`),
    'numpy.DataSource',
  ]),
  ...rows(
    'write',
    'file',
    ['save', 'savez', 'savez_compressed', 'savetxt'].map((n) => `numpy.${n}`),
  ),
  ...rows('write', 'fname', ['matplotlib.pyplot.savefig', 'matplotlib.pyplot.imsave']),
  ...rows('read', 'fname', ['matplotlib.pyplot.imread', 'matplotlib.image.imread']),
  ...rows(
    'list',
    'path',
    ['listdir', 'scandir', 'walk', 'fwalk', 'chdir'].map((n) => `os.${n}`),
  ),
  ...rows('list', 'top', ['os.walk']),
  ...rows('list', 'path', ['contextlib.chdir']),
  ...rows('list', 'pathname', ['glob.glob', 'glob.iglob']),
  ...rows(
    'write',
    'path',
    ['mkdir', 'makedirs', 'chmod', 'chown', 'mknod', 'mkfifo', 'utime'].map((n) => `os.${n}`),
  ),
  ...rows(
    'delete',
    'path',
    ['remove', 'unlink', 'rmdir', 'removedirs', 'truncate'].map((n) => `os.${n}`),
  ),
  ...rows('delete', 'path', ['shutil.rmtree']),
  ...pairs(
    'read',
    'write',
    ['copy', 'copyfile', 'copy2', 'copytree', 'copymode', 'copystat'].map((n) => `shutil.${n}`),
  ),
  ...pairs('read', 'write', ['os.symlink', 'os.link']),
  ...rows('write', 'base_name', ['shutil.make_archive']),
  ...rows('read', 'filename', ['shutil.unpack_archive', 'linecache.getline', 'fileinput.input']),
  ...rows('read', 'path', ['os.open', 'os.readlink', 'os.stat', 'os.listxattr']),
  ...rows('read', 'filename', [
    'gzip.open',
    'bz2.open',
    'lzma.open',
    'codecs.open',
    'zipfile.ZipFile',
  ]),
  ...rows('read', 'name', ['tarfile.open', 'tarfile.TarFile']),
  ...rows('read', 'database', ['sqlite3.connect']),
  ...rows('read', 'fp', ['PIL.Image.open']),
  ...rows('write', 'fp', ['PIL.Image.open().save']),
  ...rows('read', 'filename', ['cv2.imread', 'openpyxl.load_workbook', 'h5py.File']),
  ...rows('write', 'filename', ['cv2.imwrite', 'openpyxl.Workbook().save', 'joblib.dump']),
  ...rows(
    'read',
    'source',
    [
      ...[
        'parquet.read_table',
        'csv.read_csv',
        'feather.read_table',
        'orc.read_table',
        'memory_map',
      ],
      ...['OSFile', 'json.read_json', 'dataset.dataset'],
    ].map((n) => `pyarrow.${n}`),
  ),
  ...rows('read', 'path_or_buffer', ['pandas.ExcelFile']),
  ...rows('read', 'name', ['io.open_code']),
  ...rows('read', 'args', ['pathlib.Path']),
])

/** `a.b(from, to)` that take the first away. */
export const moveCalls: readonly string[] = ['shutil.move', 'os.rename', 'os.renames', 'os.replace']

/** Functions that open a file in a mode: position and keyword of path and mode. */
export const openCalls: readonly string[] = ['builtins.open', 'os.fdopen']

function rows(use: FileUse, keyword: string, names: readonly string[]): [string, FileCall][] {
  return names.map((name) => [name, { use, paths: [{ at: 0, keyword }] }])
}

function pairs(_from: FileUse, to: FileUse, names: readonly string[]): [string, FileCall][] {
  const paths = [
    { at: 0, keyword: 'src' },
    { at: 1, keyword: 'dst' },
  ]
  return names.map((name) => [name, { use: to, paths }])
}

function of(keyword: string, kinds: string): (readonly [string, string])[] {
  return kinds.split(' ').map((kind) => [kind, keyword])
}
