"""Imports what jobs will want, once, so that a job starts with it in memory."""

import contextlib
import gc
import importlib
import os
import shutil
import sys
import threading

_FONT_CACHE = '/font-cache'
_THREAD_STACK_BYTES = 2 << 20


def preload(names):
    """Imports the modules that there are, uses them once, and freezes the heap; raises where a thread was left."""
    provide_font_cache()
    threading.stack_size(_THREAD_STACK_BYTES)
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for name, warm in _WARM_UPS.items():
        if name in sys.modules:
            warm(sys.modules[name])
    if len(os.listdir('/proc/self/task')) != 1:
        raise RuntimeError('a preloaded library started a thread, so no child can be forked safely')
    gc.collect()
    gc.freeze()


def provide_font_cache():
    """Puts the ready-made font cache, where there is one, into the folder that matplotlib looks in."""
    if os.path.isdir(_FONT_CACHE) and 'matplotlib' not in sys.modules:
        shutil.copytree(_FONT_CACHE, os.environ['MPLCONFIGDIR'], dirs_exist_ok=True)


def address_space_bytes():
    """What this process has mapped, which every child starts with."""
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[0]) * os.sysconf('SC_PAGE_SIZE')


def _warm_pandas(pandas):
    frame = pandas.DataFrame({'key': ['a', 'b', 'a'], 'value': [1.0, 2.0, 3.0]})
    frame.groupby('key')['value'].agg(['sum', 'mean']).sort_values('sum').head(1).to_dict()
    frame['day'] = pandas.to_datetime(['2024-01-01'] * 3)
    frame[frame['value'] > 1].merge(frame, on='key').describe()
    repr(frame)


def _warm_parquet(parquet):
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table({'a': [1, 2], 'b': ['x', None]}), sink)
    table = parquet.ParquetFile(pyarrow.BufferReader(sink.getvalue())).read(use_threads=False)
    if 'pandas' in sys.modules:
        table.to_pandas(use_threads=False)


def _warm_pyplot(pyplot):
    import io

    figure, axes = pyplot.subplots()
    axes.plot([1, 2], label='a')
    axes.set_title('a')
    axes.legend()
    figure.savefig(io.BytesIO(), format='png')
    pyplot.close(figure)


_WARM_UPS = {
    'pandas': _warm_pandas,
    'pyarrow.parquet': _warm_parquet,
    'matplotlib.pyplot': _warm_pyplot,
}
