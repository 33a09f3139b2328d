"""Runs one script in the confined child: frames in, answer or failure out."""

import ast
import builtins
import linecache
import os
import sys
import time
import types
import warnings

from . import failures, inputs, results


# The kernel takes a process down without a pause, for milliseconds in which the host has the answer to write to disk.
_LINGER_SECONDS = 0.01


def run_job(job, granted, result_fd, is_awaited):
    """Runs the script, writes its answer or its failure to the result descriptor, and ends the process.

    `is_awaited` says that the supervisor waits for that end; else it comes a little later than the answer."""
    limit_bytes = job['limits']['resultBytes']
    try:
        header, buffers = _answer(job, granted)
        _flush()
        results.write_result(result_fd, header, buffers, limit_bytes)
    except BaseException as error:
        failure = failures.describe(error, job['fileName'])
        del error
        _flush()
        results.write_result(result_fd, {'status': 'failed', 'failure': failure}, [], 1 << 20)
    # Closed before the exit, which first takes the memory down.
    os.closerange(0, result_fd + 1)
    if not is_awaited:
        time.sleep(_LINGER_SECONDS)
    os._exit(0)


def _answer(job, granted):
    frames = {}
    for name, data, file_format in granted:
        frames[name] = _read(name, data, file_format)
    module = _script_module(frames)
    failures.watch_operations()
    value = None
    try:
        value = _execute(job['code'], job['fileName'], module)
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


def _execute(code, file_name, module):
    """Runs the script and gives the value of its last statement where that is an expression, else None."""
    linecache.cache[file_name] = (len(code), None, code.splitlines(keepends=True), file_name)
    sys.argv = [file_name]
    # A script has no screen; that its figure is not shown there is no news to it.
    warnings.filterwarnings('ignore', message='.*non-interactive, and thus cannot be shown')
    tree = ast.parse(code, file_name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    names = module.__dict__
    exec(compile(tree, file_name, 'exec', dont_inherit=True), names)
    if last is None:
        return None
    expression = ast.Expression(last.value)
    return eval(compile(expression, file_name, 'eval', dont_inherit=True), names)


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            # The script may have closed or replaced it; what it printed is its own loss.
            continue
