"""Runs one script in the confined child: frames in, answer or failure out."""

import ast
import builtins
import linecache
import os
import sys
import time
import types
import warnings

from . import counting, failures, guards, inputs, results


# The kernel takes a process down without a pause, for milliseconds in which the host has the answer to write to disk.
_LINGER_SECONDS = 0.02


def run_job(job, granted, result_fd, is_awaited):
    """Runs the script, writes its answer or its failure to the result descriptor, and ends the process.

    `is_awaited` says that the supervisor waits for that end; else it comes a little later than the answer."""
    header, buffers = Script(granted).run(job)
    write_answer(result_fd, header, buffers, job)
    # Closed before the exit, which first takes the memory down.
    os.closerange(0, result_fd + 1)
    if not is_awaited:
        time.sleep(_LINGER_SECONDS)
    os._exit(0)


def write_answer(result_fd, header, buffers, job):
    """Writes what a script answered, or that it was too large."""
    try:
        results.write_result(result_fd, header, buffers, job['limits']['resultBytes'])
    except BaseException as error:
        failure = failures.describe(error, job['fileName'], None)
        # What was too large may be in the header itself.
        kept = {name: header[name] for name in header if name not in ('value', 'figures')}
        header = {**kept, 'status': 'failed', 'failure': failure}
        results.write_result(result_fd, header, [], 1 << 20)


class Script:
    """A namespace with the granted frames in it, and the scripts that run there."""

    def __init__(self, granted):
        self._granted = granted
        self._module = self._guard = None

    def run(self, job):
        """Gives (header, buffers) of the answer, or of the failure. What was printed is flushed."""
        try:
            header, buffers = self._answer(job)
        except BaseException as error:
            failure = failures.describe(error, job['fileName'], self._guard)
            header, buffers = {'status': 'failed', 'failure': failure}, []
        _flush()
        told = {**self._guard.events(), 'writtenBytes': self._written()} if self._guard else {}
        return {**header, **told}, buffers

    def _answer(self, job):
        self.open()
        self._guard.forget()
        names = self._module.__dict__
        names.pop('result', None)
        value = None
        try:
            value = _execute(job, names, self._guard)
        except SystemExit as stop:
            if stop.code not in (None, 0):
                raise
        has_result = 'result' in names
        answered = names['result'] if has_result else value
        return results.encode_answer(answered, has_result, job.get('figures', 'png'))

    def _written(self):
        return max(0, _held_bytes() - self._held_bytes)

    def open(self):
        """Reads the granted frames, once. Raises `UnreadableInput`."""
        if self._module is not None:
            return
        frames = {name: _read(name, data, form) for name, data, form in self._granted}
        module = _script_module(frames)
        self._guard = guards.Guard(module.__dict__)
        self._guard.install()
        self._module, self._held_bytes = module, _held_bytes()


def _read(name, data, file_format):
    try:
        return inputs.read_frame(data, file_format)
    except MemoryError:
        raise
    except Exception as error:
        raise failures.UnreadableInput(name, type(error).__name__) from error


def _held_bytes():
    """What private files take; 0 where it cannot be told."""
    try:
        space = os.statvfs('/tmp')
    except OSError:
        return 0
    return (space.f_blocks - space.f_bfree) * space.f_frsize


def _script_module(frames):
    module = types.ModuleType('__main__')
    module.__dict__.update(frames, datasets=dict(frames), __builtins__=builtins)
    sys.modules['__main__'] = module
    return module


def _execute(job, names, guard):
    """Runs the script and gives the value of its last statement where that is an expression, else None."""
    code, file_name = job['code'], job['fileName']
    linecache.cache[file_name] = (len(code), None, code.splitlines(keepends=True), file_name)
    sys.argv = [file_name]
    # A script has no screen; that its figure is not shown there is no news to it.
    warnings.filterwarnings('ignore', message='.*non-interactive, and thus cannot be shown')
    tree = ast.parse(code, file_name)
    imports = _imported(tree)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    statements = compile(tree, file_name, 'exec', dont_inherit=True)
    expression = last and compile(
        ast.Expression(last.value), file_name, 'eval', dont_inherit=True
    )
    with counting.counted(job['limits'].get('iterations'), guard):
        guard.begin(job, imports)
        try:
            exec(statements, names)
            return None if expression is None else eval(expression, names)
        finally:
            guard.end()


def _imported(tree):
    """Top modules that the import statements of a script name."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or '')
    return {name.partition('.')[0] for name in names}


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            # The script may have closed or replaced it; what it printed is its own loss.
            continue
