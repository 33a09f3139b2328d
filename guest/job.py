"""Runs one script in the confined child: frames in, answer or failure out."""

import ast
import builtins
import linecache
import os
import sys
import time
import types
import warnings

from . import failures, guards, inputs, results


# The kernel takes a process down without a pause, for milliseconds in which the host has the answer to write to disk.
_LINGER_SECONDS = 0.01


def run_job(job, granted, result_fd, is_awaited):
    """Runs the script, writes its answer or its failure to the result descriptor, and ends the process.

    `is_awaited` says that the supervisor waits for that end; else it comes a little later than the answer."""
    limit_bytes = job['limits']['resultBytes']
    watch = _Watch()
    try:
        header, buffers = _answer(job, granted, watch)
        _flush()
        results.write_result(result_fd, {**header, **watch.seen()}, buffers, limit_bytes)
    except BaseException as error:
        failure = failures.describe(error, job['fileName'], watch.guard)
        del error
        _flush()
        header = {'status': 'failed', 'failure': failure, **watch.seen()}
        results.write_result(result_fd, header, [], 1 << 20)
    # Closed before the exit, which first takes the memory down.
    os.closerange(0, result_fd + 1)
    if not is_awaited:
        time.sleep(_LINGER_SECONDS)
    os._exit(0)


class _Watch:
    """The guard of the script, once there is one."""

    guard = None

    def seen(self):
        return {} if self.guard is None else self.guard.events()


def _answer(job, granted, watch):
    frames = {}
    for name, data, file_format in granted:
        frames[name] = _read(name, data, file_format)
    module = _script_module(frames)
    value = None
    try:
        value = _execute(job, module, watch)
    except SystemExit as stop:
        if stop.code not in (None, 0):
            raise
    names = module.__dict__
    has_result = 'result' in names
    return results.encode_answer(names['result'] if has_result else value, has_result)


def _read(name, data, file_format):
    try:
        return inputs.read_frame(data, file_format)
    except MemoryError:
        raise
    except Exception as error:
        raise failures.UnreadableInput(name, type(error).__name__) from error


def _script_module(frames):
    module = types.ModuleType('__main__')
    module.__dict__.update(frames, datasets=dict(frames), __builtins__=builtins)
    sys.modules['__main__'] = module
    return module


def _execute(job, module, watch):
    """Runs the script and gives the value of its last statement where that is an expression, else None."""
    code, file_name, names = job['code'], job['fileName'], module.__dict__
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
    watch.guard = guards.Guard(job.get('allowed'), names, imports)
    watch.guard.install()
    try:
        exec(statements, names)
        return None if expression is None else eval(expression, names)
    finally:
        watch.guard.end()


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
