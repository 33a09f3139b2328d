"""What most jobs do, done once before they come: lazy imports are made, and in a child memory is its own by then."""

import io
import json
import sys

from . import columns, results

_SCRIPT = 'total = frame.groupby("key")["value"].sum()\ntotal.to_dict()'


def rehearse():
    """Goes through many things once with what is imported, so that what is lazy in it is loaded; keeps nothing."""
    if 'pyarrow.parquet' in sys.modules:
        _read_back()
    if 'pandas' not in sys.modules:
        return
    pandas = sys.modules['pandas']
    frame = _run_script(pandas)
    frame['name'] = 'a'
    frame['day'] = pandas.Timestamp(2024, 1, 1)
    best = frame[frame['value'] > 10].sort_values('value', ascending=False).head(3)
    best.groupby('name').agg({'value': 'mean'}).reset_index().merge(best, on='name')
    columns.encode_frame(best)


def rehearse_briefly():
    """In a child, before its job comes: goes through a small job, so that the memory it takes is its own by then."""
    if 'pandas' in sys.modules:
        _run_script(sys.modules['pandas'])


def rehearse_drawing():
    """Draws a small chart, which loads fonts and the PNG writer."""
    pyplot = sys.modules['matplotlib.pyplot']
    figure, axes = pyplot.subplots()
    axes.plot([1, 2], label='a')
    axes.set_title('a')
    axes.legend()
    figure.savefig(io.BytesIO(), format='png', bbox_inches='tight')
    pyplot.close(figure)


def _run_script(pandas):
    frame = pandas.DataFrame({'key': [n % 7 for n in range(1000)], 'value': range(1000)})
    names = {'frame': frame}
    exec(compile(_SCRIPT, 'script.py', 'exec'), names)
    header, _ = results.encode_answer(names['total'].to_dict(), True)
    json.dumps(header)
    return frame


def _read_back():
    pyarrow, parquet = sys.modules['pyarrow'], sys.modules['pyarrow.parquet']
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table({'a': [1, 2], 'b': ['x', None]}), sink)
    table = parquet.ParquetFile(pyarrow.BufferReader(sink.getvalue())).read(use_threads=False)
    if 'pandas' in sys.modules:
        table.to_pandas(use_threads=False)
