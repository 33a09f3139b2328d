"""What most jobs do, done once before they come: lazy imports are made, and in a child memory is its own by then."""

import io
import json
import sys

from . import columns, inputs, results

_ROWS = 10
_SCRIPT = """
mean = frame.groupby('name')['value'].mean()
total = frame.groupby('key')['value'].sum().to_dict()
"""
# A granted file such as jobs get, written once and read in every child.
_granted = []


def rehearse():
    """Goes through many things once with what is imported, so that what is lazy in it is loaded."""
    if 'pandas' not in sys.modules:
        return
    frame = _wide_frame(sys.modules['pandas'])
    if 'pyarrow.parquet' in sys.modules:
        sink = io.BytesIO()
        frame.to_parquet(sink)
        _granted.append(sink.getvalue())
    _run_script()
    best = frame[frame['value'] > 10].sort_values('value', ascending=False).head(3)
    best.groupby('name').agg({'value': 'mean'}).reset_index().merge(best, on='name')
    columns.encode_frame(best)


def rehearse_briefly():
    """In a child, before its job comes: goes through a small job, so that the memory it takes is its own by then."""
    if 'pandas' in sys.modules:
        _run_script()


def rehearse_drawing():
    """Draws a small chart, which loads fonts and the PNG writer."""
    pyplot = sys.modules['matplotlib.pyplot']
    figure, axes = pyplot.subplots()
    axes.plot([1, 2], label='a')
    axes.set_title('a')
    axes.legend()
    figure.savefig(io.BytesIO(), format='png', bbox_inches='tight')
    pyplot.close(figure)


def _run_script():
    if _granted:
        frame = inputs.read_frame(_granted[0], 'parquet')
    else:
        frame = _wide_frame(sys.modules['pandas'])
    names = {'frame': frame}
    exec(compile(_SCRIPT, 'script.py', 'exec'), names)
    json.dumps(results.encode_answer(names['total'], True)[0])
    results.encode_answer(names['mean'], True)


def _wide_frame(pandas):
    frame = pandas.DataFrame({'key': [row % 7 for row in range(_ROWS)], 'value': range(_ROWS)})
    frame['name'] = frame['key'].astype(str)
    frame['day'] = pandas.Timestamp(2024, 1, 1)
    for extra in range(10):
        frame[f'extra {extra}'] = frame['name'] if extra % 2 else frame['value'] / 8
    return frame
