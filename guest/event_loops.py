"""Lets asyncio's event loops wake themselves by a pipe.

They do it by a pair of sockets, and a run may make none: to it, the kernel's code for them would be surface and nothing else."""

import os
import sys
from importlib.machinery import PathFinder

_MODULE = 'asyncio.selector_events'


def wake_by_pipes():
    """Changes the loops as soon as their module is imported, which only some scripts do."""
    sys.meta_path.insert(0, _Finder)


class _Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        if name != _MODULE:
            return None
        spec = PathFinder.find_spec(name, path, target)
        execute = spec.loader.exec_module

        def execute_and_change(module):
            execute(module)
            module.BaseSelectorEventLoop._make_self_pipe = _make_self_pipe

        spec.loader.exec_module = execute_and_change
        return spec


def _make_self_pipe(loop):
    """In place of the method of that name (asyncio/selector_events.py), which does the same with `socket.socketpair`."""
    read, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    loop._ssock, loop._csock = _End(read), _End(write)
    loop._internal_fds += 1
    loop._add_reader(read, loop._read_from_self)


class _End:
    """One end of a pipe, with what loops call of a socket."""

    def __init__(self, fd):
        self._fd = fd

    def fileno(self):
        return self._fd

    def recv(self, size):
        return os.read(self._fd, size)

    def send(self, data):
        return os.write(self._fd, data)

    def close(self):
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    __del__ = close
