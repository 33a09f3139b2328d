"""Counts the rounds of the loops in a script's own code, and stops the script where there are more than were allowed.

A trace function sees every line of the script; one that comes at or before the line before it closes a round. It runs in
the script's own process, where the guard keeps the script from taking it away."""

import contextlib
import dis
import functools
import sys
import threading


class TooManyIterations(BaseException):
    """The script's loops went round more often than they may. No `Exception`, so that `except Exception` lets it pass."""


@contextlib.contextmanager
def counted(limit, guard):
    """Counts while the block runs, in what the guard says is the script's. No limit, no counting."""
    if limit is None:
        yield
        return
    counter = _Counter(limit, guard)
    threading.settrace(counter.on_call)
    sys.settrace(counter.on_call)
    try:
        yield
    finally:
        sys.settrace(None)
        threading.settrace(None)
    # The script may have caught it.
    if counter.left < 0:
        raise TooManyIterations


class _Counter:
    def __init__(self, limit, guard):
        self.left, self._guard = limit, guard

    def on_call(self, frame, _event, _argument):
        if not self._guard.is_script_namespace(frame.f_globals):
            return None
        last = -1
        empty = _empty_loops(frame.f_code)
        frame.f_trace_opcodes = bool(empty)

        def on_line(inner, event, _):
            nonlocal last
            if event == 'line':
                line = inner.f_lineno
                if line <= last:
                    self._count()
                last = line
            elif event == 'opcode' and inner.f_lasti in empty:
                self._count()
            return on_line

        return on_line

    def _count(self):
        self.left -= 1
        if self.left < 0:
            # Python takes a trace function away that raises.
            self._guard.let_trace()
            raise TooManyIterations


@functools.lru_cache(maxsize=4096)
def _empty_loops(code):
    """Where the code jumps to the very instruction that jumps, as `while True: pass` does; no line event tells of that."""
    return frozenset(
        one.offset
        for one in dis.get_instructions(code)
        if one.opname.startswith('JUMP') and one.argval == one.offset
    )
