import type { Control } from '../../../kernel/controls.ts'
import { type ConformanceArea, type ConformanceCase, refused, type Targets } from '../case.ts'

/** Talking to anyone. The host's servers count what they hear. */
export const network: ConformanceArea = {
  name: 'network',
  cases: [
    ...['AF_INET', 'AF_INET6', 'AF_UNIX', 'AF_NETLINK', 'AF_PACKET', 'AF_VSOCK', 'AF_ALG'].map(
      (family) =>
        says(`a ${family} socket`, () => `socket.socket(socket.${family}, socket.SOCK_DGRAM)`),
    ),
    says(
      'a raw socket',
      () => 'socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)',
    ),
    says('a pair of sockets', () => 'socket.socketpair()'),
    says(
      'a server of the host on TCP',
      (at) => `socket.create_connection(('127.0.0.1', ${at.tcpPort}), 2)`,
    ),
    says(
      'a server of the host by its name',
      (at) => `socket.create_connection(('localhost', ${at.tcpPort}), 2)`,
    ),
    says(
      'a server of the host on IPv6',
      (at) => `socket.create_connection(('::1', ${at.tcpPort}), 2)`,
    ),
    says(
      'a server of the host on UDP',
      (at) =>
        `socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', ${at.udpPort}))`,
    ),
    says('the metadata address', () => "socket.create_connection(('169.254.169.254', 80), 2)"),
    says(
      'a name server',
      () => "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('8.8.8.8', 53))",
    ),
    says(
      'a socket file of the host',
      (at) => `socket.socket(socket.AF_UNIX).connect('${at.unixSocket}')`,
      'mount-namespace',
    ),
    says(
      'an abstract socket of the host',
      (at) => `socket.socket(socket.AF_UNIX).connect('\\0${at.marker}')`,
    ),
    says(
      'an abstract socket for others',
      (at) => `socket.socket(socket.AF_UNIX).bind('\\0${at.marker}')`,
    ),
    says('a port for others', () => "socket.create_server(('0.0.0.0', 0))"),
    says('looking up a name', () => "socket.getaddrinfo('example.com', 80)"),
    says(
      'a page of the host',
      (at) =>
        `__import__('urllib.request').request.urlopen('http://127.0.0.1:${at.tcpPort}/x', timeout=2)`,
    ),
    says(
      'an answer by ftp',
      (at) => `__import__('ftplib').FTP().connect('127.0.0.1', ${at.tcpPort}, 2)`,
    ),
    {
      name: 'the network devices of the host are not told',
      control: 'no-network',
      code: 'import os\nnames = os.listdir("/sys/class/net") if os.path.isdir("/sys/class/net") else []\nresult = "refused" if set(names) <= {"lo"} else names',
      expected: refused,
    },
    {
      name: 'the connections of the host are not told',
      control: 'no-network',
      code: ({ tcpPort }) =>
        `result = attempt(lambda: open('/proc/net/tcp').read())\nresult = result if ':%04X' % ${tcpPort} in result else 'refused'`,
      expected: refused,
    },
  ],
}

function says(
  name: string,
  expression: (at: Targets) => string,
  control: Control = 'no-network',
): ConformanceCase {
  const code = (at: Targets) => `import socket\nresult = attempt(lambda: ${expression(at)})`
  return { name: `${name} is out of reach`, control, code, expected: refused }
}
