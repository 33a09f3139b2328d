import { type ConformanceArea, type ConformanceCase, crashed, refused } from '../case.ts'

const calls: readonly (readonly [name: string, number: number, parameters: string])[] = [
  ['mount', 165, 'b"none", b"/tmp", b"tmpfs", 0, 0'],
  ['umount2', 166, 'b"/tmp", 2'],
  ['pivot_root', 155, 'b"/tmp", b"/tmp"'],
  ['fsopen', 430, 'b"tmpfs", 0'],
  ['open_tree', 428, '-100, b"/", 1'],
  ['move_mount', 429, '0, b"", 0, b"/tmp", 4'],
  ['mount_setattr', 442, '-100, b"/", 0, 0, 0'],
  ['unshare of a user namespace', 272, '0x10000000'],
  ['unshare of a mount namespace', 272, '0x20000'],
  ['unshare of a network namespace', 272, '0x40000000'],
  ['setns', 308, '0, 0'],
  ['clone with a new user namespace', 56, '0x10000011, 0, 0, 0, 0'],
  ['clone with a new mount namespace', 56, '0x20011, 0, 0, 0, 0'],
  ['clone3', 435, '0, 0'],
  ['keyctl', 250, '0, -3, 1, 0, 0'],
  ['add_key', 248, 'b"user", b"MARKER", b"b", 1, -4'],
  ['request_key', 249, 'b"user", b"MARKER", 0, -4'],
  ['bpf', 321, '0, ctypes.create_string_buffer(64), 64'],
  ['io_uring_setup', 425, '1, ctypes.create_string_buffer(120)'],
  ['io_uring_enter', 426, '0, 1, 0, 0, 0, 0'],
  ['userfaultfd', 323, '1'],
  ['perf_event_open', 298, 'ctypes.create_string_buffer(128), 0, -1, -1, 0'],
  ['memfd_create', 319, 'b"MARKER", 0'],
  ['memfd_secret', 447, '0'],
  ['personality', 135, '0x40000'],
  ['shmget', 29, '0x434f52, 4096, 0o1666'],
  ['msgget', 68, '0x434f52, 0o1666'],
  ['semget', 64, '0x434f52, 1, 0o1666'],
  ['mq_open', 240, 'b"MARKER", 66, 0o600, 0'],
  ['inotify_init1', 294, '0'],
  ['fanotify_init', 300, '0, 0'],
  ['flock', 73, '1, 2'],
  ['a lock that belongs to a descriptor', 72, '1, 37, ctypes.create_string_buffer(32)'],
  ['a lease on a file', 72, 'os.open(os.__file__, os.O_RDONLY), 1024, 0'],
  ['a notice of changes in a folder', 72, 'os.open("/usr", os.O_RDONLY), 1026, 15'],
  ['a pipe that holds more', 72, '1, 1031, 1 << 20'],
  ['waking sleepers on shared memory', 202, 'ctypes.create_string_buffer(8), 1, 1'],
  ['a table of descriptors for one thread alone', 436, '3000, 3001, 2'],
  ['a thread that shares no descriptors', 56, '0x3d0b00, 0, 0, 0, 0'],
  ['pidfd_open', 434, '1, 0'],
  ['kexec_load', 246, '0, 0, 0, 0'],
  ['init_module', 175, '0, 0, b""'],
  ['finit_module', 313, '0, b"", 0'],
  ['delete_module', 176, 'b"MARKER", 0'],
  ['reboot', 169, '0xfee1dead, 672274793, 0, 0'],
  ['swapon', 167, 'b"/tmp/a", 0'],
  ['acct', 163, 'b"/tmp/a"'],
  ['quotactl', 179, '0, 0, 0, 0'],
  ['syslog', 103, '3, ctypes.create_string_buffer(64), 64'],
  ['settimeofday', 164, 'ctypes.create_string_buffer(16), 0'],
  ['clock_settime', 227, '0, ctypes.create_string_buffer(16)'],
  ['adjtimex', 159, 'ctypes.create_string_buffer(208)'],
  ['sethostname', 170, 'b"MARKER", 6'],
  ['setdomainname', 171, 'b"MARKER", 6'],
  ['modify_ldt', 154, '1, ctypes.create_string_buffer(16), 16'],
  ['ioperm', 173, '0, 1, 1'],
  ['iopl', 172, '3'],
  ['prctl to be dumpable', 157, '4, 1, 0, 0, 0'],
  ['prctl to be traced', 157, '0x59616d61, 1, 0, 0, 0'],
  ['a filter of its own', 317, '1, 0, 0'],
  ['a key stroke for the terminal', 16, '0, 0x5412, b"a"'],
  ['lookup_dcookie', 212, '0, 0, 0'],
  [
    'name_to_handle_at',
    303,
    '-100, b"/", ctypes.create_string_buffer(128), ctypes.create_string_buffer(8), 0',
  ],
  ['move_pages of the parent', 279, '1, 0, 0, 0, 0, 0'],
  ['kcmp with the parent', 312, '1, 1, 0, 0, 0'],
]

/** Doors of the kernel that a computation has no use for (numbers of x86-64). */
export const kernelSurface: ConformanceArea = {
  name: 'kernel surface',
  cases: [
    ...calls.map(answersError),
    {
      name: 'a call by the x32 door ends the process',
      control: 'seccomp',
      code: 'ctypes.CDLL(None).syscall(0x40000000 + 39)',
      expected: crashed,
    },
    {
      name: 'a call by the 32-bit door is not served',
      control: 'seccomp',
      code: `import mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes.fromhex('b814000000cd80c3'))
got = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
result = 'refused' if got < 0 else got`,
      expected: { kind: 'stopped' },
    },
    {
      name: 'the pattern for core files cannot be set',
      control: 'read-only-root',
      code: "result = attempt(lambda: open('/proc/sys/kernel/core_pattern', 'w').write('|/tmp/a'))",
      expected: refused,
    },
    {
      name: 'nothing can be asked of the magic request key',
      control: 'read-only-root',
      code: "result = attempt(lambda: open('/proc/sysrq-trigger', 'w').write('h'))",
      expected: refused,
    },
  ],
}

function answersError([name, number, parameters]: (typeof calls)[number]): ConformanceCase {
  return {
    name: `${name} answers an error`,
    control: 'seccomp',
    code: ({ marker }) => `result = call(${number}, ${parameters.replaceAll('MARKER', marker)})`,
    expected: refused,
  }
}
