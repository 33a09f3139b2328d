"""The trusted process of a container that is there for one job or one session: preloads, takes it, runs it in a child,
watches it.

The container's own walls hold the job in, and nothing in here outlives it. What the child says is hostile and only
counted and passed on; the host reads it."""

import contextlib
import json
import os
import select
import signal
import sys
import time

from . import channel, confine, egress, inputs, session
from .cgroups import RunGroup
from .channel import Channel, HostGone
from .child import CONFINED, REFUSED, framed, keep_only, receive
from .job import run_job
from .preload import address_space_bytes, preload, provide_font_cache
from .run import Run, Session

_WATCH_SECONDS = 0.02
_RESULT_FD = 3
_MAX_FILES = 16384
# Field of /proc/pid/stat after the name (proc(5)).
_THREADS = 17
_KINDS = {'stdout': channel.STDOUT, 'stderr': channel.STDERR, 'result': channel.RESULT}


def start():
    """Entry point named on the command line, with one JSON object of settings."""
    settings = json.loads(sys.argv[1])
    # The job has the same user, and may neither read nor change this process.
    confine.hide_from_others()
    filters = {name: _read_filter(name) for name in ('job', 'egress')}
    preload(settings['preload'])
    host = PipeChannel()
    host.send(channel.READY, 0)
    try:
        Solo(host, settings, filters).serve()
    except HostGone:
        os._exit(0)


def _read_filter(name):
    with open(f'/guest/{name}.bpf', 'rb') as file:
        return file.read()


class PipeChannel(Channel):
    """The channel to the host over two pipes, because container engines hand over no other descriptors."""

    def __init__(self):
        super().__init__(os.dup(0))
        self._out = os.dup(1)
        null = os.open('/dev/null', os.O_RDWR)
        for fd in (0, 1):
            os.dup2(null, fd)
        os.close(null)
        # An engine may have left its ends otherwise, and gVisor takes that over.
        for fd in (self.fd, self._out):
            os.set_blocking(fd, True)

    def send(self, kind, job, payload=b''):
        channel.write_all(self._out, [channel.head(kind, job, payload), payload])


class Solo:
    """Waits for the one job, and sees it through."""

    def __init__(self, host, settings, filters):
        self._host = host
        self._settings = settings
        self._filters = filters
        self._base_bytes = address_space_bytes()
        self._poll = select.poll()

    def serve(self):
        kind, number, payload = self._first_job()
        limits, job = _limits_and_job(payload)
        run, reads = self._begin(kind, number, json.loads(bytes(job)), limits)
        self._see_through(run, reads)
        self._host.send(channel.EXIT, number, json.dumps(run.ended()).encode())
        # The host ends the container, which takes whatever is left in it.
        while True:
            list(self._host.receive())

    def _first_job(self):
        while True:
            for kind, number, payload in self._host.receive():
                if kind in (channel.RUN, channel.OPEN):
                    return kind, number, bytes(payload)

    def _begin(self, kind, number, job, limits):
        door = job.get('egress')
        # The engine has brought the loopback device up.
        port = egress.open_door(door) if door else None
        pipes = {name: os.pipe2(os.O_CLOEXEC) for name in _KINDS}
        request_read, request_write = os.pipe2(os.O_CLOEXEC)
        pid = os.fork()
        if pid == 0:
            ends = [*(pipes[name][1] for name in _KINDS), request_read]
            walls = Walls(self._base_bytes, self._filters['egress' if door else 'job'], port)
            _live(job, ends if kind == channel.OPEN else ends[:-1], walls, self._settings)
        for fd in (request_read, *(write for _, write in pipes.values())):
            os.close(fd)
        reads = {pipes[name][0]: name for name in _KINDS}
        for fd in (request_write, *reads):
            os.set_blocking(fd, False)
        watched = WatchedSession if kind == channel.OPEN else WatchedRun
        return watched(number, _Child(pid, request_write), limits), reads

    def _see_through(self, run, reads):
        woken, wake = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for fd in (self._host.fd, woken, *reads):
            self._poll.register(fd, select.POLLIN)
        while not (run.poll_exit() and not reads):
            for fd, _ in self._poll.poll(None if run.is_idle else _WATCH_SECONDS * 1000):
                if fd == self._host.fd:
                    self._on_host(run)
                elif fd == woken:
                    _empty(woken)
                elif fd == run.child.job:
                    self._send_on(run)
                elif fd in reads:
                    self._pass_on(run, reads, fd)
            run.watch()

    def _on_host(self, run):
        for kind, number, payload in self._host.receive():
            if number != run.number:
                continue
            if kind == channel.CANCEL:
                run.stop('cancelled')
            elif kind == channel.NEXT and run.is_session:
                limits, request = _limits_and_job(payload)
                run.next(limits)
                run.unsent = framed(bytes(request))
                self._send_on(run)

    def _send_on(self, run):
        """Writes what the child's pipe takes of a request; a child that does not listen keeps nobody from watching it."""
        try:
            run.unsent = run.unsent[os.write(run.child.job, run.unsent) :]
        except BlockingIOError:
            pass
        except OSError:
            run.unsent = b''
            run.stop('unready')
        if run.unsent:
            self._poll.register(run.child.job, select.POLLOUT)
        else:
            with contextlib.suppress(KeyError):
                self._poll.unregister(run.child.job)

    def _pass_on(self, run, reads, fd):
        """Passes on what a pipe of the child holds; gives False where that is nothing for now, or for ever."""
        try:
            data = os.read(fd, channel.CHUNK)
        except BlockingIOError:
            return False
        name = reads[fd]
        if not data:
            self._poll.unregister(fd)
            os.close(fd)
            del reads[fd]
            return False
        chunk = run.count(name, data)
        if chunk:
            self._host.send(_KINDS[name], run.number, chunk)
        if name == 'result' and run.is_session and run.has_replied():
            self._end_turn(run, reads)
        return True

    def _end_turn(self, run, reads):
        # What was printed before the answer is in the pipes by now.
        for fd in [fd for fd, name in reads.items() if name != 'result']:
            while self._pass_on(run, reads, fd):
                pass
        if run.has_replied():
            run.rest()
            report = json.dumps(run.report(0, *run.usage_now())).encode()
            self._host.send(channel.TURN, run.number, report)


class WatchedRun(Run):
    """The one run, watched by looking at it, with the container's own limits behind."""

    def __init__(self, number, child, limits):
        self._status = self._usage = None
        super().__init__(number, child, limits)

    def _signal(self, number):
        # The child's number is not given to another process before its exit has been taken.
        if self._status is None:
            os.kill(self.child.pid, number)

    def poll_exit(self):
        if self._status is None:
            pid, status, usage = os.wait4(self.child.pid, os.WNOHANG)
            if pid != 0:
                self._status, self._usage = status, usage
        return self._status is not None

    def watch(self):
        if self._status is not None or self.is_idle:
            return
        if time.monotonic() >= self.deadline:
            self.stop('wallMs')
        self.watch_memory()
        if _thread_count(self.child.pid) > self.limits['processes']:
            self.stop('processes')
        if _is_over('/tmp', self.limits['diskBytes']):
            self.stop('diskBytes')

    def ended(self):
        cpu = self._usage.ru_utime + self._usage.ru_stime
        share = self._usage.ru_stime / cpu if cpu else None
        code = os.waitstatus_to_exitcode(self._status)
        report = self.report(code, cpu * 1000, share, self._usage.ru_maxrss * 1024)
        if code == -signal.SIGKILL and report['stopped'] is None:
            # Nobody else in here kills: the container's group ran out of memory.
            report['stopped'] = 'memoryBytes'
        return report


class WatchedSession(WatchedRun, Session):
    """A session, watched in the same way while it answers a request."""

    # What the child has not yet taken of a request.
    unsent = b''

    def watch(self):
        super().watch()
        if self._status is None:
            self.watch_cpu()


class Walls:
    """What a child is held in by: its address space, its filter and the one port that leads out."""

    def __init__(self, base_bytes, filter_bytes, port):
        self.base_bytes, self.filter_bytes, self.port = base_bytes, filter_bytes, port


class _Child:
    def __init__(self, pid, job):
        self.pid, self.job, self.group = pid, job, RunGroup({}, '')


def _limits_and_job(payload):
    limits, job = channel.limits_and_job(payload)
    limits['processes'] += 1
    return limits, job


def _empty(pipe):
    with contextlib.suppress(BlockingIOError):
        os.read(pipe, channel.CHUNK)


def _thread_count(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='utf-8', errors='replace') as file:
            fields = file.read().rpartition(')')[2].split()
    except OSError:
        return 0
    return int(fields[_THREADS])


def _is_over(folder, size_bytes):
    space = os.statvfs(folder)
    used = (space.f_blocks - space.f_bfree) * space.f_frsize
    return used > size_bytes or space.f_files - space.f_ffree > _MAX_FILES


def _live(job, ends, walls, settings):
    """The child's whole life. Never returns."""
    try:
        keep_only(*ends)
        granted = [
            (wanted['name'], inputs.open_granted(wanted['file']), wanted['format'])
            for wanted in job['inputs']
        ]
        numpy = sys.modules.get('numpy')
        if numpy is not None:
            numpy.random.seed()
        os.chdir('/tmp')
        provide_font_cache()
        if walls.port is not None:
            egress.tell_clients(job['egress'], walls.port)
        confine.set_resource_limits(job['limits'], walls.base_bytes)
        if settings['jobUser'] is not None:
            confine.become(settings['jobUser'])
        confine.drop_rights(walls.filter_bytes)
        os.write(_RESULT_FD, CONFINED)
    except BaseException as error:
        os.write(_RESULT_FD, REFUSED + f'{type(error).__name__}: {error}'.encode()[:4000])
        os._exit(1)
    if job.get('isSession'):
        session.serve(job, granted, _RESULT_FD, receive)
    run_job(job, granted, _RESULT_FD, is_awaited=True)
