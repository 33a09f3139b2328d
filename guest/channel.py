"""Frames between the supervisor and the host: length u32, kind u8, job u32 (little endian), then the payload."""

import os
import struct

_HEAD = struct.Struct('<IBI')
MAX_FRAME = 64 << 20

RUN, CANCEL = ord('R'), ord('C')
READY, STDOUT, STDERR, RESULT, EXIT = ord('S'), ord('O'), ord('E'), ord('V'), ord('X')


class HostGone(Exception):
    """The host closed its end: nobody is left to work for."""


class Channel:
    """The supervisor's end of the socket that it shares with the host and with no job."""

    def __init__(self, fd):
        self.fd = fd
        self._received = bytearray()

    def send(self, kind, job, payload=b''):
        head = _HEAD.pack(len(payload), kind, job)
        write_all(self.fd, [head, payload])

    def receive(self):
        """Reads what is there once and gives every whole frame as (kind, job, payload)."""
        chunk = os.read(self.fd, 1 << 16)
        if not chunk:
            raise HostGone
        self._received += chunk
        return list(self._whole_frames())

    def _whole_frames(self):
        while len(self._received) >= _HEAD.size:
            length, kind, job = _HEAD.unpack_from(self._received)
            if length > MAX_FRAME:
                raise HostGone
            end = _HEAD.size + length
            if len(self._received) < end:
                return
            payload = bytes(self._received[_HEAD.size : end])
            del self._received[:end]
            yield kind, job, payload


def write_all(fd, buffers):
    views = [memoryview(buffer).cast('B') for buffer in buffers if len(buffer)]
    while views:
        written = os.writev(fd, views[:64])
        while views and written >= len(views[0]):
            written -= len(views.pop(0))
        if written:
            views[0] = views[0][written:]
