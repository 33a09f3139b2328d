"""Reads Arrow IPC streams and files into pandas with numpy alone, for runtimes without pyarrow.

Layouts from the Arrow columnar format 1.5 and its Message.fbs and Schema.fbs. Compressed batches and nested types
raise ValueError."""

import struct

import numpy
import pandas

_SCHEMA, _DICTIONARY_BATCH, _RECORD_BATCH = 1, 2, 3
_NULL, _INT, _FLOAT, _UTF8, _BOOL, _DECIMAL, _DATE = 1, 2, 3, 5, 6, 7, 8
_TIMESTAMP, _DURATION, _LARGE_UTF8 = 10, 18, 20
_UNITS = ('s', 'ms', 'us', 'ns')
_FILE_MAGIC = b'ARROW1'
_LOW_HALF = 2**64 - 1


def read_frame(data):
    """Gives a frame for the bytes of an Arrow IPC stream or file."""
    view = memoryview(data)
    is_file = bytes(view[:6]) == _FILE_MAGIC
    fields = _footer_fields(view) if is_file else []
    dictionaries, batches = {}, []
    for kind, header, body in _messages(view, 8 if is_file else 0):
        if kind == _SCHEMA:
            fields = _fields(header)
        elif kind == _DICTIONARY_BATCH:
            number = header.scalar(0, 'q', 0)
            if header.scalar(2, '?', False):
                raise ValueError('Arrow dictionaries that come in parts need pyarrow')
            field = next(field for field in fields if field.dictionary == number)
            dictionaries[number] = _Batch(header.table(1), body).column(field, None)
        elif kind == _RECORD_BATCH:
            batch = _Batch(header, body)
            batches.append([batch.column(field, dictionaries) for field in fields])
    columns = [_joined(parts) for parts in zip(*batches)] if batches else [[] for _ in fields]
    frame = pandas.DataFrame(dict(enumerate(columns)))
    frame.columns = [field.name for field in fields]
    return frame


def _fields(schema):
    return [_Field(table) for table in schema.tables(1)]


def _footer_fields(view):
    # Not every writer repeats the schema at the head of a file.
    end = len(view) - len(_FILE_MAGIC) - 4
    start = end - struct.unpack_from('<i', view, end)[0]
    footer = _Table(view, start + struct.unpack_from('<I', view, start)[0])
    return _fields(footer.table(1))


def _messages(view, position):
    while position + 8 <= len(view):
        mark, length = struct.unpack_from('<Ii', view, position)
        if mark != 0xFFFFFFFF or length == 0:
            return
        message = _Table(view, position + 8 + struct.unpack_from('<I', view, position + 8)[0])
        body = position + 8 + length
        size = message.scalar(3, 'q', 0)
        yield message.scalar(1, 'B', 0), message.table(2), view[body : body + size]
        position = body + size


class _Table:
    """A FlatBuffers table (flatbuffers.dev/internals)."""

    def __init__(self, view, position):
        self._view, self._position = view, position
        self._vtable = position - struct.unpack_from('<i', view, position)[0]
        self._vtable_size = struct.unpack_from('<H', view, self._vtable)[0]

    def _place(self, slot):
        entry = 4 + 2 * slot
        if entry >= self._vtable_size:
            return None
        offset = struct.unpack_from('<H', self._view, self._vtable + entry)[0]
        return self._position + offset if offset else None

    def _target(self, slot):
        place = self._place(slot)
        return None if place is None else place + struct.unpack_from('<I', self._view, place)[0]

    def scalar(self, slot, code, default):
        place = self._place(slot)
        return default if place is None else struct.unpack_from('<' + code, self._view, place)[0]

    def table(self, slot):
        target = self._target(slot)
        return None if target is None else _Table(self._view, target)

    def text(self, slot):
        target = self._target(slot)
        if target is None:
            return None
        size = struct.unpack_from('<I', self._view, target)[0]
        return bytes(self._view[target + 4 : target + 4 + size]).decode()

    def tables(self, slot):
        target = self._target(slot)
        count = 0 if target is None else struct.unpack_from('<I', self._view, target)[0]
        places = [target + 4 + 4 * index for index in range(count)]
        return [_Table(self._view, p + struct.unpack_from('<I', self._view, p)[0]) for p in places]

    def structs(self, slot):
        """A vector of structs of two 64-bit integers."""
        target = self._target(slot)
        count = 0 if target is None else struct.unpack_from('<I', self._view, target)[0]
        return [
            struct.unpack_from('<qq', self._view, target + 4 + 16 * index) for index in range(count)
        ]


class _Field:
    def __init__(self, table):
        self.name = table.text(0)
        self.kind = table.scalar(2, 'B', 0)
        self.type = table.table(3)
        encoding = table.table(4)
        self.dictionary = None if encoding is None else encoding.scalar(0, 'q', 0)
        self.index = None if encoding is None else encoding.table(1)


class _Batch:
    """A record batch whose columns are taken in the order of the schema."""

    def __init__(self, table, body):
        if table.table(3) is not None:
            raise ValueError('compressed Arrow batches need pyarrow')
        self.rows = table.scalar(0, 'q', 0)
        self._nodes, self._buffers = iter(table.structs(1)), iter(table.structs(2))
        self._body = body

    def column(self, field, dictionaries):
        _, null_count = next(self._nodes)
        if field.kind == _NULL:
            return numpy.full(self.rows, None, dtype=object)
        valid = self._bits() if null_count else self._skip()
        if field.dictionary is not None and dictionaries is not None:
            codes = self._numbers(_int_type(field.index) if field.index else 'int32')
            codes = codes if valid is None else numpy.where(valid, codes, -1)
            return pandas.Categorical.from_codes(codes, dictionaries.get(field.dictionary, []))
        if field.kind in (_UTF8, _LARGE_UTF8):
            return self._text('int64' if field.kind == _LARGE_UTF8 else 'int32', valid)
        return _with_nulls(self._values(field), valid)

    def _values(self, field):
        kind, table = field.kind, field.type
        if kind == _BOOL:
            return self._bits()
        if kind == _INT:
            return self._numbers(_int_type(table))
        if kind == _FLOAT:
            return self._numbers(('float16', 'float32', 'float64')[table.scalar(0, 'h', 0)])
        if kind == _DATE:
            is_day = table.scalar(0, 'h', 1) == 0
            days = (
                self._numbers('int32').astype('datetime64[D]')
                if is_day
                else self._numbers('datetime64[ms]')
            )
            return days.astype('datetime64[ns]')
        if kind == _TIMESTAMP:
            values = self._numbers(f'datetime64[{_UNITS[table.scalar(0, "h", 0)]}]')
            zone = table.text(1)
            return (
                values
                if zone is None
                else pandas.Series(values).dt.tz_localize('UTC').dt.tz_convert(zone)
            )
        if kind == _DURATION:
            return self._numbers(f'timedelta64[{_UNITS[table.scalar(0, "h", 1)]}]')
        if kind == _DECIMAL and table.scalar(2, 'i', 128) == 128:
            halves = self._numbers('int64', 2 * self.rows).reshape(-1, 2)
            scale = 10 ** table.scalar(1, 'i', 0)
            whole = [(high << 64) + (low & _LOW_HALF) for low, high in halves.tolist()]
            return numpy.array([value / scale for value in whole], dtype='float64')
        raise ValueError(f'Arrow type {kind} needs pyarrow')

    def _next(self):
        offset, size = next(self._buffers)
        return self._body[offset : offset + size]

    def _skip(self):
        self._next()

    def _numbers(self, dtype, count=None):
        return numpy.frombuffer(
            self._next(), dtype=dtype, count=self.rows if count is None else count
        )

    def _bits(self):
        packed = numpy.frombuffer(self._next(), dtype='uint8')
        return numpy.unpackbits(packed, count=self.rows, bitorder='little').astype(bool)

    def _text(self, offset_type, valid):
        offsets = (
            self._numbers(offset_type, self.rows + 1).tolist() if self.rows else self._skip() or [0]
        )
        data = bytes(self._next())
        texts = numpy.empty(self.rows, dtype=object)
        texts[:] = [data[start:end].decode() for start, end in zip(offsets, offsets[1:])]
        if valid is not None:
            texts[~valid] = None
        return texts


def _int_type(table):
    return f'{"int" if table.scalar(1, "?", False) else "uint"}{table.scalar(0, "i", 0)}'


def _with_nulls(values, valid):
    if valid is None:
        return values
    return pandas.Series(values).where(valid) if values.dtype != bool else _objects(values, valid)


def _objects(values, valid):
    objects = values.astype(object)
    objects[~valid] = None
    return objects


def _joined(parts):
    if len(parts) == 1:
        return parts[0]
    return pandas.concat([pandas.Series(part) for part in parts], ignore_index=True)
