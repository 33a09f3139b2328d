import type { Control } from '../../../kernel/controls.ts'
import { type ConformanceArea, type ConformanceCase, refused } from '../case.ts'

/** Maps the first page of a file that all runs have. */
const sharedPage = `import time
_libc.mmap.restype, _libc.mmap.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
page = _libc.mmap(None, 4096, 1, 1, os.open(os.path.realpath(sys.executable), os.O_RDONLY), 0)`

/** What one run could leave for another, or see of it. */
export const betweenRuns: ConformanceArea = {
  name: 'between runs',
  cases: [
    leaves(
      'a file in the working folder',
      'private-tmp',
      'open("left", "w").write("x")',
      'os.path.exists("left")',
    ),
    leaves(
      'a file in every folder',
      'read-only-root',
      'for d in ("/", "/dev/shm", "/dev", "/var/tmp", "/run", "/guest", "/grants"):\n  try: open(d + "/left", "w").write("x")\n  except OSError: pass',
      'any(os.path.exists(d + "/left") for d in ("/", "/dev/shm", "/dev", "/var/tmp", "/run", "/guest", "/grants"))',
    ),
    leaves(
      'a folder',
      'private-tmp',
      'os.makedirs("/tmp/left/deep")',
      'os.path.exists("/tmp/left")',
    ),
    leaves(
      'a variable of the environment',
      'pid-namespace',
      'os.environ["LEFT"] = "1"',
      '"LEFT" in os.environ',
    ),
    leaves(
      'a name in builtins',
      'pid-namespace',
      'import builtins\nbuiltins.left = 1',
      'hasattr(__import__("builtins"), "left")',
    ),
    leaves('a module', 'pid-namespace', 'sys.modules["left"] = sys', '"left" in sys.modules'),
    leaves(
      'a changed function',
      'pid-namespace',
      'import json\njson.dumps = lambda *a, **k: "left"',
      '__import__("json").dumps(1) == "left"',
    ),
    leaves(
      'a changed method of numpy',
      'pid-namespace',
      'import numpy\nnumpy.mean = lambda *a: 42',
      '__import__("numpy").mean([1, 1]) == 42',
    ),
    leaves(
      'an import path',
      'pid-namespace',
      'sys.path.insert(0, "/tmp/left")',
      '"/tmp/left" in sys.path',
    ),
    leaves(
      'an import hook',
      'pid-namespace',
      'sys.meta_path.insert(0, "left")',
      '"left" in sys.meta_path',
    ),
    leaves(
      'a trace function',
      'pid-namespace',
      'sys.settrace(lambda *a: None)',
      'sys.gettrace() is not None',
    ),
    leaves(
      'an audit hook that refuses',
      'pid-namespace',
      'def hook(e, a):\n  if e == "open": raise OSError(1, "left")\nsys.addaudithook(hook)',
      'attempt(lambda: open("/tmp/x", "w").close()) == "refused"',
    ),
    leaves(
      'a limit on recursion',
      'pid-namespace',
      'sys.setrecursionlimit(77)',
      'sys.getrecursionlimit() == 77',
    ),
    leaves('a locale', 'pid-namespace', 'os.umask(0o123)', 'os.umask(0) == 0o123'),
    leaves(
      'a seed of random',
      'pid-namespace',
      'import random\nrandom.seed(7)',
      '(lambda r: [r.random() for _ in range(3)] == [0.32383276483316237, 0.15084917392450192, 0.6509344730398537])(__import__("random"))',
    ),
    leaves(
      'a seed of numpy',
      'pid-namespace',
      'import numpy\nnumpy.random.seed(7)',
      'abs(float(__import__("numpy").random.rand()) - 0.07630828937395717) < 1e-12',
    ),
    leaves(
      'a signal handler',
      'pid-namespace',
      'import signal\nsignal.signal(signal.SIGUSR1, signal.SIG_IGN)',
      '__import__("signal").getsignal(__import__("signal").SIGUSR1) == __import__("signal").SIG_IGN',
    ),
    leaves(
      'a byte-code file beside a module',
      'read-only-root',
      'import py_compile\ntry: py_compile.compile(os.__file__, "/guest/left.pyc")\nexcept OSError: pass',
      'os.path.exists("/guest/left.pyc")',
    ),
    leaves(
      'shared memory',
      'ipc-namespace',
      'call(29, 0x434f52, 4096, 0o1666)',
      'call(29, 0x434f52, 4096, 0o666) == "done"',
    ),
    leaves(
      'a key',
      'seccomp',
      'call(248, b"user", b"left", b"x", 1, -4)',
      'call(249, b"user", b"left", 0, -4) == "done"',
    ),
    leaves(
      'a thread',
      'pid-namespace',
      'import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()',
      '__import__("threading").active_count() > 1',
    ),
    {
      name: 'random numbers differ from run to run',
      control: 'pid-namespace',
      before:
        'import random, numpy\nprint(random.random(), numpy.random.rand(), os.urandom(8).hex())',
      code: 'import random, numpy\nprint(random.random(), numpy.random.rand(), os.urandom(8).hex())\nresult = "refused"',
      expected: refused,
    },
    sees(
      'a file of a run beside it',
      'private-tmp',
      'open("/tmp/mine", "w").write("x")',
      'os.path.exists("/tmp/mine")',
    ),
    sees(
      'a process of a run beside it',
      'pid-namespace',
      'pass',
      'len([n for n in (os.listdir("/proc") if os.path.isdir("/proc") else []) if n.isdigit()]) > 2',
    ),
    sees(
      'a mapping in /dev/shm of a run beside it',
      'private-tmp',
      'attempt(lambda: open("/dev/shm/mine", "w").write("x"))',
      'os.path.exists("/dev/shm/mine")',
    ),
    sees(
      'a grant of a run beside it',
      'mount-namespace',
      'pass',
      'attempt(lambda: os.listdir("/grants")) not in ("refused", "[]")',
    ),
    sees(
      'a lock on a file that all can read',
      'seccomp',
      'import fcntl\nfile = open(sys.executable, "rb")\nattempt(lambda: fcntl.lockf(file, fcntl.LOCK_SH, 1, 4711))',
      '(lambda fcntl, struct: fcntl.F_UNLCK != struct.unpack("hhqqi", fcntl.fcntl(open(sys.executable), fcntl.F_GETLK, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 4711, 1, 0))[:28])[0])(__import__("fcntl"), __import__("struct"))',
    ),
    {
      name: 'a thread that sleeps on a page of a file is not woken by a run beside it',
      control: 'seccomp',
      beside: `${sharedPage}
import threading
word = ctypes.c_uint.from_address(page).value
for _ in range(8): threading.Thread(target=_libc.syscall, args=(202, ctypes.c_void_p(page), 0, word, None), daemon=True).start()
time.sleep(1.5)`,
      code: `${sharedPage}
woken = 0
for _ in range(30):
  woken += max(0, _libc.syscall(202, ctypes.c_void_p(page), 1, 99))
  time.sleep(0.05)
result = woken or "refused"`,
      expected: refused,
    },
    {
      name: 'the time of the last touch of a device cannot be set',
      control: 'seccomp',
      code: 'result = "refused" if all(attempt(lambda: os.utime(d)) == "refused" for d in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")) else "touched"',
      expected: refused,
    },
    {
      name: 'pages of a file that all can read are not asked after',
      control: 'seccomp',
      code: `${sharedPage}
result = call(27, ctypes.c_void_p(page), 4096, ctypes.create_string_buffer(8))`,
      expected: refused,
    },
    {
      name: 'the memory of a run that has ended is not in new pages',
      control: 'pid-namespace',
      before: 'x = ("-".join(["LEFT", "BEHIND"]) * 100000).encode() * 20',
      code: 'import mmap\npages = [mmap.mmap(-1, 1 << 24) for _ in range(8)]\nword = "-".join(["LEFT", "BEHIND"]).encode()\nresult = "refused" if all(page.find(word) < 0 for page in pages) else "found"',
      expected: refused,
    },
  ],
}

/** The second run answers `refused` where the condition, true only of what was left, is false. */
function leaves(
  name: string,
  control: Control,
  before: string,
  condition: string,
): ConformanceCase {
  const code = `result = "left" if ${condition} else "refused"`
  return { name: `${name} is not left for the next run`, control, before, code, expected: refused }
}

/** Looks for as long as the other run may live, since containers take their time to start. */
function sees(name: string, control: Control, beside: string, condition: string): ConformanceCase {
  const code = `import time
seen = False
for _ in range(30):
  seen = seen or ${condition}
  time.sleep(0.05)
result = "seen" if seen else "refused"`
  const lasting = `${beside}\nimport time\ntime.sleep(1.5)`
  return { name: `${name} is not seen`, control, beside: lasting, code, expected: refused }
}
