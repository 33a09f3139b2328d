"""Makes a child in namespaces of its own and takes everything from it that its job does not need.

Every step raises where it fails, so a child that gets to the code has all of it."""

import ctypes
import os
import resource
import signal
import struct

_libc = ctypes.CDLL(None, use_errno=True)
# PyDLL keeps the interpreter lock, which a clone must not let go of.
_locked_libc = ctypes.PyDLL(None, use_errno=True)
_libc.pthread_self.restype = ctypes.c_void_p

_NEWNS, _NEWUTS, _NEWIPC = 0x00020000, 0x04000000, 0x08000000
_NEWUSER, _NEWPID, _NEWNET = 0x10000000, 0x20000000, 0x40000000
_NAMESPACES = _NEWUSER | _NEWNS | _NEWPID | _NEWIPC | _NEWUTS | _NEWNET
_NOBODY = 65534

_MACHINE = os.uname().machine
_CLONE = {'x86_64': 56, 'aarch64': 220}[_MACHINE]
# Where glibc keeps the thread's id in its thread block (stable since 2.4).
_TID_OFFSET = {'x86_64': 720, 'aarch64': 208}[_MACHINE]

_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_RDONLY = 2, 4, 8, 1
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 4, 22, 24, 38
_SECCOMP_MODE_FILTER = 2
_LIMITS = {getattr(resource, name): name for name in dir(resource) if name.startswith('RLIMIT_') and name != 'RLIMIT_OFILE'}
_CAPABILITY_VERSION_3 = 0x20080522
# Room for thread stacks and allocator slack beside the data that the memory limit is about.
_ADDRESS_SLACK = 128 << 20


def fork_apart():
    """Forks into new user, mount, pid, ipc, uts and network namespaces; 0 in the child, as with os.fork."""
    uid, gid, tid = os.getuid(), os.getgid(), _libc.gettid()
    ctypes.pythonapi.PyOS_BeforeFork()
    flags = ctypes.c_ulong(_NAMESPACES | signal.SIGCHLD)
    pid = _locked_libc.syscall(ctypes.c_long(_CLONE), flags, None, None, None, None)
    number = ctypes.get_errno()
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        _refresh_thread_id(tid)
        _map_ids(uid, gid)
        return 0
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(number, f'clone: {os.strerror(number)}')
    return pid


def hide_from_others():
    """Keeps processes of the same user from reading or changing this one (PR_SET_DUMPABLE of prctl(2))."""
    _check(_libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), 'dumpable')


def stand_back():
    """Puts what will run here behind the rest of the machine: where memory runs short it goes first, and where the kernel
    shares processors by session it has one share, however many threads it starts."""
    os.setsid()
    _write('/proc/self/oom_score_adj', '1000')


def become(user):
    """Takes another user and group, and no others, for good; needs the capabilities for it."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def hide_ahead(folders):
    """Does what needs no job yet: covers folders for good and empties the capability bounding set."""
    for folder in folders:
        cover(folder)
    last = 0
    while _libc.prctl(_PR_CAPBSET_DROP, last, 0, 0, 0) == 0:
        last += 1
    if last < 37:
        raise OSError(ctypes.get_errno(), 'cannot empty the capability bounding set')


def cover(folder):
    """Puts an empty read-only file system over a folder."""
    _mount_memory(folder, _MS_NOSUID | _MS_NODEV | _MS_NOEXEC | _MS_RDONLY, 'size=4k,mode=555')


def mount_private(folder, size_bytes):
    """Puts a writable file system of the job's own over a folder."""
    inodes = max(64, min(size_bytes // 4096, 16384))
    _mount_memory(folder, _MS_NOSUID | _MS_NODEV, f'size={size_bytes},nr_inodes={inodes},mode=700')


def set_resource_limits(limits, base_bytes):
    """Sets the rlimits; `base_bytes` is the address space that the preloaded libraries take."""
    cpu_seconds = -(-limits['cpuMs'] // 1000)
    pairs = (
        (resource.RLIMIT_AS, base_bytes + limits['memoryBytes'] + _ADDRESS_SLACK),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, limits['fileBytes']),
        (resource.RLIMIT_NOFILE, limits['openFiles']),
        (resource.RLIMIT_NPROC, limits['processes']),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    )
    for which, value in pairs:
        # gVisor refuses to set some of them at all, and starts with those as its container says.
        if resource.getrlimit(which) != (value, value):
            _limit(which, value)


def _limit(which, value):
    try:
        resource.setrlimit(which, (value, value))
    except (OSError, ValueError) as error:
        most = resource.getrlimit(which)[1]
        raise RuntimeError(f'{_LIMITS[which]} of {value} cannot be set, the host allows {most}') from error


def drop_capabilities():
    """Gives up all capabilities and any way to gain rights, and hides from processes of the same user."""
    hide_from_others()
    header = struct.pack('Ii', _CAPABILITY_VERSION_3, 0)
    _check(_libc.capset(header, bytes(24)), 'capset')
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 'no_new_privs')


def drop_rights(filter_bytes):
    """Gives up all capabilities, any way to gain rights, and every system call that the filter does not allow."""
    drop_capabilities()
    program = ctypes.create_string_buffer(filter_bytes, len(filter_bytes))
    fprog = _Program(len(filter_bytes) // 8, ctypes.addressof(program))
    _check(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(fprog), 0, 0), 'seccomp')


class _Program(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('instructions', ctypes.c_void_p)]


def _map_ids(uid, gid):
    _write('/proc/self/setgroups', 'deny')
    _write('/proc/self/uid_map', f'{_NOBODY} {uid} 1')
    _write('/proc/self/gid_map', f'{_NOBODY} {gid} 1')


def _refresh_thread_id(old):
    # A raw clone leaves the parent's id in glibc's thread block. A later thread of the child can get that very
    # id, and then recursive locks of C++ libraries would let both in.
    cached = ctypes.c_int.from_address(_libc.pthread_self() + _TID_OFFSET)
    if cached.value == old:
        cached.value = _libc.gettid()


def _mount_memory(folder, flags, options):
    result = _libc.mount(
        b'tmpfs', folder.encode(), b'tmpfs', ctypes.c_ulong(flags), options.encode()
    )
    _check(result, f'mount over {folder}')


def _write(path, text):
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def _check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f'{what}: {os.strerror(number)}')
