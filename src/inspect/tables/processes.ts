/** Functions that start another program, with the position and keyword of what they start. */
export const processCalls: ReadonlyMap<string, { readonly at: number; readonly keyword: string }> =
  new Map([
    ...at(0, 'args', [
      ...['run', 'Popen', 'call', 'check_call', 'check_output'].map((name) => `subprocess.${name}`),
    ]),
    ...at(0, 'cmd', ['subprocess.getoutput', 'subprocess.getstatusoutput']),
    ...at(0, 'command', [
      'os.system',
      'pexpect.run',
      'pexpect.spawn',
      'pexpect.runu',
      'invoke.run',
    ]),
    ...at(0, 'cmd', ['os.popen', 'asyncio.create_subprocess_shell', 'platform.popen']),
    ...at(0, 'program', ['asyncio.create_subprocess_exec']),
    ...at(0, 'path', [
      ...['execv', 'execve', 'execl', 'execle', 'execlp', 'execlpe', 'execvp', 'execvpe'].map(
        (name) => `os.${name}`,
      ),
      ...['posix_spawn', 'posix_spawnp', 'startfile'].map((name) => `os.${name}`),
    ]),
    ...at(1, 'file', [
      ...[
        'spawnl',
        'spawnle',
        'spawnlp',
        'spawnlpe',
        'spawnv',
        'spawnve',
        'spawnvp',
        'spawnvpe',
      ].map((name) => `os.${name}`),
    ]),
    ...at(0, 'argv', ['pty.spawn']),
    ...at(0, 'cmd', ['commands.getoutput', 'commands.getstatusoutput', 'distutils.spawn.spawn']),
    ...at(0, 'command', ['numpy.distutils.exec_command.exec_command']),
    ...at(0, 'cmd', ['IPython.get_ipython().system', 'IPython.get_ipython().getoutput']),
    ...at(0, 'args', ['_posixsubprocess.fork_exec', 'multiprocessing.util.spawnv_passfds']),
    ...at(0, 'container', ['docker.from_env']),
    ...at(0, 'command', [
      ...[
        'anyio.run_process',
        'anyio.open_process',
        'trio.run_process',
        'trio.lowlevel.open_process',
      ],
      ...[
        'delegator.run',
        'envoy.run',
        'sarge.run',
        'sarge.capture_stdout',
        'ptyprocess.PtyProcess.spawn',
      ],
      ...[
        'pexpect.popen_spawn.PopenSpawn',
        'pexpect.spawnu',
        'invoke.Context().run',
        'popen2.popen2',
      ],
      ...[
        'fabric.api.local',
        'fabric.Connection().local',
        'git.Git().execute',
        'setuptools.sandbox.run_setup',
      ],
      ...[
        'IPython.utils.process.system',
        'IPython.utils.process.getoutput',
        'os.popen3',
        'pipes.Template().open',
      ],
    ]),
    ...at(0, 'program', ['subprocess._fork_exec', 'sh.Command', 'click.launch', 'typer.launch']),
    ...at(0, 'url', ['git.Repo.clone_from', 'pdfkit.from_url', 'imgkit.from_url']),
  ])

function at(position: number, keyword: string, names: readonly string[]) {
  return names.map((name) => [name, { at: position, keyword }] as const)
}
