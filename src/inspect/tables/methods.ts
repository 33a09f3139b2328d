import type { Effect } from './effects.ts'

/** How a function opens a file: the position of its mode, the mode without one (`''` where it both reads and writes), and of the path. */
export interface Opening {
  readonly mode: number
  readonly without: string
  /** -1 where the object is the path. */
  readonly path: number
}

/** Functions that read or write by their mode. */
export const opening: ReadonlyMap<string, Opening> = new Map<string, Opening>([
  ...['builtins.open', 'os.open', 'codecs.open', 'gzip.open', 'bz2.open', 'lzma.open'].map(atFirst),
  ...['io.FileIO', 'gzip.GzipFile', 'bz2.BZ2File', 'lzma.LZMAFile', 'zipfile.ZipFile'].map(atFirst),
  ...['tarfile.open', 'tarfile.TarFile', 'pyarrow.OSFile', 'numpy.lib.format.open_memmap'].map(
    atFirst,
  ),
  ['numpy.memmap', { mode: 2, without: 'r+', path: 0 }],
  ['pandas.HDFStore', { mode: 1, without: 'a', path: 0 }],
  ['sqlite3.connect', { mode: 99, without: 'r+', path: 0 }],
  ['pathlib.Path().open', { mode: 0, without: 'r', path: -1 }],
])

/** Attributes through which any object leads to the interpreter. */
export const hiddenAttributes: ReadonlySet<string> = new Set(
  (
    '__subclasses__ __globals__ __builtins__ __getattribute__ __code__ __self__ __closure__ __loader__ __spec__ __reduce__ ' +
    '__reduce_ex__ __import__ __func__ __mro__ __bases__ __base__ f_globals f_locals f_builtins f_back tb_frame gi_frame ' +
    'cr_frame ag_frame gi_code cr_code ag_code'
  ).split(' '),
)

/** Methods that write a file, with the keyword of its path. */
export const pathKeywords: ReadonlyMap<string, string> = new Map([
  ['savefig', 'fname'],
  ...'csv excel parquet json feather pickle html sql hdf stata orc latex markdown xml string gbq iceberg'
    .split(' ')
    .map((format) => [`to_${format}`, 'path_or_buf'] as const),
])

/** Methods that change files whose path is in the object. */
export const writingMethods: ReadonlySet<string> = new Set(
  'write_text write_bytes touch symlink_to hardlink_to unlink'.split(' '),
)

/** Methods of objects, though not functions of modules, that write to a path they are given or have. */
export const savingMethods: ReadonlySet<string> = new Set(
  (
    'tofile dump save savetxt extractall write_html write_image write_json write_csv write_parquet write_ipc print_figure ' +
    'print_png dump_stats mkdir rmdir chmod sink_csv sink_parquet save_model'
  ).split(' '),
)

/** Methods that mean the same wherever they are. */
export const methodEffects: ReadonlyMap<string, readonly Effect[]> = new Map<
  string,
  readonly Effect[]
>([
  ...['subprocess_shell', 'subprocess_exec'].map((name) => [name, ['processes']] as const),
  ...['create_connection', 'create_server', 'create_datagram_endpoint', 'to_gbq', 'urlopen'].map(
    (name) => [name, ['network']] as const,
  ),
  ...['load_extension', 'enable_load_extension', 'load_module', 'exec_module', 'runsource'].map(
    (name) => [name, ['code']] as const,
  ),
  ...['read_text', 'read_bytes'].map((name) => [name, ['reads']] as const),
  ...['runcode', 'find_class', 'f_globals'].map((name) => [name, ['code']] as const),
])

/** Methods to which pandas takes the name of another method. */
export const appliers: ReadonlySet<string> = new Set([
  ...['agg', 'aggregate', 'apply', 'transform', 'map'],
])

const models =
  'ols gls wls glsar mixedlm glm rlm logit probit mnlogit poisson negativebinomial quantreg phreg gee'
const constructors = 'OLS GLM GLS WLS Logit Probit MixedLM RLM Poisson'

/** Functions that evaluate their first argument, a text, as an expression over columns; true where plain names in it are variables. */
export const evaluated: ReadonlyMap<string, boolean> = new Map([
  ...['pandas.DataFrame().eval', 'pandas.DataFrame().query'].map((name) => [name, false] as const),
  ...[
    'pandas.eval',
    ...models.split(' ').map((model) => `statsmodels.formula.api.${model}`),
    ...constructors.split(' ').map((model) => `statsmodels.api.${model}.from_formula`),
    ...['patsy.dmatrix', 'patsy.dmatrices', 'patsy.ModelDesc.from_formula'],
    ...['formulaic.model_matrix', 'formulaic.Formula', 'patsy.build_design_matrices'],
    ...['linearmodels.PanelOLS.from_formula', 'numexpr.evaluate', 'numexpr.re_evaluate'],
  ].map((name) => [name, true] as const),
])

/** A method that writes a file by itself when it is called. */
export function writesItself(name: string): boolean {
  return pathKeywords.has(name) || writingMethods.has(name)
}

function atFirst(name: string): [string, Opening] {
  return [name, { mode: 1, without: 'r', path: 0 }]
}
