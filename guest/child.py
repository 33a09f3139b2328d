"""One child, forked ahead: waits for its job, takes it, locks itself in, and only then runs it."""

import json
import os
import struct
import sys

from . import confine, inputs
from .job import run_job
from .preload import provide_font_cache

# First byte on the result descriptor, written before any code of the job runs.
CONFINED, REFUSED = b'C', b'E'

_RESULT_FD = 3
_LENGTH = struct.Struct('<I')


class Ends:
    """The child's ends of its pipes: where its job comes from and where its output goes."""

    def __init__(self, job, stdout, stderr, result):
        self.job, self.stdout, self.stderr, self.result = job, stdout, stderr, result


def send_job(fd, payload):
    """Hands a job to a waiting child."""
    view = memoryview(_LENGTH.pack(len(payload)) + payload)
    while len(view):
        view = view[os.write(fd, view) :]


def live(ends, hidden, base_bytes, filter_bytes):
    """The child's whole life. Never returns."""
    try:
        confine.hide_ahead(hidden)
        job = _receive_job(ends.job)
        granted = [
            (wanted['name'], inputs.open_granted(wanted['file']), wanted['format'])
            for wanted in job['inputs']
        ]
        _lock_in(job, ends, base_bytes, filter_bytes)
        os.write(_RESULT_FD, CONFINED)
    except BaseException as error:
        os.write(ends.result, REFUSED + f'{type(error).__name__}: {error}'.encode()[:4000])
        os._exit(1)
    run_job(job, granted, _RESULT_FD)


def _receive_job(fd):
    length = _LENGTH.unpack(_read(fd, _LENGTH.size))[0]
    return json.loads(_read(fd, length))


def _read(fd, size):
    data = bytearray()
    while len(data) < size:
        chunk = os.read(fd, min(1 << 20, size - len(data)))
        if not chunk:
            # The supervisor has gone or no longer wants this child.
            os._exit(0)
        data += chunk
    return bytes(data)


def _lock_in(job, ends, base_bytes, filter_bytes):
    confine.cover(inputs.GRANTS)
    confine.mount_private('/tmp', job['limits']['diskBytes'])
    os.chdir('/tmp')
    provide_font_cache()
    _keep_only(ends)
    _reseed()
    confine.set_resource_limits(job['limits'], base_bytes)
    confine.drop_rights(filter_bytes)


def _keep_only(ends):
    # Moved up first, so that no target number is still one of the sources.
    high = [os.dup2(fd, 100 + place) for place, fd in enumerate((ends.stdout, ends.stderr, ends.result))]
    null = os.open('/dev/null', os.O_RDONLY)
    os.dup2(null, 0)
    for target, fd in enumerate(high, start=1):
        os.dup2(fd, target)
    os.closerange(_RESULT_FD + 1, os.sysconf('SC_OPEN_MAX'))
    sys.stdout.reconfigure(line_buffering=True)


def _reseed():
    # random reseeds itself in a forked child, numpy does not.
    numpy = sys.modules.get('numpy')
    if numpy is not None:
        numpy.random.seed()
