import { type ConformanceArea, type ConformanceCase, refused } from '../case.ts'

/** Reaching files of the host, or leaving any there. */
export const files: ConformanceArea = {
  name: 'file system',
  cases: [
    ...hostPaths().map(reads),
    ...closedFolders().map(writes),
    {
      name: "the host's temporary folder is another one",
      control: 'private-tmp',
      code: ({ folder }) => `result = attempt(lambda: open('${folder}/secret').read())`,
      expected: refused,
    },
    {
      name: 'a symbolic link to a file of the host leads nowhere',
      control: 'mount-namespace',
      code: ({ folder }) =>
        `os.symlink('${folder}/secret', 'link')\nresult = attempt(lambda: open('link').read())`,
      expected: refused,
    },
    {
      name: 'a symbolic link with many steps up leads nowhere',
      control: 'mount-namespace',
      code: ({ folder }) =>
        `os.symlink('../' * 40 + '${folder}/secret', 'link')\nresult = attempt(lambda: open('link').read())`,
      expected: refused,
    },
    {
      name: 'a symbolic link through /proc/1/root leads nowhere',
      control: 'pid-namespace',
      code: ({ folder }) => `result = attempt(lambda: open('/proc/1/root${folder}/secret').read())`,
      expected: refused,
    },
    {
      name: 'the working folders of other processes are closed',
      control: 'pid-namespace',
      code: ({ folder }) =>
        `result = attempt(lambda: open('/proc/1/cwd/../../../..${folder}/secret').read())`,
      expected: refused,
    },
    {
      name: 'a hard link to a system file cannot be made',
      control: 'mount-namespace',
      code: ({ marker }) => `result = attempt(lambda: os.link('/usr/bin/env', '/tmp/${marker}'))`,
      expected: refused,
    },
    {
      name: 'a device cannot be made',
      control: 'no-capabilities',
      code: 'import stat\nresult = attempt(lambda: os.mknod("/tmp/sda", stat.S_IFBLK | 0o666, os.makedev(8, 0)))',
      expected: refused,
    },
    {
      name: 'a pipe with a name cannot be made',
      control: 'seccomp',
      code: 'result = attempt(lambda: os.mkfifo("/tmp/pipe"))',
      expected: refused,
    },
    {
      name: 'system files cannot be changed in place',
      control: 'read-only-root',
      code: 'result = attempt(lambda: os.chmod("/usr/bin/env", 0o777)) + attempt(lambda: open(os.__file__, "a"))\nresult = "refused" if result == "refused" * 2 else result',
      expected: refused,
    },
    {
      name: 'the interpreter cannot be replaced',
      control: 'read-only-root',
      code: 'result = attempt(lambda: os.rename("/tmp", sys.executable)) if attempt(lambda: open(os.path.realpath(sys.executable), "r+b")) == "refused" else "open"',
      expected: refused,
    },
    {
      name: 'leaving the root by chroot and many steps up',
      control: 'seccomp',
      code: ({ folder }) =>
        `os.mkdir('deep')\nresult = attempt(lambda: os.chroot('deep'))\nfor _ in range(50): os.chdir('..')\nresult = result if not os.path.exists('.${folder}') else 'out'`,
      expected: refused,
    },
    {
      name: 'descriptors beyond its own four reach nothing',
      control: 'mount-namespace',
      code: 'result = [fd for fd in range(4, 1024) if attempt(lambda: os.fstat(fd)) != "refused"]',
      expected: { kind: 'value', value: [] },
      // Its requests come by the fifth.
      inSession: { kind: 'value', value: [4] },
    },
    {
      name: 'a folder descriptor does not lead out',
      control: 'mount-namespace',
      code: ({ folder }) =>
        `import os\nroot = os.open('/', os.O_RDONLY)\nresult = attempt(lambda: os.open('..${folder}/secret', os.O_RDONLY, dir_fd=root))`,
      expected: refused,
    },
    {
      name: 'a file handle does not open files by number',
      control: 'seccomp',
      code: 'result = call(304, -100, 0, 0)',
      expected: refused,
    },
    {
      name: 'attributes that outlive a run cannot be set',
      control: 'seccomp',
      code: ({ marker }) =>
        `open('own', 'w').close()\nresult = attempt(lambda: os.setxattr('own', 'user.${marker}', b'x'))`,
      expected: refused,
    },
    {
      name: 'a file with the rights of its owner is no way up',
      control: 'no-new-privileges',
      code: 'open("up", "w").close()\nos.chmod("up", 0o6777)\nresult = attempt(lambda: os.execv("/tmp/up", ["up"]))',
      expected: refused,
    },
  ],
}

function hostPaths(): readonly string[] {
  return [
    ...['/etc/passwd', '/etc/shadow', '/etc/ssh/sshd_config', '/etc/machine-id', '/root/.bashrc'],
    ...['/root/.ssh/id_rsa', '/var/log/dpkg.log', '/var/lib/dpkg/status', '/boot', '/srv', '/mnt'],
    ...['/dev/mem', '/dev/kmsg', '/dev/sda', '/dev/vda', '/dev/kvm', '/proc/kcore'],
    ...['/proc/1/mem', '/proc/kmsg', '/sys/kernel/debug', '/sys/firmware/efi'],
    ...['/run/docker.sock', '/run/podman/podman.sock', '/run/systemd/private', '/var/run/dbus'],
  ]
}

function reads(path: string): ConformanceCase {
  const code = `result = attempt(lambda: os.listdir('${path}') if os.path.isdir('${path}') else open('${path}', 'rb').read(64))`
  return { name: `${path} cannot be read`, control: 'mount-namespace', code, expected: refused }
}

function closedFolders(): readonly string[] {
  return ['/', '/usr', '/usr/lib', '/etc', '/guest', '/grants', '/proc', '/sys', '/dev', '/var']
}

function writes(folder: string): ConformanceCase {
  return {
    name: `nothing can be written in ${folder}`,
    control: 'read-only-root',
    code: ({ marker }) => `result = attempt(lambda: open('${folder}/${marker}', 'w').write('x'))`,
    expected: refused,
  }
}
