"""What a script does beside computing, written down as evidence and, where its manifest rules it out, stopped early.

It runs in the script's own process, so whoever means harm gets around it. The kernel is the wall; this tells an honest
script what it may not do, and its reader what it did."""

import builtins
import errno
import importlib
import os
import sys

IMPORT, FILE, NETWORK, PROGRAM = 'import', 'file', 'network', 'program'
SIGNAL, NATIVE, DYNAMIC = 'signal', 'native-code', 'dynamic-code'
# What is said of a refusal, where that is not the kind of what was refused.
HOST, TRACING = 'host', 'tracing'
_RULED_OUT = {NETWORK: HOST}

_MAX_EVENTS = 100
_MAX_NAME = 200
_HOME = '/tmp'
_LOOPBACK = ('localhost', '127.0.0.1', '::1', '')
# Files of the runtime that libraries read by themselves; none of them can be changed.
_RUNTIME = tuple({sys.prefix, sys.base_prefix, '/usr', '/lib', '/etc/alternatives', '/dev'})
# Modules that do on behalf of whoever calls them.
_CARRIERS = ('importlib', 'pathlib', 'os', 'shutil', 'codecs', 'io', 'ctypes', 'subprocess')


# What the kernel refuses with an error that does not say what it was about.
_WALLED = (NETWORK, PROGRAM, SIGNAL)
# Of the network, what it refuses a run that has none; the rest needs a socket first.
_REFUSED = ('socket.__new__', 'socket.getaddrinfo', 'socket.gethostbyname', 'socket.gethostbyaddr')


class OutsideManifest(PermissionError):
    """Something that the script's manifest or one of its limits rules out."""

    def __init__(self, event, operation=None):
        super().__init__(errno.EPERM, 'Operation not permitted')
        event.is_blocked = True
        self.event, self.operation = event, operation or _RULED_OUT.get(event.kind, event.kind)


class Guard:
    """Watches the scripts that run in one namespace, one after another."""

    def __init__(self, script):
        self._script = script
        self._is_over = True
        self.forget()
        self._handlers = {
            'open': self._on_open,
            'os.listdir': self._on_list,
            'os.scandir': self._on_list,
            'subprocess.Popen': self._on_program,
            'os.exec': self._on_program,
            'os.posix_spawn': self._on_program,
            'os.spawn': self._on_program,
            'pty.spawn': self._on_program,
            'os.system': self._on_system,
            'os.fork': self._on_fork,
            'os.forkpty': self._on_fork,
            'os.kill': self._on_signal,
            'os.killpg': self._on_signal,
            'signal.pthread_kill': self._on_signal,
            'exec': self._on_code,
            'compile': self._on_code,
            'sys.settrace': self._on_trace,
        }

    def install(self):
        """From here on sees what happens in this process; there is no way to take it back."""
        importer = builtins.__import__

        def watched_import(name, globals=None, locals=None, fromlist=(), level=0):
            # The C library's own imports, such as strptime's, come with an empty list.
            if level == 0 and not isinstance(fromlist, list):
                self._see_import(name, globals)
            return importer(name, globals, locals, fromlist, level)

        by_name = importlib.import_module

        def watched_import_module(name, package=None):
            self._see_import(name, None)
            return by_name(name, package)

        builtins.__import__ = watched_import
        importlib.import_module = watched_import_module
        sys.addaudithook(self._hook)

    def begin(self, job, imports):
        """A script begins. Where its job names no manifest, everything is only written down; `imports` are the top modules
        of its import statements, which the manifest may know by other names."""
        self.forget()
        self._allowed, self._imports = job.get('allowed') or {}, imports
        self._has_network = bool(job.get('egress'))
        self._keeps_count = 'iterations' in job['limits']
        files = self._allowed.get('files', 'unknown')
        self._files = files if files == 'unknown' else {_whole(path) for path in files}
        self._is_over = False

    def let_trace(self):
        """Nothing is counted any more, so the trace function may go."""
        self._keeps_count = False

    def end(self):
        """What comes now is no longer the script's doing."""
        self._is_over = True

    def events(self):
        """What was seen, as JSON objects, and how many more were not kept."""
        kept = [
            {'kind': kind, 'name': name, 'count': event.count, 'isBlocked': event.is_blocked}
            for (kind, name), event in self._events.items()
        ]
        return {'events': kept, 'eventsDropped': self._dropped}

    def forget(self):
        """Nothing has been seen and nothing is ruled out."""
        self._has_network, self._keeps_count = True, False
        self._allowed, self._imports, self._files = {}, set(), 'unknown'
        self._events, self._dropped, self.last = {}, 0, None

    def _hook(self, event, arguments):
        handler = self._handlers.get(event)
        if self._is_over:
            return
        if handler is not None:
            handler(event, arguments)
        elif event.startswith('socket.'):
            self._on_socket(event, arguments)
        elif event.startswith('ctypes.') and self._is_by_script(2):
            self._note(NATIVE, str(arguments[0]) if event == 'ctypes.dlopen' else event, event)

    def _see_import(self, name, names):
        if self._is_over or not isinstance(name, str):
            return
        if names is not self._script and not self._is_by_script(carriers=()):
            return
        self._need(IMPORT, name, f'import {name}', self._may_import(name))

    def _on_open(self, event, arguments):
        path, _, flags = arguments
        if not isinstance(path, (str, bytes)):
            return
        whole = _whole(path)
        if whole.startswith(_RUNTIME) and not _writes(flags):
            return
        # The working folder is the run's own, and empty when it starts.
        is_fine = (
            self._files == 'unknown'
            or whole in self._files
            or _is_under_home(whole)
            or not self._is_by_script()
        )
        self._need(FILE, _shown(whole), event, is_fine)

    def _on_list(self, event, arguments):
        path = arguments[0] if arguments else None
        if isinstance(path, (str, bytes)) and self._is_by_script():
            self._note(FILE, _shown(_whole(path)), event)

    def _on_program(self, event, arguments):
        program = arguments[0]
        if event == 'subprocess.Popen' and program is None:
            program = arguments[1]
        if isinstance(program, (list, tuple)):
            program = program[0] if program else ''
        self._need_program(event, os.fsdecode(program) if program else '')

    def _on_system(self, event, arguments):
        words = os.fsdecode(arguments[0]).split()
        self._need_program(event, words[0] if words else '')
        # The C library would only answer -1, and the script would take that for an answer.
        self.last.is_blocked = True
        raise PermissionError(errno.EPERM, 'Operation not permitted')

    def _on_fork(self, event, _):
        self._need_program(event, '')

    def _need_program(self, event, name):
        known = self._allowed.get('processes', 'unknown')
        self._need(PROGRAM, name, event, known == 'unknown' or name in known)

    def _on_signal(self, event, _):
        self._note(SIGNAL, event, event)

    def _on_code(self, event, _):
        if self._is_by_script(carriers=()):
            self._need(DYNAMIC, event, event, self._allowed.get('hasDynamicCode', True))

    def _on_trace(self, event, _):
        if self._keeps_count and self._is_by_script(carriers=()):
            raise OutsideManifest(self._note(DYNAMIC, event, event), TRACING)

    def _on_socket(self, event, arguments):
        host = None
        if event in ('socket.getaddrinfo', 'socket.gethostbyname', 'socket.gethostbyaddr'):
            host = arguments[0]
        elif event in ('socket.connect', 'socket.sendto', 'socket.bind', 'socket.sendmsg'):
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) and address else None
        name = host.decode('ascii', 'replace') if isinstance(host, bytes) else host
        call = 'socket' if event == 'socket.__new__' else event
        if not isinstance(name, str):
            seen = self._note(NETWORK, '', call)
        else:
            seen = self._need_host(name, call)
        if event in _REFUSED and not self._has_network:
            seen.is_blocked = True

    def _need_host(self, name, call):
        known = self._allowed.get('hosts', 'unknown')
        is_fine = known == 'unknown' or name in known or name in _LOOPBACK
        return self._need(NETWORK, name, call, is_fine)

    def _may_import(self, name):
        known = self._allowed.get('imports', 'unknown')
        top = name.partition('.')[0]
        return known == 'unknown' or top in known or top in self._imports

    def _need(self, kind, name, call, is_allowed):
        event = self._note(kind, name, call)
        if not is_allowed:
            raise OutsideManifest(event)
        return event

    def _note(self, kind, name, call):
        name = name[:_MAX_NAME].encode('utf-8', 'replace').decode('utf-8')
        event = self._events.get((kind, name))
        if event is None:
            event = _Event(kind)
            if len(self._events) < _MAX_EVENTS:
                self._events[kind, name] = event
            else:
                self._dropped += 1
        event.count += 1
        event.call = call
        if kind in _WALLED:
            self.last = event
        return event

    def _is_by_script(self, depth=3, carriers=_CARRIERS):
        """True where the code that asked for it is the script's. Code that was made from text belongs to whoever had it made,
        as scipy does for its own imports."""
        frame = sys._getframe(depth)
        while frame is not None:
            names = frame.f_globals
            if names is self._script:
                return True
            is_named = '__spec__' in names
            if is_named and str(names.get('__name__', '')).partition('.')[0] not in carriers:
                return False
            frame = frame.f_back
        return True

    def is_script_namespace(self, names):
        """True for the globals of the script and of code that was made from text at run time."""
        return names is self._script or '__spec__' not in names


class _Event:
    def __init__(self, kind):
        self.kind, self.call, self.count, self.is_blocked = kind, '', 0, False


def _whole(path):
    return os.path.normpath(os.path.join(_HOME, os.fsdecode(path)))


def _is_under_home(whole):
    return whole.startswith(_HOME + '/') or whole == _HOME


def _shown(whole):
    return os.path.relpath(whole, _HOME) if _is_under_home(whole) else whole


def _writes(flags):
    return isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) != 0
