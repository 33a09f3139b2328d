import { type ConformanceArea, refused } from '../case.ts'

/** The host's keys, its environment, and what was granted to others: none of it may be anywhere inside. */
export const secrets: ConformanceArea = {
  name: 'secrets',
  cases: [
    {
      name: "the environment holds nothing of the host's",
      control: 'mount-namespace',
      code: 'names = [n for n in os.environ if any(w in n for w in ("SECRET", "USER", "SSH", "NODE", "npm", "TOKEN", "AWS", "PROXY", "proxy"))]\nresult = names or "refused"',
      expected: refused,
    },
    {
      name: 'no environment of any process can be searched',
      control: 'pid-namespace',
      code: ({ secret }) => `found = []
half = '${secret.slice(0, 12)}'
for n in (os.listdir('/proc') if os.path.isdir('/proc') else []):
    try: text = open('/proc/' + n + '/environ', 'rb').read().decode('latin1')
    except OSError: continue
    if half in text or 'CORDON' in text: found.append(n)
result = found or 'refused'`,
      expected: refused,
    },
    {
      name: 'no command line of the host can be read',
      control: 'pid-namespace',
      code: `found = []
for n in (os.listdir('/proc') if os.path.isdir('/proc') else []):
    try: text = open('/proc/' + n + '/cmdline', 'rb').read().decode('latin1')
    except OSError: continue
    if 'vitest' in text or 'node' in text.split('\\0')[0]: found.append(n)
result = found or 'refused'`,
      expected: refused,
    },
    {
      name: 'grants of other runs cannot be found by their place on the host',
      control: 'mount-namespace',
      code: ({ grantDir }) => `result = attempt(lambda: os.listdir('${grantDir}'))`,
      expected: refused,
    },
    {
      name: 'grants of other runs are nowhere in the file system',
      control: 'mount-namespace',
      code: ({ marker }) => `found = []
for top in ('/grants', '/tmp', '/run', '/var/lib', '/guest', '/etc', '/dev'):
    for folder, _, names in os.walk(top):
        found += [folder + '/' + name for name in names if '${marker}' in name]
result = found or 'refused'`,
      expected: refused,
    },
    {
      name: 'no private key is anywhere that can be read',
      control: 'mount-namespace',
      code: `found = []
for top in ('/grants', '/tmp', '/run', '/etc', '/guest', '/home', '/root', '/var/lib', '/opt', '/srv'):
    for folder, _, names in os.walk(top):
        for name in names:
            try: text = open(folder + '/' + name, 'rb').read(4096)
            except OSError: continue
            if b'PRIVATE KEY' in text: found.append(name)
result = found or 'refused'`,
      expected: refused,
    },
    {
      name: 'the mount table names no grants of another run',
      control: 'mount-namespace',
      code: `try: text = open('/proc/self/mountinfo').read()
except OSError: text = ''
result = 'refused' if text.count('/grants/container-') <= 1 else text`,
      expected: refused,
    },
    {
      name: 'the memory of the interpreter holds no secret of the host',
      control: 'mount-namespace',
      code: ({ secret }) => `import gc
half = '${secret.slice(0, 12)}'
found = [type(o).__name__ for o in gc.get_objects() if isinstance(o, dict) and any(isinstance(v, str) and half in v and v != half and len(v) < 100 for v in list(o.values()))]
result = found or 'refused'`,
      expected: refused,
    },
    {
      name: 'the name of the host is not told',
      control: 'user-namespace',
      code: 'result = "refused" if os.uname().nodename == "cordon" else os.uname().nodename',
      expected: refused,
    },
    {
      name: 'the kernel log is closed',
      control: 'seccomp',
      code: 'result = attempt(lambda: open("/dev/kmsg").read(10))',
      expected: refused,
    },
    {
      name: 'addresses of the kernel are not told',
      control: 'unprivileged-uid',
      code: `try: lines = open('/proc/kallsyms').read(4000).splitlines()
except OSError: lines = []
result = 'refused' if all(set(line.split()[0]) == {'0'} for line in lines) else lines[0]`,
      expected: refused,
    },
  ],
}
