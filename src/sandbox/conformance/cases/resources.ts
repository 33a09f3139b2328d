import type { Control } from '../../../kernel/controls.ts'
import type { LimitName, Limits } from '../../../kernel/limits.ts'
import type { ConformanceArea, ConformanceCase } from '../case.ts'

const MiB = 1024 * 1024
const soon = { wallMs: 500 }

/** Taking more than a run may have. */
export const resources: ConformanceArea = {
  name: 'resources',
  cases: [
    stops('a sleep', 'wall-clock', 'wallMs', 'import time\ntime.sleep(60)', soon),
    stops(
      'a spin that catches everything',
      'wall-clock',
      'wallMs',
      'while True:\n  try:\n    while True: pass\n  except BaseException: pass',
      soon,
    ),
    stops(
      'a regular expression that explodes',
      'wall-clock',
      'wallMs',
      'import re\nre.match(r"(a+)+$", "a" * 40 + "b")',
      soon,
    ),
    stops('a power of big integers', 'wall-clock', 'wallMs', 'x = 7 ** (7 ** 9)', soon),
    stops(
      'a product that never ends',
      'wall-clock',
      'wallMs',
      'import itertools\nfor _ in itertools.product(range(100), repeat=20): pass',
      soon,
    ),
    stops(
      'ignored signals',
      'wall-clock',
      'wallMs',
      'import signal, time\nfor n in (signal.SIGTERM, signal.SIGXCPU, signal.SIGALRM, signal.SIGINT, signal.SIGHUP): signal.signal(n, signal.SIG_IGN)\ntime.sleep(60)',
      soon,
    ),
    stops(
      'threads that go on',
      'wall-clock',
      'wallMs',
      'import threading, time\nfor _ in range(4): threading.Thread(target=time.sleep, args=(60,)).start()\ntime.sleep(60)',
      soon,
    ),
    stops(
      'closed descriptors and a spin',
      'wall-clock',
      'wallMs',
      'os.closerange(0, 100)\nwhile True: pass',
      soon,
    ),
    stops(
      'a read that never comes back',
      'wall-clock',
      'wallMs',
      'r, w = os.pipe()\nos.read(r, 1)',
      soon,
    ),
    stops(
      'output drip by drip',
      'wall-clock',
      'wallMs',
      'import time\nwhile True:\n  print(".", flush=True)\n  time.sleep(0.02)',
      soon,
    ),
    stops(
      'a lock that nobody opens',
      'wall-clock',
      'wallMs',
      'import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()',
      soon,
    ),
    stops(
      'a clean-up that never ends',
      'wall-clock',
      'wallMs',
      'import atexit\nclass A:\n  def __del__(self):\n    while True: pass\na = A()\ndel a',
      soon,
    ),
    stops('CPU time', 'rlimits', 'cpuMs', 'while True: pass', { cpuMs: 1000, wallMs: 50_000 }),
    stops('memory at once', 'rlimits', 'memoryBytes', 'x = bytearray(4 << 30)'),
    stops(
      'memory bit by bit',
      'rlimits',
      'memoryBytes',
      'x = []\nwhile True: x.append(bytearray(1 << 20))',
    ),
    stops(
      'memory in many small objects',
      'rlimits',
      'memoryBytes',
      'x = []\nwhile True: x = [x, [object()] * 1000]',
      { memoryBytes: 128 * MiB },
    ),
    stops('memory in a text that doubles', 'rlimits', 'memoryBytes', 'x = "a"\nwhile True: x += x'),
    stops(
      'memory mapped',
      'rlimits',
      'memoryBytes',
      'import mmap\nx = [mmap.mmap(-1, 1 << 28) for _ in range(9)]\nfor m in x:\n  for i in range(0, 1 << 28, 4096): m[i] = 1',
    ),
    stops(
      'memory shared with nobody',
      'rlimits',
      'memoryBytes',
      'import mmap\nx = [mmap.mmap(-1, 1 << 26, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS) for _ in range(99)]',
    ),
    stops(
      'memory in an array',
      'rlimits',
      'memoryBytes',
      'import numpy as np\nresult = float(np.ones(300_000_000).sum())',
    ),
    {
      name: 'a brk by itself reaches the limit too',
      control: 'rlimits',
      code: 'libc = ctypes.CDLL(None)\nlibc.malloc.restype = ctypes.c_void_p\nlibc.malloc.argtypes = [ctypes.c_size_t]\nresult = "refused" if not libc.malloc(8 << 30) else "given"',
      expected: { kind: 'refused' },
    },
    stops(
      'memory in the private files',
      'private-tmp',
      ['memoryBytes', 'diskBytes', 'fileBytes'],
      'n = 0\nwhile True:\n  n += 1\n  with open(str(n), "wb") as f: f.write(bytes(8 << 20))',
    ),
    stops('one large file', 'rlimits', 'fileBytes', 'open("a", "wb").write(bytes(2 << 20))', {
      fileBytes: MiB,
    }),
    stops(
      'a file with a hole',
      'rlimits',
      'fileBytes',
      'f = open("a", "wb")\nf.seek(1 << 40)\nf.write(b"x")\nf.flush()',
    ),
    stops(
      'all files together',
      'private-tmp',
      'diskBytes',
      'import time\nfor n in range(9):\n  open(str(n), "wb").write(bytes(1 << 20))\ntime.sleep(5)',
      { diskBytes: 4 * MiB },
    ),
    stops(
      'many empty files',
      'private-tmp',
      ['diskBytes', 'wallMs', 'memoryBytes'],
      'for n in range(10**6): open(str(n), "w").close()',
      { wallMs: 8000 },
    ),
    stops('open files', 'rlimits', 'openFiles', 'x = [open("/dev/null") for _ in range(2000)]'),
    stops('open pipes', 'rlimits', 'openFiles', 'x = [os.pipe() for _ in range(2000)]'),
    {
      name: 'a table of descriptors for each thread holds no more than one',
      control: 'seccomp',
      code: `import threading, time
counted = []
def more():
  _libc.syscall(436, 3000, 3001, 2)
  opened = []
  try:
    while True: opened.append(os.open("/dev/null", os.O_RDONLY))
  except OSError: counted.append(len(opened))
  time.sleep(0.3)
threads = [threading.Thread(target=more) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
result = "refused" if sum(counted) <= 256 else counted`,
      expected: { kind: 'refused' },
    },
    stops(
      'threads',
      'rlimits',
      'processes',
      'import threading, time\nfor _ in range(1000): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()',
    ),
    stops('a flood on stdout', 'output-cap', 'outputBytes', 'while True: print("x" * 1000)'),
    stops(
      'a flood on stderr',
      'output-cap',
      'outputBytes',
      'while True: sys.stderr.write("x" * 1000)',
    ),
    stops(
      'floods on both streams',
      'output-cap',
      'outputBytes',
      'for _ in range(7): os.write(1, bytes(100_000)); os.write(2, bytes(100_000))',
    ),
    stops(
      'a flood that catches everything',
      'output-cap',
      'outputBytes',
      'while True:\n  try: os.write(1, bytes(65536))\n  except BaseException: pass',
    ),
    stops('a large text as a result', 'result-cap', 'resultBytes', 'result = "x" * (2 << 20)', {
      resultBytes: MiB,
    }),
    stops(
      'a large list as a result',
      'result-cap',
      'resultBytes',
      'result = list(range(400_000))',
      { resultBytes: MiB },
    ),
    {
      ...stops(
        'a flood on the result descriptor',
        'result-cap',
        'resultBytes',
        'while True: os.write(3, bytes(65536))',
        { resultBytes: MiB },
      ),
      inSession: { kind: 'unanswered' },
    },
    {
      name: 'a recursion without end is an error of its own',
      control: 'rlimits',
      code: 'def f(): return f()\ntry: f()\nexcept RecursionError: result = "refused"',
      expected: { kind: 'refused' },
    },
    {
      name: 'a stack that overflows takes nobody along',
      control: 'pid-namespace',
      code: 'sys.setrecursionlimit(10**9)\ndef f(): return f()\nf()',
      expected: { kind: 'any' },
      limits: { wallMs: 3000 },
    },
    {
      name: 'a crash of the interpreter takes nobody along',
      control: 'pid-namespace',
      code: 'ctypes.string_at(0)',
      expected: { kind: 'crashed' },
    },
  ],
}

function stops(
  name: string,
  control: Control,
  limit: LimitName | readonly LimitName[],
  code: string,
  limits: Partial<Limits> = {},
): ConformanceCase {
  return { name: `${name} is stopped`, control, code, limits, expected: { kind: 'limit', limit } }
}
