import type { Control } from '../../../kernel/controls.ts'
import { type ConformanceArea, type ConformanceCase, refused, type Targets } from '../case.ts'

/** Starting, signalling or reading other processes, and gaining rights. */
export const processes: ConformanceArea = {
  name: 'processes',
  cases: [
    tries('a fork', 'seccomp', 'os.fork()'),
    tries('a fork with a terminal', 'seccomp', 'os.forkpty()'),
    tries('a program in place of this one', 'seccomp', "os.execv('/usr/bin/env', ['env'])"),
    tries('a program by posix_spawn', 'seccomp', "os.posix_spawn('/usr/bin/env', ['env'], {})"),
    tries('a program by subprocess', 'seccomp', "__import__('subprocess').run(['env'])"),
    tries('a shell', 'seccomp', "__import__('subprocess').run('env', shell=True)"),
    tries('a program by system', 'seccomp', "os.system('env')"),
    tries(
      'a worker of multiprocessing',
      'seccomp',
      "__import__('multiprocessing').Process(target=print).start()",
    ),
    {
      name: 'a fork bomb never gets off the ground',
      control: 'seccomp',
      code: 'made = 0\nfor _ in range(5000):\n    try:\n        os.fork()\n        made += 1\n    except OSError: pass\nresult = "refused" if made == 0 else made',
      expected: refused,
    },
    {
      name: 'a fork bomb by raw system calls never gets off the ground',
      control: 'seccomp',
      code: 'result = "refused" if all(call(number, 17, 0, 0, 0, 0) == "refused" for number in (56, 57, 58) for _ in range(500)) else "forked"',
      expected: refused,
    },
    {
      name: 'a daemon cannot be left behind',
      control: 'seccomp',
      code: 'def leave():\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            while True: pass\n        os._exit(0)\nresult = attempt(leave)',
      expected: refused,
    },
    tries('a session of its own', 'seccomp', 'os.setsid()'),
    tries('a signal to every process', 'seccomp', 'os.kill(-1, 9)'),
    tries('a signal to its parent', 'seccomp', 'os.kill(os.getppid() or 1, 9)'),
    tries('a signal to process 1', 'seccomp', 'os.kill(1, 9)'),
    aims(
      'a signal to a process of the host',
      'pid-namespace',
      ({ victim }) => `os.kill(${victim}, 9)`,
    ),
    {
      name: 'a signal by tgkill reaches no process of the host',
      control: 'pid-namespace',
      code: ({ victim }) => `result = call(234, ${victim}, ${victim}, 9)`,
      expected: refused,
    },
    {
      name: 'a signal by descriptor',
      control: 'seccomp',
      code: ({ victim }) => `result = call(434, ${victim}, 0)`,
      expected: refused,
    },
    aims(
      'the memory of a process of the host',
      'pid-namespace',
      ({ victim }) => `open('/proc/${victim}/mem', 'r+b')`,
    ),
    tries('the memory of its trusted parent', 'pid-namespace', "open('/proc/1/mem', 'r+b')"),
    aims(
      'the descriptors of a process of the host',
      'pid-namespace',
      ({ victim }) => `os.listdir('/proc/${victim}/fd')`,
    ),
    {
      name: 'the channel of its trusted parent cannot be opened',
      control: 'pid-namespace',
      code: `opened = []
for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
    for number in range(64):
        path = '/proc/1/fd/' + str(number)
        try: fd = os.open(path, flags | os.O_NONBLOCK)
        except OSError: continue
        # What the parent watches its child by can be read by all.
        target = os.readlink('/proc/self/fd/%d' % fd)
        if target != '/dev/null' and not target.startswith('/proc/'): opened.append(target)
result = opened or 'refused'`,
      expected: refused,
    },
    numbered('ptrace of the parent', 101, '16, 1, 0, 0'),
    numbered('process_vm_readv of the parent', 310, '1, 0, 0, 0, 0, 0'),
    numbered('process_vm_writev of the parent', 311, '1, 0, 0, 0, 0, 0'),
    numbered('a copy of a descriptor of the parent', 438, '3, 0, 0'),
    tries('the rights of root', 'no-capabilities', 'os.setuid(0)'),
    tries('the group of root', 'no-capabilities', 'os.setgid(0)'),
    tries('other groups', 'no-capabilities', 'os.setgroups([0])'),
    tries('a higher priority', 'seccomp', 'os.nice(-5)'),
    tries('another processor', 'seccomp', 'os.sched_setaffinity(0, [0])'),
    tries(
      'a scheduling class for real time',
      'seccomp',
      'os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(9))',
    ),
    tries('larger limits', 'rlimits', "__import__('resource').setrlimit(7, (1 << 20, 1 << 20))"),
    {
      name: 'capabilities cannot be had back',
      control: 'no-capabilities',
      code: 'data, header = (ctypes.c_uint * 6)(*[0xffffffff] * 6), (ctypes.c_uint * 2)(0x20080522, 0)\nresult = call(126, header, data)',
      expected: refused,
    },
    tries(
      'another score with the out-of-memory killer',
      'mount-namespace',
      "open('/proc/self/oom_score_adj', 'w').write('-1000') and open('/proc/self/oom_score_adj').read() == '-1000\\n' or os.close(-1)",
    ),
  ],
}

function tries(name: string, control: Control, expression: string): ConformanceCase {
  return { name, control, code: `result = attempt(lambda: ${expression})`, expected: refused }
}

function aims(
  name: string,
  control: Control,
  expression: (at: Targets) => string,
): ConformanceCase {
  const code = (targets: Targets) => `result = attempt(lambda: ${expression(targets)})`
  return { name, control, code, expected: refused }
}

function numbered(name: string, number: number, parameters: string): ConformanceCase {
  return {
    name,
    control: 'seccomp',
    code: `result = call(${number}, ${parameters})`,
    expected: refused,
  }
}
