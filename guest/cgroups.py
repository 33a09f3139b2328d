"""One control group a run, made inside the groups that the host handed over."""

import os


class RunGroup:
    """Memory and process accounting of one run. With no groups handed over, every method does nothing."""

    def __init__(self, roots, name):
        self._version = roots.get('version')
        self._memory = _make(roots.get('memory'), name)
        self._pids = self._memory if self._version == 2 else _make(roots.get('pids'), name)

    @property
    def counts_memory(self):
        return self._memory is not None

    def join(self):
        """Puts the calling process, and all it will start, into the group. Waits for the kernel, some 10 ms."""
        for folder in {self._memory, self._pids} - {None}:
            _write(folder, 'cgroup.procs', 0)

    def arm(self, memory_bytes, processes):
        if self._memory and self._version == 1:
            _write(self._memory, 'memory.limit_in_bytes', memory_bytes)
            _write_if_there(self._memory, 'memory.memsw.limit_in_bytes', memory_bytes)
        elif self._memory:
            _write(self._memory, 'memory.max', memory_bytes)
            _write_if_there(self._memory, 'memory.swap.max', 0)
        if self._pids:
            _write(self._pids, 'pids.max', processes)

    def was_out_of_memory(self):
        if not self._memory:
            return False
        events = _read(
            self._memory, 'memory.oom_control' if self._version == 1 else 'memory.events'
        )
        return any(
            line.startswith('oom_kill ') and line.split()[1] != '0' for line in events.splitlines()
        )

    def peak_bytes(self):
        """The most memory the run held, or None where the kernel does not count it."""
        if not self._memory:
            return None
        name = 'memory.max_usage_in_bytes' if self._version == 1 else 'memory.peak'
        text = _read(self._memory, name).strip()
        return int(text) if text.isdigit() else None

    def remove(self):
        """Removes the group; gives False while the kernel still holds something of the run."""
        for folder in {self._memory, self._pids} - {None}:
            try:
                os.rmdir(folder)
            except FileNotFoundError:
                pass
            except OSError:
                return False
        return True


def _make(root, name):
    if root is None:
        return None
    folder = os.path.join(root, name)
    os.mkdir(folder)
    return folder


def _write(folder, name, value):
    fd = os.open(os.path.join(folder, name), os.O_WRONLY)
    try:
        os.write(fd, str(value).encode())
    finally:
        os.close(fd)


def _write_if_there(folder, name, value):
    if os.path.exists(os.path.join(folder, name)):
        _write(folder, name, value)


def _read(folder, name):
    try:
        with open(os.path.join(folder, name), encoding='ascii') as file:
            return file.read()
    except FileNotFoundError:
        return ''
