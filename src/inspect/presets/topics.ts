import type { RestrictedModule } from '../restricted-modules.ts'

/** Modules and members by what they can do, and by how much harm that does. */
export const topics: Readonly<Record<string, readonly RestrictedModule[]>> = {
  'system-commands': [
    ...each('high', 'starts other programs', [
      'subprocess',
      'pty',
      'pexpect',
      'ptyprocess',
      'plumbum',
      'sh',
      'fabric',
      'invoke',
      'commands',
    ]),
    {
      module: 'os',
      severity: 'high',
      description: 'starts or stops other programs',
      deny: (
        'system popen startfile fork forkpty kill killpg abort execl execle execlp execlpe execv execve execvp execvpe ' +
        'posix_spawn posix_spawnp spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe'
      ).split(' '),
    },
    ...each('medium', 'works on processes and signals', ['multiprocessing', 'signal', 'psutil']),
    ...each('low', 'tells about the machine', ['platform', 'sysconfig', 'resource']),
  ],
  'dynamic-code': [
    {
      module: 'builtins',
      severity: 'high',
      description: 'makes and runs code',
      deny: ['eval', 'exec', 'compile', '__import__'],
    },
    ...each('high', 'runs code that is not in the script', [
      'code',
      'codeop',
      'runpy',
      'pickle',
      'marshal',
      'dill',
      'cloudpickle',
      'ctypes',
      'cffi',
    ]),
    ...each('medium', 'loads modules by name', ['importlib', 'imp', 'pkgutil', 'zipimport']),
    ...each('low', 'looks into code at run time', ['ast', 'dis', 'inspect', 'gc']),
  ],
  files: [
    ...each('high', 'removes whole folders', ['shutil.rmtree', 'shutil.move']),
    {
      module: 'os',
      severity: 'high',
      description: 'removes or renames files',
      deny: 'remove unlink rmdir removedirs rename renames replace truncate chmod chown'.split(' '),
    },
    ...each('medium', 'opens files', ['builtins.open', 'io.open', 'codecs.open', 'fileinput']),
    ...each('medium', 'writes and unpacks files', ['shutil', 'tempfile', 'zipfile', 'tarfile']),
    ...each('low', 'looks for files', ['glob', 'fnmatch']),
  ],
  network: [
    ...each('high', 'opens connections of any kind', [
      'socket',
      'socketserver',
      'paramiko',
      'scapy',
    ]),
    ...each('high', 'moves files or mail', ['ftplib', 'smtplib', 'telnetlib', 'poplib', 'imaplib']),
    ...each('medium', 'sends and fetches over HTTP', [
      'requests',
      'httpx',
      'aiohttp',
      'urllib3',
      'urllib.request',
      'http.client',
      'http.server',
      'websocket',
      'websockets',
      'boto3',
      'botocore',
    ]),
    ...each('low', 'works on addresses', ['ssl', 'ipaddress', 'webbrowser']),
  ],
}

function each(
  severity: RestrictedModule['severity'],
  description: string,
  modules: readonly string[],
): readonly RestrictedModule[] {
  return modules.map((module) => ({ module, severity, description }))
}
