"""Turns granted files into pandas frames."""

import mmap
import os

GRANTS = '/grants'
_MANY_ROWS, _MANY_COLUMNS = 50_000, 64


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
    if not _is_long(file):
        return file.read(use_threads=False).to_pandas(use_threads=False)
    from . import long_parquet

    return long_parquet.read_frame(data, source, file)


def _is_long(file):
    """True for a file that is worth reading column by column: many rows, and not so many columns that pandas would rather
    have them in one piece; with an index stored in it, or texts that are no plain objects, pandas knows better."""
    import pandas

    metadata, schema = file.metadata, file.schema_arrow
    is_plain = schema.pandas_metadata is None and not getattr(
        pandas.options.future, 'infer_string', True
    )
    return is_plain and metadata.num_rows >= _MANY_ROWS and len(schema) <= _MANY_COLUMNS
