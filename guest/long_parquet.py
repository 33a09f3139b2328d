"""Reads a Parquet file of many rows into a frame of one array a column, each made at once and filled group by group: what
a frame costs is memory that is touched for the first time."""

import threading

import numpy
import pandas
import pyarrow
from pyarrow import parquet

from . import plain_pages

_BYTES_A_CODE = 3


def read_frame(data, source, file):
    """The frame of a `ParquetFile` that was opened over `source`, which reads `data`."""
    names = file.schema_arrow.names
    plain = plain_pages.plan_columns(file)
    columns = _Beside(lambda: plain_pages.read_columns(data, file, plain))
    others = [field for field in file.schema_arrow if field not in plain]
    read = _read_others(source, file, others)
    read.update(columns.take())
    read.update(_read_others(source, file, [f for f in plain if f.name not in read]))
    return pandas.DataFrame({name: read[name] for name in names}, copy=False)


class _Beside:
    """Work that is done in a thread of its own, or at once where there may be no other."""

    def __init__(self, work):
        self._work, self._result, self._error = work, None, None
        self._thread = threading.Thread(target=self._do)
        try:
            self._thread.start()
        except RuntimeError:
            self._thread = None
            self._do()

    def take(self):
        if self._thread is not None:
            self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result

    def _do(self):
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error


def _read_others(source, file, fields):
    repeating = [field.name for field in fields if _is_repeating(file, field)]
    file = parquet.ParquetFile(source, pre_buffer=False, read_dictionary=repeating)
    filled = {field.name: _column_for(field, repeating, file.metadata.num_rows) for field in fields}
    start = 0
    for group in range(file.num_row_groups if fields else 0):
        table = file.read_row_group(group, columns=list(filled), use_threads=False)
        for name in filled:
            filled[name].fill(start, table.column(name))
        start += len(table)
    return {name: column.values() for name, column in filled.items()}


def _column_for(field, repeating, rows):
    if field.name in repeating:
        return _Texts(rows)
    type_name = plain_pages.TYPES.get(str(field.type))
    return _Others() if type_name is None else _Numbers(rows, type_name)


class _Texts:
    """Dictionary-encoded texts, each value one Python text however often it comes."""

    def __init__(self, rows):
        self._values = numpy.empty(rows, dtype=object)

    def fill(self, start, column):
        for chunk in column.chunks:
            # One more for what is missing, which the code -1 finds at the end.
            texts = numpy.array([*chunk.dictionary.to_pylist(), None], dtype=object)
            codes = chunk.indices.fill_null(-1) if chunk.null_count else chunk.indices
            end = start + len(chunk)
            codes = codes.to_numpy(zero_copy_only=False)
            texts.take(codes, out=self._values[start:end], mode='wrap')
            start = end

    def values(self):
        return self._values


class _Others:
    """Whatever pandas has to make an array of."""

    def __init__(self):
        self._chunks = []

    def fill(self, _, column):
        self._chunks.extend(column.chunks)

    def values(self):
        return pyarrow.chunked_array(self._chunks).to_pandas(use_threads=False)


class _Numbers(_Others):
    """Numbers and moments that lie in memory as numpy has them, as long as none is missing."""

    def __init__(self, rows, type_name):
        super().__init__()
        (self._values,) = plain_pages.arrays_in_one_piece(rows, [type_name])

    def fill(self, start, column):
        if column.null_count or self._chunks:
            self._give_up(start)
            super().fill(start, column)
            return
        for chunk in column.chunks:
            self._values[start : start + len(chunk)] = chunk.to_numpy()
            start += len(chunk)

    def values(self):
        return super().values() if self._chunks else self._values

    def _give_up(self, rows):
        if not self._chunks and rows:
            self._chunks.append(pyarrow.array(self._values[:rows]))


def _is_repeating(file, field):
    """True for texts of few values each, which is told by how little room they take."""
    at = file.schema_arrow.get_field_index(field.name)
    groups = [file.metadata.row_group(group) for group in range(file.num_row_groups)]
    return str(field.type) == 'string' and all(_is_small(group, at) for group in groups)


def _is_small(group, at):
    if group.num_columns <= at:
        return False
    column = group.column(at)
    is_small = column.total_uncompressed_size < _BYTES_A_CODE * group.num_rows
    return column.has_dictionary_page and is_small
