"""One job in one child, as its supervisor sees it: what it may use, what it has used, and why it was stopped."""

import contextlib
import os
import resource
import signal
import struct
import time

from .child import CONFINED
from .results import DONE

_LENGTH = struct.Struct('<I')
# What a failure may take beside the result limit, and a result beside its blobs.
_FAILURE_BYTES, _SLACK_BYTES = 1 << 20, 1 << 20


class Child:
    def __init__(self, pid, job, reads, group):
        self.pid, self.job, self.reads, self.group = pid, job, reads, group
        self.pidfd = os.pidfd_open(pid)


class Run:
    """One job in one child: what it may use, what it has used, and why it was stopped."""

    is_session = False
    is_idle = False

    def __init__(self, number, child, limits):
        self.number, self.child = number, child
        self.group = child.group
        self._begin(limits)
        self.has_exited = False
        self._stopped = None
        self._is_confined = False
        self._refusal = self._last_byte = b''
        self._base_rss = self._peak_rss = 0 if self.group.counts_memory else self._rss()

    def _begin(self, limits):
        self.limits = limits
        self._base_cpu_ms, self._base_ticks = self._cpu_ms(), self._cpu_ticks()
        self.started = time.monotonic()
        self.deadline = self.started + limits['wallMs'] / 1000
        self._output_bytes = self._result_bytes = 0

    def stop(self, why):
        """Kills the run's first process, and with it every process of its pid namespace."""
        if self._stopped is None:
            self._stopped = why
            self.deadline = float('inf')
            self.kill()

    def kill(self):
        self._signal(signal.SIGKILL)

    def _signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.child.pidfd, number)

    def has_answered(self):
        """True where the result ends as whole results do, and what the run used can be told without its exit."""
        is_whole = self._last_byte == DONE and self._stopped is None and not self.has_exited
        return is_whole and not self.is_session and self.group.peak_bytes() is not None

    def usage_now(self):
        """CPU milliseconds, the share of them that the kernel took, and 0 for the resident size that the group counts better."""
        user, system = (now - base for now, base in zip(self._cpu_ticks(), self._base_ticks))
        return self._cpu_ms(), system / (user + system) if user + system else None, 0

    def _cpu_ms(self):
        # The kernel's clock of another process (clock_getcpuclockid(3)).
        return time.clock_gettime((~self.child.pid << 3) | 2) * 1000

    def _cpu_ticks(self):
        # Fields 14 and 15 of proc(5), counted from behind the name, which may hold anything.
        try:
            with open(f'/proc/{self.child.pid}/stat', encoding='ascii', errors='replace') as file:
                fields = file.read().rpartition(')')[2].split()
            return int(fields[11]), int(fields[12])
        except (OSError, IndexError, ValueError):
            return 0, 0

    def count(self, name, chunk):
        """Counts what came and gives what may pass on."""
        if name != 'result':
            room = max(0, self.limits['outputBytes'] - self._output_bytes)
            self._output_bytes += len(chunk)
            if len(chunk) > room:
                self.stop('outputBytes')
            return chunk[:room]
        if not self._is_confined:
            return self._first(chunk)
        self._result_bytes += len(chunk)
        self._last_byte = bytes(chunk[-1:])
        if self._result_bytes > self.limits['resultBytes']:
            self.stop('resultBytes')
            return b''
        return chunk

    def _first(self, chunk):
        if not self._refusal and chunk[:1] == CONFINED:
            self._is_confined = True
            return self.count('result', chunk[1:])
        self._refusal += chunk[: 4096 - len(self._refusal)]
        return b''

    def watch_memory(self):
        """Without a cgroup: stops the run once it holds more than its memory limit, as seen every 20 ms."""
        self._peak_rss = max(self._peak_rss, self._rss())
        if self._peak_rss - self._base_rss > self.limits['memoryBytes']:
            self.stop('memoryBytes')

    def _rss(self):
        try:
            with open(f'/proc/{self.child.pid}/statm', encoding='ascii') as file:
                return int(file.read().split()[1]) * resource.getpagesize()
        except (OSError, IndexError):
            return 0

    def report(self, code, cpu_ms, system_share, max_rss):
        return {
            'stopped': self._stopped or self._stopped_by_kernel(code, cpu_ms),
            'isConfined': self._is_confined,
            'refusal': self._refusal[1:].decode('utf-8', 'replace'),
            'exit': code,
            'wallMs': (time.monotonic() - self.started) * 1000,
            'cpuMs': max(0, cpu_ms - self._base_cpu_ms),
            'systemShare': system_share,
            'peakMemoryBytes': self._peak(max_rss),
            'outputBytes': self._output_bytes,
            'resultBytes': self._result_bytes,
        }

    def _stopped_by_kernel(self, code, cpu_ms):
        if code != -signal.SIGKILL:
            return None
        if self.group.was_out_of_memory():
            return 'memoryBytes'
        cpu_limit = -(-self.limits['cpuMs'] // 1000) * 1000
        # The kernel enforces by counted ticks and reports what it measured, which differ on a busy machine.
        return 'cpuMs' if cpu_ms >= 0.7 * cpu_limit else None

    def _peak(self, max_rss):
        counted = self.group.peak_bytes()
        if counted is not None:
            return counted
        return max(0, max(self._peak_rss, max_rss) - self._base_rss)


class Session(Run):
    """A run whose child answers one request after another. Time and output count anew for each; in between it stands still."""

    is_session = True

    def __init__(self, number, child, limits):
        super().__init__(number, child, limits)
        self._length, self._left = b'', None

    def next(self, limits):
        """A new request; the child goes on."""
        self._begin(limits)
        self._length, self._left = b'', None
        self.is_idle = False
        self._signal(signal.SIGCONT)

    def has_replied(self):
        return self._left == 0 and not self.is_idle and self._stopped is None

    def rest(self):
        """The request is answered; nothing that the child left behind runs on until the next."""
        self.is_idle = True
        self.deadline = float('inf')
        self._signal(signal.SIGSTOP)

    def watch_cpu(self):
        """The kernel's own limit counts a process's whole life, so each request is watched from here."""
        if not self.is_idle and self._cpu_ms() - self._base_cpu_ms > self.limits['cpuMs']:
            self.stop('cpuMs')

    def count(self, name, chunk):
        if name != 'result' or not self._is_confined:
            return super().count(name, chunk)
        body = chunk
        if self._left is None:
            missing = _LENGTH.size - len(self._length)
            self._length += chunk[:missing]
            body = chunk[missing:]
            if len(self._length) < _LENGTH.size:
                return chunk
            self._left = _LENGTH.unpack(self._length)[0]
            if self._left > max(self.limits['resultBytes'], _FAILURE_BYTES) + _SLACK_BYTES:
                self.stop('resultBytes')
                return b''
        if len(body) > self._left or self.is_idle:
            # It says more than it was asked.
            self.stop('unready')
            return b''
        self._left -= len(body)
        self._result_bytes += len(body)
        return chunk
