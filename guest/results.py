"""What a job answers, typed: a JSON header that names the kind and every length, then the blobs."""

import datetime
import decimal
import io
import json
import os
import struct
import sys

from . import columns

MAX_FIGURES = 20
# Last byte on the result descriptor: nothing follows.
DONE = b'D'
_END = bytes(7) + DONE
_LENGTH = struct.Struct('<I')
# The host refuses more: src/sandbox/result/extent.ts.
_MAX_VALUES = 5_000_000
_MAX_COLUMNS = 16_384
_MAX_DEPTH = 64
# Where the root of an SVG begins at the latest.
_SVG_HEAD = 4096
_SAFE_INTEGER = 2**53 - 1
_POSSIBLE = (
    'A result can be a DataFrame, a Series, a number, a text, True or False, a date or time, a list, a dict, '
    'a matplotlib or plotly figure, or None.'
)


class Untyped(Exception):
    """A value that has no place in an answer; the text says where it is and what would do."""


class TooLarge(Exception):
    """The result takes more bytes than the run may give back."""


def encode_answer(value, is_result, picture_format='png'):
    """Gives (header, buffers) for a value; `is_result` is False for the value of a last expression. Pictures are drawn as
    'png' or 'svg'."""
    value = _unwrap(value)
    drawn, figures = _figures(value)
    if drawn or (not is_result and _is_drawing(value)):
        value = None
    described, buffers = _describe(value)
    pictures = [_picture(figure, picture_format) for figure in figures]
    drawn = [{'format': form, 'bytes': len(data)} for form, data in pictures]
    header = {'status': 'completed', 'value': described, 'figures': drawn}
    return header, buffers + [data for _, data in pictures]


def write_result(fd, header, buffers, limit_bytes):
    """Writes the length of what follows, the header behind its own length, the blobs, each padded to 8 bytes, and the end
    mark."""
    views = [memoryview(buffer).cast('B') for buffer in buffers]
    head = json.dumps(header, allow_nan=False).encode('ascii')
    head = head.ljust(_padded(len(head) + (_room(header) if views else 0)))
    size = _LENGTH.size + len(head) + sum(_padded(view.nbytes) for view in views) + len(_END)
    if size > limit_bytes:
        raise TooLarge
    _write(fd, _LENGTH.pack(size) + _LENGTH.pack(len(head)) + head)
    for view in views:
        _write(fd, view)
        _write(fd, bytes(-view.nbytes % 8))
    _write(fd, _END)


def _padded(size):
    return -(-size // 8) * 8


def _room(header):
    """Blanks behind the header, so that the host can write an Arrow stream's own head where the header was."""
    return 512 + 160 * len(header['value'].get('columns', ())) if 'value' in header else 0


def _write(fd, data):
    view = memoryview(data)
    while len(view):
        view = view[os.write(fd, view[: 1 << 20]) :]


def _unwrap(value):
    # The form that PandasAI scripts answer in: {"type": "dataframe", "value": …}.
    if not (isinstance(value, dict) and set(value) == {'type', 'value'}):
        return value
    if value['type'] not in ('dataframe', 'number', 'string', 'boolean', 'plot'):
        return value
    if value['type'] == 'plot' and isinstance(value['value'], str):
        return _PictureFile(value['value'])
    return value['value']


class _PictureFile:
    def __init__(self, path):
        try:
            with open(path, 'rb') as file:
                self.data = file.read()
        except OSError:
            raise Untyped(
                'The plot that `result` names is not a file in the working folder.'
            ) from None
        if self.data.startswith(b'\x89PNG\r\n\x1a\n'):
            self.format = 'png'
        elif b'<svg' in self.data[:_SVG_HEAD]:
            self.format = 'svg'
        else:
            raise Untyped('The plot that `result` names is neither a PNG nor an SVG picture.')


def _figures(value):
    """Gives (whether the value itself is a figure, all figures: drawn ones in order, then the value)."""
    if isinstance(value, _PictureFile):
        return True, [value]
    helpers = sys.modules.get('matplotlib._pylab_helpers')
    figures = [m.canvas.figure for m in helpers.Gcf.get_all_fig_managers()] if helpers else []
    figure = _figure_of(value)
    if figure is not None and figure not in figures:
        figures.append(figure)
    if len(figures) > MAX_FIGURES:
        print(
            f'Only the first {MAX_FIGURES} of {len(figures)} figures are kept.',
            file=sys.stderr,
            flush=True,
        )
    return figure is not None, figures[:MAX_FIGURES]


def _figure_of(value):
    if _is_plotly(value):
        return value
    module = sys.modules.get('matplotlib.figure')
    if module is None:
        return None
    for candidate in (value, getattr(value, 'figure', None), getattr(value, 'fig', None)):
        if isinstance(candidate, module.Figure):
            return candidate
    return None


def _is_plotly(value):
    module = sys.modules.get('plotly.basedatatypes')
    return module is not None and isinstance(value, module.BaseFigure)


def _is_drawing(value):
    artist = sys.modules.get('matplotlib.artist')
    if artist is None:
        return False
    if type(value).__name__ == 'ndarray' and value.dtype == object:
        value = value.ravel().tolist()
    parts = value if isinstance(value, (list, tuple)) else [value]
    return len(parts) > 0 and all(
        isinstance(part, artist.Artist) or type(part).__module__.startswith('matplotlib.')
        for part in parts
    )


def _picture(figure, picture_format):
    if isinstance(figure, _PictureFile):
        return figure.format, figure.data
    if _is_plotly(figure):
        return 'plotly', figure.to_json().encode('utf-8', 'replace')
    sink = io.BytesIO()
    figure.savefig(sink, format=picture_format, bbox_inches='tight')
    return picture_format, sink.getvalue()


def _describe(value):
    frame = _as_frame(value)
    if frame is not None:
        _check_extent(len(frame), frame.shape[1] + columns.index_level_count(frame.index))
        description, buffers = columns.encode_frame(frame)
        return {'kind': 'frame', **description}, buffers
    scalar = _as_scalar(value)
    if scalar is not None:
        return scalar, []
    if isinstance(value, (dict, list, tuple, set, frozenset)) or _is_array(value):
        plain = _as_json(value, 'result', 0)
        _check_count(_count(plain), 'values')
        return {'kind': 'json', 'value': plain}, []
    raise Untyped(
        f'The answer is a {_type_name(value)}, which has no place in a result. {_POSSIBLE}'
    )


def _check_extent(rows, width):
    if width > _MAX_COLUMNS:
        raise Untyped(f'The answer has {width:,} columns; at most {_MAX_COLUMNS:,} have a place in a result.')
    if width == 0:
        _check_count(rows, 'rows')


def _check_count(count, what):
    if count > _MAX_VALUES:
        raise Untyped(
            f'The answer has {count:,} {what}; at most {_MAX_VALUES:,} have a place in a result. Aggregate or cut it.'
        )


def _count(plain):
    """How many values a JSON value holds, itself among them."""
    if isinstance(plain, dict):
        plain = plain.values()
    return 1 + sum(map(_count, plain)) if isinstance(plain, (list, type({}.values()))) else 1


def _as_frame(value):
    pandas = sys.modules.get('pandas')
    if pandas is not None:
        if isinstance(value, pandas.DataFrame):
            return value
        if isinstance(value, pandas.Series):
            return value.to_frame('value' if value.name is None else value.name)
        if isinstance(value, pandas.Index):
            return value.to_frame(index=False)
    arrow = sys.modules.get('pyarrow')
    if arrow is not None and isinstance(value, arrow.Table):
        return value.to_pandas(use_threads=False)
    return None


def _as_scalar(value):
    if _is_missing(value):
        return {'kind': 'none'}
    value = _plain(value)
    if isinstance(value, bool):
        return {'kind': 'boolean', 'value': value}
    if isinstance(value, (int, float, decimal.Decimal)):
        return {'kind': 'number', 'value': _number(value)}
    text = _as_text(value)
    return None if text is None else {'kind': 'string', 'value': text}


def _as_text(value):
    if isinstance(value, str):
        return value.encode('utf-8', 'replace').decode('utf-8')
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta) or type(value).__name__ in ('Period', 'Interval'):
        return str(value)
    return None


def _plain(value):
    numpy = sys.modules.get('numpy')
    if numpy is None:
        return value
    if isinstance(value, (numpy.datetime64, numpy.timedelta64)):
        return str(value)
    if isinstance(value, numpy.generic) or (isinstance(value, numpy.ndarray) and value.ndim == 0):
        return value.item()
    return value


def _is_missing(value):
    if value is None:
        return True
    pandas, numpy = sys.modules.get('pandas'), sys.modules.get('numpy')
    if numpy is not None and isinstance(value, (numpy.datetime64, numpy.timedelta64)):
        return bool(numpy.isnat(value))
    return pandas is not None and (value is pandas.NaT or value is pandas.NA)


def _number(value):
    """A JSON number where a double holds the value exactly, else decimal text."""
    if value != value:
        return 'NaN'
    if value in (float('inf'), float('-inf')):
        return 'Infinity' if value > 0 else '-Infinity'
    if isinstance(value, int):
        return value if abs(value) <= _SAFE_INTEGER else str(value)
    if isinstance(value, decimal.Decimal):
        return float(value) if decimal.Decimal(float(value)) == value else format(value, 'f')
    return float(value)


def _is_array(value):
    numpy, pandas = sys.modules.get('numpy'), sys.modules.get('pandas')
    if numpy is not None and isinstance(value, numpy.ndarray):
        return True
    return pandas is not None and isinstance(value, pandas.api.extensions.ExtensionArray)


def _as_json(value, path, depth):
    if depth > _MAX_DEPTH:
        raise Untyped(f'The answer is nested more than {_MAX_DEPTH} levels deep at `{path[:80]}`.')
    scalar = _as_scalar(value)
    if scalar is not None:
        plain = scalar.get('value')
        return (
            None
            if plain in ('NaN', 'Infinity', '-Infinity') and scalar['kind'] == 'number'
            else plain
        )
    if isinstance(value, dict):
        plain = {_key(k): _as_json(v, f'{path}[{_key(k)!r}]', depth + 1) for k, v in value.items()}
        if len(plain) < len(value):
            raise Untyped(f'`{path[:200]}` has keys that are the same as text, such as 1 and "1".')
        return plain
    items = _items(value)
    if items is None:
        raise Untyped(
            f'`{path[:200]}` is a {_type_name(value)}, which has no place in a result. {_POSSIBLE}'
        )
    return [_as_json(item, f'{path}[{place}]', depth + 1) for place, item in enumerate(items)]


def _items(value):
    pandas = sys.modules.get('pandas')
    if pandas is not None and isinstance(value, pandas.DataFrame):
        return (
            value.reset_index().to_dict('records')
            if _has_index(value)
            else value.to_dict('records')
        )
    if pandas is not None and isinstance(value, (pandas.Series, pandas.Index)):
        return value.tolist()
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=repr)
    if isinstance(value, (list, tuple)):
        return value
    if _is_array(value):
        return value.tolist()
    return None


def _has_index(frame):
    return type(frame.index).__name__ != 'RangeIndex'


def _key(key):
    if isinstance(key, tuple):
        return ' / '.join(_key(part) for part in key)
    text = _as_text(_plain(key))
    return str(key) if text is None else text


def _type_name(value):
    return type(value).__name__[:80]
