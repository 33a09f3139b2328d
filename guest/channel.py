"""Frames between the supervisor and the host: length u32, kind u8, job u32 (little endian), then the payload."""

import contextlib
import fcntl
import json
import mmap
import os
import struct

_HEAD = struct.Struct('<IBI')
_LENGTH = struct.Struct('<I')
MAX_FRAME = 64 << 20
CHUNK = 1 << 18
# What the kernel lets any user's pipe hold (pipe(7)).
_PIPE_BYTES = 1 << 20
# Linux 4.14, madvise(2); Python has no name for it.
_MADV_WIPEONFORK = 18

RUN, CANCEL, OPEN, NEXT = ord('R'), ord('C'), ord('P'), ord('N')
READY, STDOUT, STDERR, RESULT, EXIT = ord('S'), ord('O'), ord('E'), ord('V'), ord('X')
# One request of a session is answered; the session goes on.
TURN = ord('T')


class HostGone(Exception):
    """The host closed its end: nobody is left to work for."""


class Channel:
    """The supervisor's end of the socket that it shares with the host and with no job."""

    def __init__(self, fd):
        self.fd = fd
        self._buffer = buffer_of_its_own(_HEAD.size + MAX_FRAME + CHUNK)
        self._filled = 0

    def send(self, kind, job, payload=b''):
        write_all(self.fd, [head(kind, job, payload), payload])

    def receive(self):
        """Reads what is there once and gives each whole frame as (kind, job, payload), a view good until the next."""
        size = os.readv(self.fd, [self._buffer[self._filled : self._filled + CHUNK]])
        if size == 0:
            raise HostGone
        self._filled += size
        start = 0
        while (end := self._end_of_frame(start)) is not None:
            _, kind, job = _HEAD.unpack_from(self._buffer, start)
            yield kind, job, self._buffer[start + _HEAD.size : end]
            start = end
        self._filled -= start
        self._buffer[: self._filled] = self._buffer[start : start + self._filled]

    def _end_of_frame(self, start):
        if self._filled - start < _HEAD.size:
            return None
        length, _, _ = _HEAD.unpack_from(self._buffer, start)
        if length > MAX_FRAME:
            raise HostGone
        end = start + _HEAD.size + length
        return end if end <= self._filled else None


def head(kind, job, payload):
    """What goes before a frame's payload."""
    return _HEAD.pack(len(payload), kind, job)


def buffer_of_its_own(size):
    """Memory that a forked child finds empty, so that no job sees there what belongs to another one."""
    memory = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    try:
        memory.madvise(_MADV_WIPEONFORK)
    except OSError:
        # gVisor knows no wiping; there the child does not get the memory at all.
        memory.madvise(mmap.MADV_DONTFORK)
    return memoryview(memory)


def widen(pipe):
    """Lets a pipe hold more at once, so that large results take fewer turns; one that may not grow stays as it is."""
    with contextlib.suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def limits_and_job(payload):
    """Splits a job frame: length of the limits u32, the limits as JSON, then what only the job's own child may read."""
    (length,) = _LENGTH.unpack_from(payload)
    end = _LENGTH.size + length
    return json.loads(bytes(payload[_LENGTH.size : end])), payload[end:]


def write_all(fd, buffers):
    views = [memoryview(buffer).cast('B') for buffer in buffers if len(buffer)]
    while views:
        written = os.writev(fd, views[:64])
        while views and written >= len(views[0]):
            written -= len(views.pop(0))
        if written:
            views[0] = views[0][written:]
