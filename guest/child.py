"""One child, forked ahead: waits for its job, takes it, locks itself in, and only then runs it."""

import fcntl
import json
import os
import select
import struct
import sys

from . import confine, egress, inputs, session
from .channel import write_all
from .job import run_job
from .preload import provide_font_cache
from .rehearsal import rehearse_briefly

# First byte on the result descriptor, written before any code of the job runs.
CONFINED, REFUSED = b'C', b'E'

_RESULT_FD, _JOB_FD, _HIGH_FD = 3, 4, 64
_LENGTH = struct.Struct('<I')


class Ends:
    """The child's ends of its pipes: where its job comes from and where its output goes."""

    def __init__(self, job, stdout, stderr, result):
        self.job, self.stdout, self.stderr, self.result = job, stdout, stderr, result


def send_job(fd, job):
    """Hands a job to a waiting child."""
    write_all(fd, [_LENGTH.pack(len(job)), job])


def send_request(fd, request):
    """Hands a request to a session's child, which may be past listening; gives False where it does not fit in the pipe."""
    os.set_blocking(fd, False)
    try:
        return os.write(fd, framed(request)) == _LENGTH.size + len(request)
    except OSError:
        return False


def framed(request):
    """A request as a session's child reads it."""
    return _LENGTH.pack(len(request)) + request


def live(ends, group, base_bytes, filters):
    """The child's whole life. Never returns."""
    try:
        keep_only(ends.stdout, ends.stderr, ends.result, ends.job)
        confine.stand_back()
        group.join()
        confine.hide_ahead([folder for folder in ('/proc', '/cgroup') if os.path.isdir(folder)])
        _get_warm()
        job = receive()
        granted = [
            (wanted['name'], inputs.open_granted(wanted['file']), wanted['format'])
            for wanted in job['inputs']
        ]
        _lock_in(job, base_bytes, filters)
        os.write(_RESULT_FD, CONFINED)
    except BaseException as error:
        os.write(_RESULT_FD, REFUSED + f'{type(error).__name__}: {error}'.encode()[:4000])
        os._exit(1)
    if job.get('isSession'):
        session.serve(job, granted, _RESULT_FD, receive)
    os.close(_JOB_FD)
    run_job(job, granted, _RESULT_FD, is_awaited=not group.counts_memory)


def _get_warm():
    """While there is no job yet: touches the memory that jobs touch, so that the copies are made by then."""
    # random reseeds itself in a forked child, numpy does not.
    numpy = sys.modules.get('numpy')
    if numpy is not None:
        numpy.random.seed()
    if not select.select([_JOB_FD], [], [], 0)[0]:
        rehearse_briefly()


def receive():
    """Waits for the next job or request, as `send_job` and `send_request` write them."""
    length = _LENGTH.unpack(_read(_LENGTH.size))[0]
    return json.loads(_read(length))


def _read(size):
    data = bytearray()
    while len(data) < size:
        chunk = os.read(_JOB_FD, min(1 << 20, size - len(data)))
        if not chunk:
            # The supervisor has gone or no longer wants this child.
            os._exit(0)
        data += chunk
    return bytes(data)


def keep_only(*fds):
    """Leaves nothing open but an empty standard input and these, from 1 on: output, errors, result and, where it comes, job."""
    null = os.open('/dev/null', os.O_RDONLY)
    # Moved up first, so that no target number is still one of the sources.
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, _HIGH_FD) for fd in (null, *fds)]
    for target, fd in enumerate(high):
        os.dup2(fd, target)
    os.closerange(len(high), os.sysconf('SC_OPEN_MAX'))
    sys.stdout.reconfigure(line_buffering=True)


def _lock_in(job, base_bytes, filters):
    door = job.get('egress')
    port = None
    if door:
        egress.raise_loopback()
        port = egress.open_door(door)
    confine.cover(inputs.GRANTS)
    confine.mount_private('/tmp', job['limits']['diskBytes'])
    os.chdir('/tmp')
    provide_font_cache()
    if door:
        egress.tell_clients(door, port)
    confine.set_resource_limits(job['limits'], base_bytes)
    confine.drop_rights(filters['egress' if door else 'job'])
