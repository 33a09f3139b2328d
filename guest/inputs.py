"""Turns granted files into pandas frames."""

import mmap
import os

GRANTS = '/grants'
_MANY_ROWS = 50_000
_BYTES_A_CODE = 3


def open_granted(name):
    """Maps a granted file for reading. Done before the grants are covered; the mapping outlives the cover."""
    fd = os.open(os.path.join(GRANTS, name), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        return mmap.mmap(fd, 0, access=mmap.ACCESS_READ)
    finally:
        os.close(fd)


def read_frame(data, file_format):
    """Reads a mapped Parquet or Arrow file into a frame."""
    if file_format == 'parquet':
        return _read_parquet(data)
    try:
        import pyarrow
    except ImportError:
        from . import arrow_ipc

        return arrow_ipc.read_frame(data)
    source = pyarrow.BufferReader(pyarrow.py_buffer(data))
    is_file = bytes(data[:6]) == b'ARROW1'
    opened = pyarrow.ipc.open_file(source) if is_file else pyarrow.ipc.open_stream(source)
    return opened.read_all().to_pandas(use_threads=False)


def _read_parquet(data):
    import pyarrow
    from pyarrow import parquet

    source = pyarrow.BufferReader(pyarrow.py_buffer(data))
    # All of it is in memory already, so reading ahead would only copy it.
    file = parquet.ParquetFile(source, pre_buffer=False)
    repeating = _repeating_texts(file)
    if not repeating:
        return file.read(use_threads=False).to_pandas(use_threads=False)
    file = parquet.ParquetFile(source, pre_buffer=False, read_dictionary=repeating)
    table = file.read(use_threads=False)
    frame = table.drop_columns(repeating).to_pandas(use_threads=False)
    for name in repeating:
        frame.insert(table.column_names.index(name), name, _texts(table.column(name)))
    return frame


def _repeating_texts(file):
    """Text columns of a large file that hold few values each, which is told by how little room they take."""
    import pandas

    metadata, schema = file.metadata, file.schema_arrow
    # With an index stored in the file, or texts that are no plain objects, pandas knows better.
    is_plain = schema.pandas_metadata is None and not getattr(
        pandas.options.future, 'infer_string', True
    )
    if metadata.num_rows < _MANY_ROWS or not is_plain:
        return []
    groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
    return [
        field.name
        for at, field in enumerate(schema)
        if str(field.type) == 'string' and all(_is_repeating(group, at) for group in groups)
    ]


def _is_repeating(group, at):
    if group.num_columns <= at:
        return False
    column = group.column(at)
    is_small = column.total_uncompressed_size < _BYTES_A_CODE * group.num_rows
    return column.has_dictionary_page and is_small


def _texts(column):
    """The values of dictionary-encoded texts, each value one Python text however often it comes."""
    import numpy

    parts = [numpy.empty(0, dtype=object)]
    for chunk in column.chunks:
        # One more for what is missing, which the code -1 finds at the end.
        values = numpy.array([*chunk.dictionary.to_pylist(), None], dtype=object)
        parts.append(values.take(chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False)))
    return numpy.concatenate(parts)
