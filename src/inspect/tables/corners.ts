/** Functions of libraries meant for data that start another program when they are used as meant. */
export const spawners: readonly string[] = [
  ...['pandas.read_clipboard', 'pandas.DataFrame().to_clipboard', 'pandas.Series().to_clipboard'],
  ...['pandas.io.clipboard.*', 'pandas.io.clipboards.*', 'pandas.test', 'numpy.test', 'scipy.test'],
  ...['matplotlib.test', 'matplotlib.testing.*', 'matplotlib.testing.compare.*'],
  ...['matplotlib.texmanager.*', 'matplotlib.dviread.*', 'matplotlib.backends.backend_pgf.*'],
  ...['matplotlib.animation.FFMpegWriter', 'matplotlib.animation.FFMpegFileWriter'],
  ...['matplotlib.animation.ImageMagickWriter', 'matplotlib.animation.ImageMagickFileWriter'],
  ...[
    'numpy.distutils.*',
    'numpy.distutils.exec_command.*',
    'numpy.lib.utils.*',
    'plotly.io.orca.*',
  ],
  ...['plotly.io.kaleido.*', 'plotly.offline.plot', 'builtins.help', 'pydoc.pager', 'pydoc.help'],
  ...['pydoc.pipepager', 'pydoc.tempfilepager', 'antigravity.*', 'idlelib.*'],
  ...[
    'scipy.io.idl.*',
    'sklearn.utils._testing.*',
    'statsmodels.test',
    'seaborn.utils.ci_to_errsize',
    'uuid._get_command_stdout',
  ],
]

/** Functions of such libraries that run text, or import what a text names. */
export const evaluators: readonly string[] = [
  ...['gettext.c2py', 'numpy.testing.run_module_suite', 'numpy.testing.runstring'],
  ...['pandas.core.computation.**', 'pandas.util._tester.test'],
  ...['pandas.io.formats.style.Styler.from_custom_template', 'unittest.mock.patch'],
  ...['unittest.mock._importer', 'unittest.main', 'doctest.testmod', 'doctest.testfile'],
  ...['logging.config._resolve', 'pydoc.safeimport', 'test.support.*'],
  ...['numpy.safe_eval', 'numpy.testing.rundocs', 'typing.get_type_hints', 'typing._eval_type'],
  ...['typing.ForwardRef()._evaluate', 'string.Formatter().get_field'],
  ...['numpy.lib.utils.safe_eval', 'dataclasses._create_fn', 'collections._sys', 'lib2to3.**'],
]
