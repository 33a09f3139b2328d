"""What most jobs do, done once before they come: lazy imports are made, and in a child memory is its own by then."""

import io
import json
import sys

from . import columns, results

_SCRIPT = 'total = frame.groupby("key")["value"].sum()\ntotal.to_dict()'


def rehearse():
    """Goes through a small job with what is imported; keeps nothing of it."""
    if 'pyarrow.parquet' in sys.modules:
        _read_back()
    if 'pandas' in sys.modules:
        _compute(sys.modules['pandas'])


def rehearse_drawing():
    """Draws a small chart, which loads fonts and the PNG writer."""
    pyplot = sys.modules['matplotlib.pyplot']
    figure, axes = pyplot.subplots()
    axes.plot([1, 2], label='a')
    axes.set_title('a')
    axes.legend()
    figure.savefig(io.BytesIO(), format='png', bbox_inches='tight')
    pyplot.close(figure)


def _compute(pandas):
    frame = pandas.DataFrame({'key': [n % 7 for n in range(1000)], 'value': range(1000)})
    frame['name'] = 'a'
    frame['day'] = pandas.Timestamp(2024, 1, 1)
    names = {'frame': frame}
    exec(compile(_SCRIPT, 'script.py', 'exec'), names)
    best = frame[frame['value'] > 10].sort_values('value', ascending=False).head(3)
    best.groupby('name').agg({'value': 'mean'}).reset_index().merge(best, on='name')
    columns.encode_frame(best)
    header, _ = results.encode_answer(names['total'].to_dict(), True)
    json.dumps(header)


def _read_back():
    pyarrow, parquet = sys.modules['pyarrow'], sys.modules['pyarrow.parquet']
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table({'a': [1, 2], 'b': ['x', None]}), sink)
    table = parquet.ParquetFile(pyarrow.BufferReader(sink.getvalue())).read(use_threads=False)
    if 'pandas' in sys.modules:
        table.to_pandas(use_threads=False)
