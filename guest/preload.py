"""Imports what jobs will want, once, so that a job starts with it in memory."""

import contextlib
import gc
import importlib
import os
import shutil
import sys
import threading

from .event_loops import wake_by_pipes
from .rehearsal import rehearse, rehearse_drawing

_FONT_CACHE = '/font-cache'
_THREAD_STACK_BYTES = 2 << 20


def preload(names):
    """Imports the modules that there are, uses them once, and freezes the heap; raises where a thread was left."""
    wake_by_pipes()
    provide_font_cache()
    threading.stack_size(_THREAD_STACK_BYTES)
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    rehearse()
    if 'matplotlib.pyplot' in sys.modules:
        rehearse_drawing()
    if len(os.listdir('/proc/self/task')) != 1:
        raise RuntimeError('a preloaded library started a thread, so no child can be forked safely')
    gc.collect()
    gc.freeze()


def provide_font_cache():
    """Puts the ready-made font cache, where there is one, into the folder that matplotlib looks in."""
    if os.path.isdir(_FONT_CACHE) and 'matplotlib' not in sys.modules:
        shutil.copytree(_FONT_CACHE, os.environ['MPLCONFIGDIR'], dirs_exist_ok=True)


def address_space_bytes():
    """What this process has mapped, which every child starts with."""
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[0]) * os.sysconf('SC_PAGE_SIZE')
