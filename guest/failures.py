"""Why a script gave no answer, told by what it raised."""

import errno
import linecache
import re
import traceback

from . import columns, counting, guards, results

_MAX_MESSAGE = 4096
_MAX_TRACEBACK = 16384
_WRITE, _SYSTEM_CALL = 'write', 'system-call'
_CALL = re.compile(r'([A-Za-z_][\w.]*)\s*\(')


class UnreadableInput(Exception):
    """A granted file that cannot be read as the format it was handed over in."""

    def __init__(self, name, reason):
        super().__init__(name, reason)
        self.name, self.reason = name, reason


def describe(error, file_name, guard):
    """Gives the failure as a JSON object with texts capped; never raises because of what the script did.

    `guard` is what watched the script, or None where it had not begun."""
    try:
        return _describe(error, file_name, guard)
    except Exception as fault:
        message = f'The failure itself could not be told ({type(fault).__name__}).'
        return {'kind': 'error', 'type': 'Exception', 'message': message, 'traceback': ''}


def _describe(error, file_name, guard):
    if isinstance(error, UnreadableInput):
        return {'kind': 'input', 'name': error.name, 'reason': error.reason}
    if isinstance(error, results.Untyped):
        return {'kind': 'untyped', 'message': str(error)[:_MAX_MESSAGE]}
    chain = list(_chain(error))
    limit = next(filter(None, map(_limit_of, chain)), None)
    if limit is not None:
        return {'kind': 'limit', 'limit': limit}
    line = _line(error, file_name)
    if any(map(_is_refusal, chain)):
        return {'kind': 'blocked', **_blocked(chain, guard), 'line': line}
    return {
        'kind': 'error',
        'type': type(error).__name__[:200],
        'message': _message(error),
        'traceback': _traceback(error, file_name),
        'line': line,
    }


def _chain(error):
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        reason = getattr(error, 'reason', None)
        if isinstance(reason, BaseException):
            yield reason
        error = error.__cause__ or error.__context__


def _limit_of(error):
    if isinstance(error, MemoryError):
        return 'memoryBytes'
    if isinstance(error, counting.TooManyIterations):
        return 'iterations'
    if isinstance(error, (results.TooLarge, columns.TextTooLong)):
        return 'resultBytes'
    if isinstance(error, RuntimeError) and str(error) == "can't start new thread":
        return 'processes'
    if not isinstance(error, OSError):
        return None
    return {
        errno.ENOMEM: 'memoryBytes',
        errno.ENOSPC: 'diskBytes',
        errno.EFBIG: 'fileBytes',
        errno.EMFILE: 'openFiles',
    }.get(error.errno)


def _is_refusal(error):
    if not isinstance(error, OSError):
        return False
    is_lookup = type(error).__name__ == 'gaierror'
    return is_lookup or error.errno in (errno.EPERM, errno.EROFS)


def _blocked(chain, guard):
    stopped = next((error for error in chain if isinstance(error, guards.OutsideManifest)), None)
    if stopped is not None:
        return {'operation': stopped.operation, 'call': stopped.event.call}
    if any(isinstance(error, OSError) and error.errno == errno.EROFS for error in chain):
        return {'operation': _WRITE, 'call': None}
    if guard is not None and guard.last is not None:
        guard.last.is_blocked = True
        return {'operation': guard.last.kind, 'call': guard.last.call}
    return {'operation': _SYSTEM_CALL, 'call': _call_on_line(chain[0])}


def _call_on_line(error):
    """The one call on the line that raised, which is what the kernel refused; None where there are several."""
    frames = list(traceback.walk_tb(error.__traceback__))
    if not frames:
        return None
    frame, line = frames[-1]
    calls = _CALL.findall(linecache.getline(frame.f_code.co_filename, line))
    return calls[0] if len(calls) == 1 else None


def _line(error, file_name):
    if isinstance(error, SyntaxError) and error.filename == file_name:
        return error.lineno
    lines = [
        n
        for frame, n in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == file_name
    ]
    return lines[-1] if lines else None


def _message(error):
    try:
        return str(error)[:_MAX_MESSAGE]
    except Exception:
        return ''


def _traceback(error, file_name):
    report = traceback.TracebackException.from_exception(error, compact=True)
    pending = [report]
    while pending:
        part = pending.pop()
        part.stack = traceback.StackSummary.from_list(
            [f for f in part.stack if f.filename == file_name]
        )
        pending.extend(filter(None, (part.__cause__, part.__context__)))
    text = ''.join(report.format())
    if len(text) <= _MAX_TRACEBACK:
        return text
    half = _MAX_TRACEBACK // 2
    return f'{text[:half]}\n…\n{text[-half:]}'
