"""The way from a job to the gateway on the host: a port on the job's own loopback, and a process that leads from there
to the run's unix socket.

That process is forked before the job's code is there, holds nothing but the two ends, and goes down with the job."""

import contextlib
import fcntl
import gc
import os
import resource
import select
import socket
import struct

from . import confine, inputs

_CERTIFICATES = '/tmp/.certificates.pem'
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
_BACKLOG = 128
_MAX_PEERS = 512
# Open beside those of pairs: the listener, the event poll, and what a connection needs before it is one.
_OTHER_FILES = 8
_CHUNK = 1 << 16


def open_door(door):
    """Starts the forwarder and gives the port that it listens on; the loopback device is up."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(('127.0.0.1', 0))
    listener.listen(_BACKLOG)
    port = listener.getsockname()[1]
    read, write = os.pipe()
    if os.fork() == 0:
        _live(listener, door['socket'], write)
    os.close(write)
    listener.close()
    # Nothing of the job starts before the forwarder has left everything else behind.
    is_ready = os.read(read, 1) == b'.'
    os.close(read)
    if not is_ready:
        raise RuntimeError('the forwarder to the egress gateway did not start')
    return port


def tell_clients(door, port):
    """Sets what HTTP clients look for, and writes the certificates that they are to trust."""
    with open(_CERTIFICATES, 'w', encoding='ascii') as file:
        file.write(door['certificates'])
    proxy = f'http://run:{door["password"]}@127.0.0.1:{port}'
    os.environ.update(http_proxy=proxy, https_proxy=proxy)
    for name in ('SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'AWS_CA_BUNDLE'):
        os.environ[name] = _CERTIFICATES
    # There is no metadata service, and looking for one takes seconds.
    os.environ['AWS_EC2_METADATA_DISABLED'] = 'true'


def raise_loopback():
    """Makes the loopback device of a new network namespace usable."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as any_socket:
        request = struct.pack('16sh14x', b'lo', _IFF_UP)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, request)


def _live(listener, door, ready):
    """The forwarder's whole life. Never returns."""
    try:
        gc.disable()
        # The folder stays reachable from within while the job's own view of it is covered.
        os.chdir(inputs.GRANTS)
        confine.drop_capabilities()
        kept = sorted((listener.fileno(), ready))
        for low, high in zip((-1, *kept), (*kept, os.sysconf('SC_OPEN_MAX'))):
            os.closerange(low + 1, high)
        os.write(ready, b'.')
        os.close(ready)
        _Forwarder(listener, door).serve()
    finally:
        os._exit(1)


class _Forwarder:
    """Moves bytes between pairs of sockets; holds no more of them than one chunk a direction."""

    def __init__(self, listener, door):
        self._listener, self._door = listener, door
        self._poll = select.epoll()
        self._peers = {}
        most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        self._most_peers = min(_MAX_PEERS, most_files - _OTHER_FILES)
        # What could not be written yet, by the socket it is for.
        self._waiting = {}
        # Sockets that have sent their last byte.
        self._ended = set()
        self._watched = {}
        listener.setblocking(False)
        self._poll.register(listener, select.EPOLLIN)

    def serve(self):
        while True:
            events = [fd for fd, _ in self._poll.poll()]
            for fd in events:
                if fd in self._watched:
                    self._turn(fd)
            # Last, so that no event is for an earlier owner of a new socket's number.
            if self._listener.fileno() in events:
                self._accept()

    def _accept(self):
        with contextlib.suppress(OSError):
            inner, _ = self._listener.accept()
            outer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                outer.connect(self._door)
            except OSError:
                inner.close()
                outer.close()
                return
            inner.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for one, other in ((inner, outer), (outer, inner)):
                one.setblocking(False)
                self._peers[one.fileno()] = (one, other)
            self._watch(inner, outer)
            if len(self._peers) >= self._most_peers:
                # The others wait with the kernel.
                self._poll.modify(self._listener, 0)

    def _turn(self, fd):
        one, other = self._peers[fd]
        try:
            if fd in self._waiting:
                self._send(one, self._waiting.pop(fd))
            else:
                self._move(one, other)
            self._watch(one, other)
        except BlockingIOError:
            pass
        except OSError:
            self._close(one, other)

    def _move(self, one, other):
        chunk = one.recv(_CHUNK)
        if chunk:
            self._send(other, chunk)
            return
        self._ended.add(one.fileno())
        if other.fileno() in self._ended:
            raise ConnectionResetError
        other.shutdown(socket.SHUT_WR)

    def _send(self, one, chunk):
        try:
            sent = one.send(chunk)
        except BlockingIOError:
            sent = 0
        if sent < len(chunk):
            self._waiting[one.fileno()] = chunk[sent:]

    def _watch(self, *pair):
        for one, other in (pair, pair[::-1]):
            self._watch_for(one.fileno(), self._interest(one.fileno(), other.fileno()))

    def _interest(self, fd, other):
        if fd in self._waiting:
            return select.EPOLLOUT
        # Nothing more is taken while the other side is full.
        return 0 if fd in self._ended or other in self._waiting else select.EPOLLIN

    def _watch_for(self, fd, interest):
        before = self._watched.pop(fd, 0)
        # A socket of no interest is left out, since its end would be told again and again.
        if before and not interest:
            self._poll.unregister(fd)
        elif interest and not before:
            self._poll.register(fd, interest)
        elif interest != before:
            self._poll.modify(fd, interest)
        if interest:
            self._watched[fd] = interest

    def _close(self, *pair):
        if len(self._peers) >= self._most_peers:
            self._poll.modify(self._listener, select.EPOLLIN)
        for one in pair:
            fd = one.fileno()
            self._watch_for(fd, 0)
            for held in (self._peers, self._waiting):
                held.pop(fd, None)
            self._ended.discard(fd)
            one.close()
