"""A pandas frame as Arrow column buffers (columnar format 1.5): validity bits, then offsets for text, then data.

Only buffers leave. The host writes all metadata itself, from a header that names each storage and length."""

import datetime
import json
import sys

_EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_MAX_TEXT_BYTES = 2**31 - 1
# Leaves room for the number that makes it unique; the host cuts at 1024.
_MAX_NAME = 1000
# Below so many rows, and with so many objects in a sample of them, looking for what comes again does not pay.
_MANY_ROWS, _SAMPLE = 10_000, 1000


class TextTooLong(Exception):
    """A text column that 32-bit offsets cannot address."""


def encode_frame(frame):
    """Gives ({rowCount, columns}, buffers) for a frame; an index that means something comes first, as columns."""
    names, series = _flatten(frame)
    columns, buffers = [], []
    for name, values in zip(_unique(names), series, strict=True):
        storage, parts = _encode(values)
        column = {'name': name, 'storage': storage, 'buffers': [part.nbytes for part in parts]}
        zone = getattr(values.dtype, 'tz', None)
        if zone is not None:
            column['timezone'] = str(zone)
        columns.append(column)
        buffers.extend(parts)
    return {'rowCount': len(frame), 'columns': columns}, buffers


def index_level_count(index):
    """How many columns an index becomes: none where it only counts the rows."""
    import pandas

    is_count = isinstance(index, pandas.RangeIndex) and index.start == 0 and index.step == 1
    return 0 if is_count else index.nlevels


def _flatten(frame):
    import pandas

    names = [_text_of_name(name) for name in frame.columns]
    series = [frame.iloc[:, position] for position in range(len(names))]
    index = frame.index
    levels = range(index_level_count(index))
    index_names = [_index_name(index.names[level], level, index.nlevels, names) for level in levels]
    index_series = [pandas.Series(index.get_level_values(level)) for level in levels]
    return index_names + names, index_series + series


def _index_name(name, level, count, taken):
    if name is not None:
        return _text_of_name(name)
    if count > 1:
        return f'level_{level}'
    return 'index' if 'index' not in taken else 'level_0'


def _text_of_name(name):
    if isinstance(name, tuple):
        return ' / '.join(_clean(str(part)) for part in name if part != '')[:_MAX_NAME]
    return _clean(str(name))[:_MAX_NAME]


def _unique(names):
    seen, unique = set(), []
    for name in names:
        candidate, count = name, 1
        while candidate in seen:
            count += 1
            candidate = f'{name} ({count})'
        seen.add(candidate)
        unique.append(candidate)
    return unique


def _encode(series):
    import numpy
    import pandas

    types, dtype = pandas.api.types, series.dtype
    if dtype == object or isinstance(dtype, pandas.StringDtype):
        buffers = _arrow_text(series)
        if buffers is not None:
            return 'utf8', buffers
    missing = series.isna().to_numpy(dtype=bool)
    if types.is_bool_dtype(dtype) and dtype != object:
        data = (
            series.to_numpy(dtype=bool, na_value=False)
            if missing.any()
            else series.to_numpy(dtype=bool)
        )
        return 'bool', [_validity(missing), _bits(data)]
    if types.is_datetime64_any_dtype(dtype) or types.is_timedelta64_dtype(dtype):
        return _encode_time(series, missing)
    numeric = getattr(dtype, 'numpy_dtype', dtype)
    if isinstance(numeric, numpy.dtype) and numeric.kind in 'iuf':
        return _encode_number(series, numeric, missing)
    return _encode_objects(series.to_numpy(dtype=object), missing)


def _encode_number(series, dtype, missing):
    storage = {'float16': 'float32', 'float128': 'float64', 'longdouble': 'float64'}.get(
        dtype.name, dtype.name
    )
    if missing.any() and series.dtype != dtype:
        data = series.to_numpy(dtype=storage, na_value=0)
    else:
        data = series.to_numpy(dtype=storage)
    return storage, [_validity(missing), _contiguous(data)]


def _encode_time(series, missing):
    import numpy

    is_duration = series.dtype.kind == 'm'
    if getattr(series.dtype, 'tz', None) is not None:
        series = series.dt.tz_convert('UTC').dt.tz_localize(None)
    values = series.to_numpy(dtype=getattr(series.dtype, 'numpy_dtype', series.dtype))
    unit = numpy.datetime_data(values.dtype)[0]
    if unit not in ('s', 'ms', 'us', 'ns'):
        unit = 'ns'
        values = values.astype('timedelta64[ns]' if is_duration else 'datetime64[ns]')
    storage = f'{"duration" if is_duration else "timestamp"}[{unit}]'
    return storage, [_validity(missing), _contiguous(values.view('int64'))]


def _encode_objects(values, missing):
    import numpy
    import pandas

    present = values[~missing]
    kind = pandas.api.types.infer_dtype(present, skipna=False) if len(present) else 'empty'
    if kind == 'boolean':
        data = numpy.zeros(len(values), dtype=bool)
        data[~missing] = present.astype(bool)
        return 'bool', [_validity(missing), _bits(data)]
    if kind == 'integer' and all(-(2**63) <= value < 2**63 for value in present):
        return 'int64', [_validity(missing), _spread(present, missing, 'int64')]
    if kind in ('floating', 'mixed-integer-float'):
        return 'float64', [_validity(missing), _spread(present, missing, 'float64')]
    if kind == 'date':
        days = [value.toordinal() - _EPOCH_DAY for value in present]
        return 'date32', [_validity(missing), _spread(days, missing, 'int32')]
    return 'utf8', [_validity(missing), *_text(present, missing)]


def _arrow_text(series):
    """Validity, offsets and data by pyarrow's own loop; None where it has no answer, as for lone surrogates."""
    import numpy
    import pandas

    pyarrow, values = sys.modules.get('pyarrow'), series.array
    if pyarrow is None or len(series) == 0:
        return None
    codes = None
    if series.dtype == object:
        values, codes = _distinct(series.to_numpy())
        # pyarrow would take bytes for text.
        if pandas.api.types.infer_dtype(values, skipna=True) != 'string':
            return None
    try:
        array = pyarrow.array(values, type=pyarrow.string(), from_pandas=True)
        array = array if codes is None else array.take(pyarrow.array(codes))
    except (pyarrow.ArrowException, UnicodeError, TypeError, ValueError):
        return None
    if not isinstance(array, pyarrow.StringArray) or array.offset != 0:
        return None
    valid, offsets, data = array.buffers()
    offsets = numpy.frombuffer(offsets, dtype='int32', count=len(series) + 1)
    if offsets[0] != 0:
        return None
    is_whole = array.null_count == 0 or valid is None
    valid = memoryview(b'' if is_whole else valid)[: -(-len(series) // 8)]
    return [valid, offsets, memoryview(data or b'')[: int(offsets[-1])]]


def _distinct(values):
    """Gives (objects, codes) where few objects come again and again, told by identity; else (all values, None)."""
    import numpy
    import pandas

    addresses = numpy.asarray(_Addresses(values))
    if len(values) < _MANY_ROWS or len(pandas.unique(addresses[:_SAMPLE])) > _SAMPLE // 4:
        return values, None
    codes, distinct = pandas.factorize(addresses)
    # Later rows are written first, so that the first row of each stays.
    rows = numpy.empty(len(distinct), dtype=codes.dtype)
    rows[codes[::-1]] = numpy.arange(len(codes) - 1, -1, -1)
    return values[rows], codes


class _Addresses:
    """The places of an array's objects in memory, as an array of numbers (numpy's array interface, version 3)."""

    def __init__(self, values):
        self._values = values
        place = values.__array_interface__
        self.__array_interface__ = {**place, 'typestr': '<i8', 'descr': [('', '<i8')]}


def _text(present, missing):
    import numpy

    texts = [value if type(value) is str else _text_of_cell(value) for value in present.tolist()]
    joined = ''.join(texts)
    if joined.isascii():
        data, sizes = joined.encode('ascii'), list(map(len, texts))
    else:
        pieces = [text.encode('utf-8', 'replace') for text in texts]
        data, sizes = b''.join(pieces), list(map(len, pieces))
    if len(data) > _MAX_TEXT_BYTES:
        raise TextTooLong
    offsets = numpy.zeros(len(missing) + 1, dtype='int32')
    numpy.cumsum(_spread(sizes, missing, 'int32'), out=offsets[1:])
    return offsets, memoryview(data)


def _text_of_cell(value):
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, default=str, ensure_ascii=False)
    isoformat = getattr(value, 'isoformat', None)
    return isoformat() if callable(isoformat) else str(value)


def _spread(present, missing, dtype):
    import numpy

    data = numpy.zeros(len(missing), dtype=dtype)
    data[~missing] = present
    return data


def _validity(missing):

    if not missing.any():
        return memoryview(b'')
    return _bits(~missing)


def _bits(flags):
    import numpy

    return numpy.packbits(flags, bitorder='little')


def _contiguous(data):
    import numpy

    return numpy.ascontiguousarray(data)


def _clean(text):
    return text.encode('utf-8', 'replace').decode('utf-8')
