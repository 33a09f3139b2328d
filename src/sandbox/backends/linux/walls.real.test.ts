import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../../../../test/sandbox/fixture.ts'

let box: TestSandbox
beforeAll(async () => {
  box = await openTestSandbox()
})
afterAll(() => box.sandbox.close())

/** Runs an expression and gives the name of the error it raises, or its value. */
function attempt(expression: string, imports = 'os, sys'): string {
  return `import ${imports}\ntry: result = repr(${expression})\nexcept BaseException as e: result = type(e).__name__ + ' ' + str(getattr(e, 'errno', ''))`
}

describe('the file system', () => {
  test.each([
    ['/etc/passwd', 'FileNotFoundError 2'],
    ['/etc/shadow', 'FileNotFoundError 2'],
    ['/proc/1/environ', 'FileNotFoundError 2'],
    ['/proc/self/maps', 'FileNotFoundError 2'],
    ['/root/.bashrc', 'FileNotFoundError 2'],
    [import.meta.filename, 'FileNotFoundError 2'],
    ['/sys/kernel', 'FileNotFoundError 2'],
    ['/var/log/dpkg.log', 'FileNotFoundError 2'],
    ['/dev/mem', 'FileNotFoundError 2'],
    ['/dev/kmsg', 'FileNotFoundError 2'],
    ['/dev/tty', 'FileNotFoundError 2'],
    ['/dev/shm', 'FileNotFoundError 2'],
    ['/cgroup/memory/tasks', 'FileNotFoundError 2'],
  ])('%s is not there', async (path, error) => {
    expect(await box.plain(attempt(`open('${path}').read()`))).toBe(error)
  })

  test('the files of this machine are not in its temporary folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cordon-host-'))
    writeFileSync(join(folder, 'secret'), 'secret')
    expect(await box.plain(attempt(`open('${join(folder, 'secret')}').read()`))).toBe(
      'FileNotFoundError 2',
    )
    expect(await box.plain('import os\nos.listdir("/tmp")')).not.toContain(folder)
  })

  test.each(['/', '/usr', '/usr/lib', '/dev', '/guest', '/etc', '/grants', '/proc', '/cgroup'])(
    'nothing can be written in %s',
    async (folder) => {
      const code = attempt(`open('${folder}/cordon-test', 'w')`)
      expect(await box.plain(code)).toMatch(/^(OSError 30|PermissionError 13|FileNotFoundError 2)$/)
      expect(existsSync(join(folder, 'cordon-test'))).toBe(false)
    },
  )

  test('writing elsewhere says that only the working folder can be written to', async () => {
    const failure = await box.failure('\nopen("/usr/x", "w")')
    expect(failure).toMatchObject({ kind: 'blocked', operation: 'writing a file', line: 2 })
  })

  test('grants cannot be reached by the folder they came from', async () => {
    expect(await box.plain('import os\nos.listdir("/grants")')).toEqual([])
  })
})

describe('processes', () => {
  test.each([
    ['os.fork()', 'PermissionError 1'],
    ["os.execv('/usr/bin/true', ['true'])", 'PermissionError 1'],
    ["os.posix_spawn('/usr/bin/true', ['true'], {})", 'PermissionError 1'],
    ["subprocess.run(['true'])", 'PermissionError 1'],
    ["os.system('true')", 'PermissionError 1'],
    ['os.kill(2, 9)', 'PermissionError 1'],
    ['os.kill(-1, 9)', 'PermissionError 1'],
    ['os.setuid(0)', 'PermissionError 1'],
    ["os.setxattr('/tmp', 'user.a', b'')", 'PermissionError 1'],
    ['os.nice(-5)', 'PermissionError 1'],
    ['os.sched_setaffinity(0, [0])', 'PermissionError 1'],
    ["os.chroot('/tmp')", 'PermissionError 1'],
    ["os.mknod('/tmp/a')", 'PermissionError 1'],
    ["os.memfd_create('a')", 'PermissionError 1'],
    ['resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))', 'ValueError '],
    ['os.getpid()', '1'],
    ['os.getppid()', '0'],
    ['os.getuid()', '65534'],
    // Who is not root cannot give up groups; in the run they are nobody's.
    ['set(os.getgroups()) - {65534}', 'set()'],
    ...(process.getuid?.() === 0 ? [['os.getgroups()', '[]']] : []),
  ])('%s gives %s', async (expression, outcome) => {
    const given = await box.plain(attempt(expression, 'os, subprocess, resource'))
    expect(given).toBe(outcome)
  })

  test('a fork bomb never gets off the ground', async () => {
    const failure = await box.failure('import os\nwhile True: os.fork()')
    expect(failure).toMatchObject({
      kind: 'blocked',
      operation: 'starting a program',
      message: '`os.fork` was blocked: this run has one process.',
    })
  })

  test('capabilities, and ways to gain them, are gone', async () => {
    const code = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
data = (ctypes.c_uint * 6)(*[7] * 6)
header = (ctypes.c_uint * 2)(0x20080522, 0)
result = [libc.syscall(125, header, data), list(data)]`
    // Even asking for them is not allowed; the report of the kernel itself is read on the host below.
    expect(await box.plain(code)).toEqual([-1, [7, 7, 7, 7, 7, 7]])
  })

  test('the kernel confirms what is armed', async () => {
    const running = box.report('import time\nprint("here", flush=True)\ntime.sleep(1)')
    await new Promise((resolve) => setTimeout(resolve, 500))
    const { pid, status } = newestLockedIn()
    const parent = /^PPid:\s+(\d+)$/m.exec(status)?.[1]
    for (const kind of ['user', 'mnt', 'pid', 'ipc', 'uts', 'net']) {
      const own = readlinkSync(`/proc/${pid}/ns/${kind}`)
      expect(own).not.toBe(readlinkSync(`/proc/self/ns/${kind}`))
      expect(own).not.toBe(readlinkSync(`/proc/${parent}/ns/${kind}`))
    }
    expect(status).toMatch(/^CapEff:\s+0{16}$/m)
    expect(status).toMatch(/^CapBnd:\s+0{16}$/m)
    expect(status).toMatch(/^CapPrm:\s+0{16}$/m)
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(status).toMatch(/^Seccomp:\s+2$/m)
    expect(status).toMatch(/^Groups:\s*(?:\d+\s*)?$/m)
    expect(status).not.toMatch(/^Uid:\s+0\s/m)
    expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8')).toBe('1000\n')
    expect(sessionOf(pid)).toBe(pid)
    await running
  })
})

describe('the kernel surface', () => {
  test.each<[string, number, string]>([
    ['ptrace', 101, '0, 0, 0, 0'],
    ['mount', 165, 'b"a", b"/tmp", b"tmpfs", 0, 0'],
    ['umount2', 166, 'b"/tmp", 0'],
    ['pivot_root', 155, 'b"/tmp", b"/tmp"'],
    ['unshare', 272, '0x10000000'],
    ['setns', 308, '0, 0'],
    ['clone with a new user namespace', 56, '0x10000011, 0, 0, 0, 0'],
    ['clone of a process', 56, '17, 0, 0, 0, 0'],
    ['vfork', 58, ''],
    ['keyctl', 250, '0, 0, 0, 0, 0'],
    ['add_key', 248, 'b"user", b"a", b"b", 1, -1'],
    ['request_key', 249, 'b"user", b"a", 0, 0'],
    ['bpf', 321, '0, 0, 0'],
    ['io_uring_setup', 425, '1, 0'],
    ['userfaultfd', 323, '0'],
    ['perf_event_open', 298, '0, 0, 0, 0, 0'],
    ['memfd_create', 319, 'b"a", 0'],
    ['memfd_secret', 447, '0'],
    ['process_vm_readv', 310, '1, 0, 0, 0, 0, 0'],
    ['open_by_handle_at', 304, '0, 0, 0'],
    ['personality', 135, '0x40000'],
    ['socket', 41, '1, 1, 0'],
    ['socketpair', 53, '1, 1, 0, 0'],
    ['shmget', 29, '0, 4096, 0o1666'],
    ['msgget', 68, '0, 0o1666'],
    ['mq_open', 240, 'b"a", 64, 0o600, 0'],
    ['inotify_init1', 294, '0'],
    ['fanotify_init', 300, '0, 0'],
    ['flock', 73, '1, 2'],
    ['pidfd_open', 434, '1, 0'],
    ['kexec_load', 246, '0, 0, 0, 0'],
    ['init_module', 175, '0, 0, 0'],
    ['reboot', 169, '0, 0, 0, 0'],
    ['settimeofday', 164, '0, 0'],
    ['sethostname', 170, 'b"a", 1'],
    ['prctl to be dumpable', 157, '4, 1, 0, 0, 0'],
    ['seccomp', 317, '1, 0, 0'],
    ['a terminal request', 16, '0, 0x5412, b"a"'],
  ])('%s answers EPERM', async (_, number, parameters) => {
    const code = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
result = [libc.syscall(${[number, parameters].filter((part) => part !== '').join(', ')}), ctypes.get_errno()]`
    expect(await box.plain(code)).toEqual([-1, 1])
  })

  test('clone3 is told not to exist', async () => {
    const code =
      'import ctypes\nl = ctypes.CDLL(None, use_errno=True)\n[l.syscall(435, 0, 0), ctypes.get_errno()]'
    expect(await box.plain(code)).toEqual([-1, 38])
  })

  test('a call by the x32 door ends the process', async () => {
    const failure = await box.failure('import ctypes\nctypes.CDLL(None).syscall(0x40000000 + 39)')
    expect(failure).toMatchObject({
      kind: 'crashed',
      message: expect.stringContaining('system call'),
    })
  })
})

describe('the network', () => {
  test.each(['AF_INET', 'AF_INET6', 'AF_UNIX', 'AF_NETLINK', 'AF_PACKET', 'AF_VSOCK'])(
    'no %s socket',
    async (family) => {
      expect(
        await box.plain(attempt(`socket.socket(socket.${family}, socket.SOCK_DGRAM)`, 'socket')),
      ).toBe('PermissionError 1')
    },
  )

  test('a server of this machine hears nothing, and the script is told why', async () => {
    let heard = 0
    const server = createServer(() => heard++).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const failure = await box.failure(
      `import urllib.request\nurllib.request.urlopen("http://127.0.0.1:${port}")`,
    )
    expect(failure).toMatchObject({
      kind: 'blocked',
      operation: 'network access',
      message: expect.stringContaining('this run has no network'),
      line: 2,
    })
    expect(heard).toBe(0)
    server.close()
  })

  test('a name is not looked up', async () => {
    const failure = await box.failure('import socket\nsocket.getaddrinfo("example.com", 80)')
    expect(failure).toMatchObject({ kind: 'blocked', operation: 'network access' })
  })

  test('a program is not started, and the script is told why', async () => {
    const failure = await box.failure('import subprocess\nsubprocess.run(["ls"])')
    expect(failure).toMatchObject({ kind: 'blocked', operation: 'starting a program', line: 2 })
  })
})

describe('between runs', () => {
  test('nothing of a run is left for the next', async () => {
    await box.report(
      'import os, sys, builtins\nopen("left", "w").write("x")\nos.environ["LEFT"] = "1"\nbuiltins.left = 1\nimport pandas as pd\npd.DataFrame.sum = lambda *a: 42\nsys.modules["left"] = sys',
    )
    const code =
      'import os, sys, builtins, pandas as pd\n[os.listdir("."), "LEFT" in os.environ, hasattr(builtins, "left"), int(pd.DataFrame({"a": [1]}).sum().iloc[0]), "left" in sys.modules]'
    expect(await box.plain(code)).toEqual([[], false, false, 1, false])
  })

  test('random numbers differ from run to run', async () => {
    const code =
      'import random, uuid, numpy as np\n[random.random(), float(np.random.rand()), float(np.random.default_rng().random()), str(uuid.uuid4())]'
    const runs = (await Promise.all([1, 2, 3, 4].map(() => box.plain(code)))) as unknown[][]
    for (const place of [0, 1, 2, 3]) expect(new Set(runs.map((run) => run[place])).size).toBe(4)
  })

  test('runs at the same time do not see each other', async () => {
    const code =
      'import os, time\nopen("mine", "w").write("x")\ntime.sleep(0.3)\n[os.listdir("."), os.getpid()]'
    const runs = await Promise.all([1, 2, 3].map(() => box.plain(code)))
    expect(runs).toEqual([
      [['mine'], 1],
      [['mine'], 1],
      [['mine'], 1],
    ])
  })

  test('descriptors are its own four at most', async () => {
    const code =
      'import os\nopen_fds = []\nfor fd in range(256):\n  try: os.fstat(fd); open_fds.append(fd)\n  except OSError: pass\nopen_fds'
    expect(await box.plain(code)).toEqual([0, 1, 2, 3])
  })

  test('the environment holds nothing of this machine', async () => {
    process.env['CORDON_TEST_SECRET'] = 'secret'
    const names = (await box.plain('import os\nsorted(os.environ)')) as string[]
    expect(names).toContain('MPLBACKEND')
    expect(names.join()).not.toMatch(/SECRET|USER|SSH|NODE|npm/)
  })
})

describe('a forged result', () => {
  const forge = (bytes: string) => `import os, struct, json\nos.write(3, ${bytes})\nos._exit(0)`
  /** As whole results are put together, from a header and what follows it. */
  const framed =
    '(lambda h, rest=b"": (lambda r: struct.pack("<I", len(r)) + r)(struct.pack("<I", len(h)) + h + rest + bytes(7) + b"D"))'
  test.each([
    ['garbage', 'os.urandom(5000)'],
    ['a huge length', 'struct.pack("<I", 0xffffffff) + b"{}D"'],
    ['no length', 'b"D"'],
    ['text that is not JSON', 'struct.pack("<I", 3) + b"{}}D"'],
    ['a wrong kind', 'struct.pack("<I", 20) + b\'{"status":"approved"}\' + b"D"'],
    ['a confirmation in place of a result', 'b"C"'],
  ])('%s counts as a crash', async (_, bytes) => {
    expect(await box.failure(forge(bytes))).toMatchObject({ kind: 'crashed' })
  })

  test.each([
    [
      'more rows than there are',
      '{"kind": "frame", "rowCount": 10**9, "columns": [{"name": "a", "storage": "int64", "buffers": [0, 8]}]}',
    ],
    [
      'a blob that is not there',
      '{"kind": "frame", "rowCount": 1, "columns": [{"name": "a", "storage": "int64", "buffers": [0, 2**31 - 1]}]}',
    ],
    [
      'offsets out of the text',
      '{"kind": "frame", "rowCount": 1, "columns": [{"name": "a", "storage": "utf8", "buffers": [0, 8, 0]}]}',
    ],
    [
      'a storage that does not exist',
      '{"kind": "frame", "rowCount": 0, "columns": [{"name": "a", "storage": "pickle", "buffers": [0, 0]}]}',
    ],
  ])('a frame with %s counts as a crash', async (_, value) => {
    const header = `json.dumps({"status": "completed", "value": ${value}, "figures": []}).encode()`
    const bytes = `${framed}(${header}, b"\\xff" * 8)`
    expect(await box.failure(forge(bytes))).toMatchObject({ kind: 'crashed' })
  })

  test('an answer of its own before the real one counts as a crash', async () => {
    const own = `${framed}(b'{"status":"completed","value":{"kind":"none"},"figures":[]}')`
    expect(await box.failure(`import os, struct\nos.write(3, ${own})\nresult = 1`)).toMatchObject({
      kind: 'crashed',
    })
  })

  test('a limit that nobody set cannot be claimed', async () => {
    const header =
      'json.dumps({"status": "failed", "failure": {"kind": "limit", "limit": "wallMs"}}).encode()'
    const bytes = `${framed}(${header})`
    expect(await box.failure(forge(bytes))).toMatchObject({ kind: 'crashed' })
  })

  test('what is put together so is read, so that the cases above are about what they say', async () => {
    const header = `json.dumps({"status": "completed", "value": {"kind": "none"}, "figures": []}).encode()`
    expect(await box.report(forge(`${framed}(${header})`))).toMatchObject({ status: 'completed' })
  })

  test('closing the result descriptor counts as a crash', async () => {
    expect(await box.failure('import os\nos.close(3)\nresult = 1')).toMatchObject({
      kind: 'crashed',
    })
  })

  test('writing to every descriptor there could be reaches no one else', async () => {
    const code =
      'import os\nfor fd in range(4, 1024):\n  try: os.write(fd, b"x")\n  except OSError: pass\nresult = 1'
    expect(await box.plain(code)).toBe(1)
  })
})

describe('the memory that a run starts with', () => {
  test('holds nothing of the code, the output or the answer of runs before it', async () => {
    for (let run = 0; run < 4; run++) {
      // Each marker is in one place only: put together at run time, or written as it is in the code.
      await box.report(
        'x = ["-".join(["ANSWER", "OF", "ANOTHER"]) + str(n) for n in range(900)]\n' +
          'print(["-".join(["OUTPUT", "OF", "ANOTHER"]) + str(n) for n in range(900)])\n' +
          `result = x # ${'CODE-OF-ANOTHER '.repeat(60)}`,
      )
      expect(await box.plain(`${searchMemory}result = found`)).toEqual([])
    }
  })
})

/** Looks through the heap, whose pages it feels for by having the kernel read from them. */
const searchMemory = `
import ctypes, os
libc = ctypes.CDLL(None)
libc.sbrk.restype = libc.malloc.restype = ctypes.c_void_p
ends = os.pipe()
def is_there(page):
    return libc.write(ends[1], ctypes.c_void_p(page), 1) == 1 and os.read(ends[0], 1) != b""
def around(address):
    low = high = address & ~4095
    while is_there(low - 4096) and address - low < 1 << 27: low -= 4096
    while is_there(high + 4096): high += 4096
    return ctypes.string_at(low, high + 4096 - low)
places = [libc.sbrk(0) - 1, libc.malloc(500), id(object()), id([1] * 9)]
memory = [around(place) for place in places]
found = [word for word in ("ANSWER", "OUTPUT", "CODE")
    if any((word + "-OF-" + "ANOTHER").encode() in part for part in memory)]
`

/** The process of this machine that was started last and runs under two or more system call filters. */
function newestLockedIn(): { pid: number; status: string } {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  const locked = pids.flatMap((pid) => {
    const status = readStatus(pid)
    return /^Seccomp_filters:\s+([2-9])$/m.test(status) ? [{ pid, status }] : []
  })
  const newest = locked.sort((a, b) => b.pid - a.pid)[0]
  if (newest === undefined) throw new Error('no process is locked in')
  return newest
}

/** The session that a process belongs to (proc(5), field 6 of stat). */
function sessionOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}
