import type { CallMatch } from '../../call-match.ts'
import { onCommand } from '../../command-line.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { persistentCommands } from '../../tables/commands.ts'
import { reportOnCommand } from './command-finding.ts'

const places =
  /(^|[\\/])(\.bashrc|\.bash_profile|\.bash_login|\.profile|\.zshrc|\.zprofile|\.zshenv|\.xinitrc|authorized_keys|crontab|rc\.local|sitecustomize\.py|usercustomize\.py)$|\.pth$|^\/etc\/(cron|systemd|init\.d|profile|ld\.so)|[\\/](cron\.d|systemd[\\/](system|user)|LaunchAgents|LaunchDaemons|Start Menu[\\/]Programs[\\/]Startup|\.ipython[\\/]profile_default[\\/]startup|autostart)[\\/]|\.git[\\/]hooks[\\/]/

/** Something is left behind that starts again. */
export const persistenceCommand: Rule = {
  id: 'persistence-command',
  title: 'Something is set up to start again after the script',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [506, 73],
  owasp: ['LLM06:2025'],
  on: [
    onCommand((command) => reportOnCommand(command, persistentCommands, help)),
    onCall(['builtins.open', 'codecs.open', 'os.open'], (call) => {
      const modes = call.texts(1, 'mode')
      return modes.some((mode) => /[wax+]/.test(mode))
        ? reportPath(call, call.texts(0, 'file'))
        : undefined
    }),
    onCall(
      [
        'shutil.copy',
        'shutil.copyfile',
        'shutil.copy2',
        'shutil.move',
        'os.rename',
        'os.replace',
        'os.symlink',
        'os.link',
      ],
      (call) => reportPath(call, call.texts(1, 'dst')),
    ),
    onCall(['pathlib.Path().write_text', 'pathlib.Path().write_bytes'], (call, { meaning }) => {
      const path = call.node.kind === 'Attribute' ? call.node.value : undefined
      const maker = path?.kind === 'Name' ? meaning.assigned(path, call.site)[0]?.node : path
      return maker?.kind === 'Call'
        ? reportPath(call, meaning.texts(maker.args[0], call.site))
        : undefined
    }),
    onCall(
      ['crontab.CronTab', 'winreg.SetValueEx', 'winreg.CreateKey', 'winreg.CreateKeyEx'],
      (call) => ({
        message: `\`${call.shortName}\` sets up what starts later.`,
        severity: 'high',
        help,
      }),
    ),
  ],
}

const help = 'Leave the set-up of a machine to those who run it.'

function reportPath(call: CallMatch, paths: readonly string[]): Report | undefined {
  const path = paths.find((text) => places.test(text))
  return path === undefined
    ? undefined
    : { message: `\`${call.shortName}\` writes \`${path.slice(-60)}\`, which is run later.`, help }
}
