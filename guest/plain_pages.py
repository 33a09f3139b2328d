"""Reads columns of an uncompressed Parquet file whose pages hold one value after another, each value moved once.

Page headers are Thrift's compact protocol (parquet.thrift, PageHeader). What is stored in any other way is left to pyarrow."""

import contextlib
import mmap

import numpy

TYPES = {'double': 'f8', 'float': 'f4', 'int64': 'i8', 'int32': 'i4', 'timestamp[us]': 'M8[us]'}
_DATA_PAGE, _PLAIN = 0, 0
_TRUE, _FALSE, _I16, _I32, _I64, _BINARY, _STRUCT = 1, 2, 4, 5, 6, 8, 12
# Fields of PageHeader and, in it, of DataPageHeader.
_PAGE_TYPE, _FULL_SIZE, _STORED_SIZE, _DATA_HEADER = 1, 2, 3, 5
_VALUE_COUNT, _ENCODING = 1, 2
_LINE = 64


class _Otherwise(Exception):
    """The column is stored in some other way."""


def plan_columns(file):
    """The fields of a `ParquetFile` that may be stored so, by what the file says of them."""
    if len(file.schema) != len(file.schema_arrow):
        return []
    groups = [file.metadata.row_group(group) for group in range(file.num_row_groups)]
    return [
        field
        for at, field in enumerate(file.schema_arrow)
        if str(field.type) in TYPES and all(_is_plain(group.column(at)) for group in groups)
    ]


def _is_plain(chunk):
    return chunk.compression == 'UNCOMPRESSED' and not chunk.has_dictionary_page


def read_columns(data, file, fields):
    """Gives name to array for each of the fields that is stored so and misses no value."""
    rows, read = file.metadata.num_rows, {}
    arrays = arrays_in_one_piece(rows, [TYPES[str(field.type)] for field in fields])
    for field, values in zip(fields, arrays):
        try:
            _read_column(data, file, file.schema_arrow.get_field_index(field.name), values)
            read[field.name] = values
        except _Otherwise:
            continue
    return read


def arrays_in_one_piece(rows, types):
    """Empty arrays of memory that the kernel is asked to give in large pages, which take it much less time."""
    sizes = [-(-rows * numpy.dtype(name).itemsize // _LINE) * _LINE for name in types]
    memory = mmap.mmap(-1, max(1, sum(sizes)), mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with contextlib.suppress(AttributeError, OSError):
        memory.madvise(mmap.MADV_HUGEPAGE)
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    return [
        numpy.frombuffer(memory, dtype=name, count=rows, offset=start)
        for name, start in zip(types, starts)
    ]


def _read_column(data, file, at, values):
    is_optional = file.schema.column(at).max_definition_level == 1
    filled = 0
    for group in range(file.num_row_groups):
        chunk = file.metadata.row_group(group).column(at)
        end = filled + chunk.num_values
        _fill(values[filled:end], data, chunk.data_page_offset, is_optional)
        filled = end


def _fill(values, data, position, is_optional):
    while len(values):
        header, start = _struct(data, position)
        page = header.get(_DATA_HEADER)
        is_whole = header.get(_FULL_SIZE) == header.get(_STORED_SIZE)
        if header.get(_PAGE_TYPE) != _DATA_PAGE or page.get(_ENCODING) != _PLAIN or not is_whole:
            raise _Otherwise
        count, position = page[_VALUE_COUNT], start + header[_STORED_SIZE]
        if is_optional:
            start = _past_levels(data, start, count)
        if count > len(values) or start + count * values.itemsize != position:
            raise _Otherwise
        values[:count] = numpy.frombuffer(data, dtype=values.dtype, count=count, offset=start)
        values = values[count:]


def _past_levels(data, position, count):
    """Where the values start, if one run says that all of them are there (RLE/bit-packing hybrid)."""
    end = position + 4 + int.from_bytes(data[position : position + 4], 'little')
    run, position = _varint(data, position + 4)
    if run & 1 or run >> 1 != count or data[position] != 1 or position + 1 != end:
        raise _Otherwise
    return end


def _struct(data, position):
    fields, number = {}, 0
    while data[position]:
        step, kind = data[position] >> 4, data[position] & 15
        number, position = number + step, position + 1
        value = None
        if kind in (_I16, _I32, _I64):
            value, position = _varint(data, position)
            value = (value >> 1) ^ -(value & 1)
        elif kind == _BINARY:
            size, position = _varint(data, position)
            position += size
        elif kind == _STRUCT:
            value, position = _struct(data, position)
        elif kind not in (_TRUE, _FALSE):
            raise _Otherwise
        if step == 0:
            raise _Otherwise
        fields[number] = value
    return fields, position + 1


def _varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7
