"""The trusted process inside the outer shell: keeps children ready, gives each one job, and watches it.

It holds no secret, and what jobs get and give passes only through memory that no child starts with. Everything
that comes from a child after its first byte is hostile and only counted and passed on; the host reads it."""

import json
import os
import select
import signal
import sys
import time
from collections import deque

from . import channel, confine
from .cgroups import RunGroup
from .channel import Channel, HostGone
from .child import Ends, live, send_job, send_request
from .preload import address_space_bytes, preload
from .run import Child, Run, Session

_READY_AHEAD = 3
_FEW_AHEAD = 2
# How long nothing must happen before the time is taken to fork, in milliseconds: by then an answer is on disk.
_QUIET_MS = 8
_WATCH_SECONDS = 0.02
_CPU_WATCH_SECONDS = 0.1
# How long after its answer a child has to end by itself.
_LAST_SECONDS = 0.04
_MAX_REMOVALS = 16
_LONGEST_SECONDS = 3600
_KINDS = {'stdout': channel.STDOUT, 'stderr': channel.STDERR, 'result': channel.RESULT}


def main(arguments):
    """Serves jobs from descriptor 3 until the host closes it. Arguments: one JSON object of settings."""
    settings = json.loads(arguments[0])
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    preload(settings['preload'])
    filters = {name: _read_filter(name) for name in ('job', 'egress')}
    Supervisor(Channel(3), settings, filters).serve()


class Supervisor:
    def __init__(self, host, settings, filters):
        self._host = host
        self._cgroups = settings['cgroups']
        self._start_number = settings['start']
        self._filters = filters
        # What a run gives is never in memory that the next child is made with.
        self._chunk = channel.buffer_of_its_own(channel.CHUNK)
        self._base_bytes = address_space_bytes()
        self._waiting = deque()
        self._runs = {}
        # Runs whose child has answered and not yet ended, with the time at which it is made to.
        self._answered = {}
        self._removals = []
        self._made = 0
        self._poll = select.poll()
        self._handlers = {}

    def serve(self):
        self._listen(self._host.fd, self._on_host)
        self._waiting.append(self._make_child())
        self._host.send(channel.READY, 0)
        while True:
            try:
                self._turn()
            except HostGone:
                os._exit(0)

    def _turn(self):
        events = self._poll.poll(self._timeout())
        for fd, _ in events:
            handler = self._handlers.get(fd)
            if handler is not None:
                handler()
        self._watch()
        if not events and not self._is_busy():
            self._remove_groups()
            if len(self._waiting) < _READY_AHEAD:
                self._waiting.append(self._make_child())

    def _is_busy(self):
        return any(not run.is_idle for run in self._runs.values())

    def _remove_groups(self):
        self._removals = [group for group in self._removals if not group.remove()]

    def _timeout(self):
        if not self._is_busy():
            if len(self._waiting) < _READY_AHEAD:
                return _QUIET_MS
            return _WATCH_SECONDS * 1000 if self._removals or self._answered else None
        now = time.monotonic()
        left = min(_LONGEST_SECONDS, *(run.deadline - now for run in self._runs.values()))
        if any(not run.group.counts_memory for run in self._runs.values()):
            left = min(left, _WATCH_SECONDS)
        if any(run.is_session for run in self._runs.values()):
            left = min(left, _CPU_WATCH_SECONDS)
        if self._answered:
            left = min(left, _LAST_SECONDS)
        return max(0, left) * 1000 + 1

    def _listen(self, fd, handler):
        self._handlers[fd] = handler
        self._poll.register(fd, select.POLLIN)

    def _unlisten(self, fd):
        del self._handlers[fd]
        self._poll.unregister(fd)

    def _on_host(self):
        for kind, number, payload in self._host.receive():
            if kind == channel.RUN:
                self._start(Run, number, payload)
            elif kind == channel.OPEN:
                self._start(Session, number, payload)
            elif kind == channel.NEXT and number in self._runs:
                self._next(self._runs[number], payload)
            elif kind == channel.CANCEL and number in self._runs:
                self._runs[number].stop('cancelled')

    def _next(self, run, payload):
        limits, request = channel.limits_and_job(payload)
        run.next(limits)
        if not send_request(run.child.job, request):
            run.stop('unready')

    def _start(self, kind, number, payload):
        limits, job = channel.limits_and_job(payload)
        child = self._waiting.popleft() if self._waiting else self._make_child()
        run = kind(number, child, limits)
        self._runs[number] = run
        for name in _KINDS:
            self._listen(child.reads[name], lambda name=name: self._on_output(run, name))
        self._listen(child.pidfd, lambda: self._on_exit(run))
        try:
            child.group.arm(limits['memoryBytes'], limits['processes'])
            send_job(child.job, job)
        except OSError:
            # It died before it got its job; its exit is reported like any other.
            run.stop('unready')
        if run.is_session:
            channel.widen(child.job)
        else:
            os.close(child.job)
        if len(self._waiting) < _FEW_AHEAD:
            # Jobs come fast, so the next child is made while this one works.
            self._waiting.append(self._make_child())

    def _on_output(self, run, name):
        fd = run.child.reads[name]
        try:
            size = os.readv(fd, [self._chunk])
        except BlockingIOError:
            return False
        if size == 0:
            self._unlisten(fd)
            os.close(fd)
            del run.child.reads[name]
            if not run.child.reads and run.has_answered():
                self._finish(run)
            return False
        chunk = run.count(name, self._chunk[:size])
        if chunk:
            self._host.send(_KINDS[name], run.number, chunk)
        if name == 'result' and run.is_session and run.has_replied():
            self._end_turn(run)
        return True

    def _end_turn(self, run):
        # What was printed before the answer is in the pipes by now.
        for name in ('stdout', 'stderr'):
            while name in run.child.reads and self._on_output(run, name):
                pass
        if run.has_replied():
            run.rest()
            report = json.dumps(run.report(0, *run.usage_now())).encode()
            self._host.send(channel.TURN, run.number, report)

    def _finish(self, run):
        # The answer is whole and nothing more can come, so nobody has to wait for the kernel to take the child down.
        self._answered[run] = time.monotonic() + _LAST_SECONDS
        self._report(run, 0, *run.usage_now())

    def _on_exit(self, run):
        pid, status, usage = os.wait4(run.child.pid, os.WNOHANG)
        if pid == 0:
            # The event was for an earlier owner of this descriptor's number.
            return
        run.has_exited = True
        self._answered.pop(run, None)
        # The last process has gone, so what is in the pipes now is all there will ever be.
        for name in list(run.child.reads):
            while self._on_output(run, name):
                pass
        for fd in list(run.child.reads.values()):
            self._unlisten(fd)
            os.close(fd)
        self._unlisten(run.child.pidfd)
        os.close(run.child.pidfd)
        if run.is_session:
            os.close(run.child.job)
        if run.number in self._runs:
            code = os.waitstatus_to_exitcode(status)
            cpu = usage.ru_utime + usage.ru_stime
            share = usage.ru_stime / cpu if cpu else None
            self._report(run, code, cpu * 1000, share, usage.ru_maxrss * 1024)
        self._removals.append(run.group)
        if len(self._removals) > _MAX_REMOVALS:
            self._remove_groups()

    def _report(self, run, code, *usage):
        del self._runs[run.number]
        report = json.dumps(run.report(code, *usage)).encode()
        self._host.send(channel.EXIT, run.number, report)

    def _watch(self):
        now = time.monotonic()
        for run in [run for run, last in self._answered.items() if now >= last]:
            del self._answered[run]
            run.kill()
        for run in self._runs.values():
            if now >= run.deadline:
                run.stop('wallMs')
            if run.is_session:
                run.watch_cpu()
            if not run.group.counts_memory:
                run.watch_memory()

    def _make_child(self):
        self._made += 1
        group = RunGroup(self._cgroups, f'run-{self._start_number}-{self._made}')
        pipes = {name: os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK) for name in _KINDS}
        channel.widen(pipes['result'][0])
        job_read, job_write = os.pipe2(os.O_CLOEXEC)
        pid = confine.fork_apart()
        if pid == 0:
            for _, write in pipes.values():
                os.set_blocking(write, True)
            os.close(job_write)
            ends = Ends(job_read, *(pipes[name][1] for name in _KINDS))
            live(ends, group, self._base_bytes, self._filters)
        for fd in (job_read, *(write for _, write in pipes.values())):
            os.close(fd)
        reads = {name: read for name, (read, _) in pipes.items()}
        return Child(pid, job_write, reads, group)


def _read_filter(name):
    try:
        with open(f'/{name}.bpf', 'rb') as file:
            return file.read()
    except FileNotFoundError:
        return None


def start():
    """Entry point named on the command line."""
    main(sys.argv[1:])
