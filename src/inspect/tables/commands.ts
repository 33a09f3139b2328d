import type { Severity } from '../../kernel/severity.ts'

/** What a command line does, told by its text; all patterns run in linear time. */
export interface CommandPattern {
  readonly pattern: RegExp
  /** Ends "The command …". */
  readonly does: string
  readonly severity: Severity
}

/** Programs that are fetched and run in one go, or come encoded. */
export const fetchedPrograms: readonly CommandPattern[] = [
  row(
    /\b(curl|wget|fetch)\b[^|;&]{0,400}\|\s*(sudo\s+)?(-\S+\s+)?(ba|z|da|k|c)?sh\b/,
    'runs a script straight from the network',
    'critical',
  ),
  row(
    /\b(curl|wget)\b[^|;&]{0,400}\|\s*(sudo\s+)?(python\d?|perl|ruby|node|php)\b/,
    'runs a program straight from the network',
    'critical',
  ),
  row(
    /\b(ba|z)?sh\s+(-c\s+)?["']?(<\(|\$\(|`)\s*(curl|wget)\b/,
    'runs a script straight from the network',
    'critical',
  ),
  row(
    /\bbase64\s+(-d|--decode|-D)\b[^;&]{0,200}\|\s*(sudo\s+)?(\w*sh|python\d?|perl)\b/,
    'runs a program that was encoded',
    'critical',
  ),
  row(
    /\bpowershell(\.exe)?\b[^;&]{0,200}\s-(e|en|enc|encodedcommand)\s/i,
    'runs a program that was encoded',
    'critical',
  ),
  row(
    /\b(iex|invoke-expression)\b[^;]{0,200}\b(downloadstring|invoke-webrequest|iwr|net\.webclient)\b/i,
    'runs a script straight from the network',
    'critical',
  ),
  row(
    /\b(certutil|bitsadmin)\b[^;&]{0,80}(-urlcache|\/transfer)/i,
    'fetches a program with a system tool',
    'high',
  ),
  row(
    /\bmshta\s+https?:|\bregsvr32\b[^;&]{0,80}\/i:https?:/i,
    'runs a script straight from the network',
    'critical',
  ),
  row(
    /\b(wget|curl)\b[^;&|]{0,400}(;|&&)\s*(sudo\s+)?(chmod\s+\S{1,80}\s+\S{1,200}\s*(;|&&)\s*)?(\.\/|(ba|z)?sh\s|python\d?\s|chmod\s)/,
    'fetches a program and runs it',
    'high',
  ),
]

/** Commands after which something is gone, or open to everybody. */
export const destructiveCommands: readonly CommandPattern[] = [
  row(
    /\brm\s+(-\S+\s+)*-(?=\S*[rR])\S*\s+(-\S+\s+)*["']?(\/((home|root|etc|usr|var|bin|boot|lib|opt|srv|Users)\/?\*?)?|~|\$HOME|\*|\.\.?)(\s|\/?["']?$|\*|\/\*)/,
    'deletes everything below a root',
    'critical',
  ),
  row(
    /\brm\s+(-\w+\s+)*-\w*[rf]\w*\s+(-\S+\s+)*(\/|~|\$HOME|\*|\.\.)|\bfind\s+\/\S*\s[^|;]*-delete/i,
    'deletes what lies outside of the working folder',
    'critical',
  ),
  row(
    /\bdel\s+\/[sfq]|\bformat\s+[a-z]:|\brd\s+\/s|>\s*\/dev\/sd/i,
    'wipes a disk or a folder',
    'critical',
  ),
  row(/\brm\s+(-\S+\s+)*-(?=\S*[rR])\S*\s/, 'deletes a folder with all that is in it', 'high'),
  row(/\bmkfs(\.\w+)?\s|\bwipefs\s|\bshred\s/, 'erases a disk or a file', 'critical'),
  row(/\bdd\s[^;|&]{0,200}\bof=\/dev\/(?!null|stdout)/, 'overwrites a device', 'critical'),
  row(/>\s*\/dev\/(sd|nvme|hd|vd|mem)\w*/, 'overwrites a device', 'critical'),
  row(/\b(shutdown|reboot|halt|poweroff|init\s+[06])\b(\s|$)/, 'stops the machine', 'high'),
  row(
    /\bchmod\s+(-\S+\s+)*(0?777|a\+rwx|o\+w|\+s|u\+s|[24]7\d\d)\b/,
    'opens files to everybody',
    'high',
  ),
  row(/\bchown\s+-R\b|\bchmod\s+-R\b/, 'changes the rights of a whole folder', 'medium'),
  row(
    /\b(iptables|ufw|nft)\s+(-F|--flush|disable|flush)\b|\bsetenforce\s+0\b/,
    'switches protection off',
    'high',
  ),
  row(/\bkill(all)?\s+(-9\s+)?-1\b|\bpkill\s+-9\s/, 'stops processes of others', 'high'),
  row(
    /\bfind\s[^;|&]{0,200}\s-delete\b|\bfind\s[^;|]{0,200}-exec\s+rm\b/,
    'deletes what it finds',
    'high',
  ),
  row(/\bgit\s+(push\s+(-f|--force)|reset\s+--hard|clean\s+-\w*f)/, 'throws work away', 'medium'),
  row(
    /\b(del|erase)\s+\/[sqf]\b|\brd\s+\/s\b|\bformat\s+[a-z]:|\bvssadmin\s+delete\b/i,
    'deletes files or their copies',
    'high',
  ),
  row(
    /\bhistory\s+-c\b|\bunset\s+HISTFILE\b|\btruncate\s+-s\s*0\s+\/var\/log/,
    'removes traces',
    'high',
  ),
]

/** Commands by which something starts again after the script is gone. */
export const persistentCommands: readonly CommandPattern[] = [
  row(/\bcrontab\b(?!\s+-l\b)/, 'plans a command for later', 'critical'),
  row(
    /(>>?|tee\s+(-a\s+)?)\s*\S{0,200}(\.bashrc|\.profile|\.zshrc|\.bash_profile|\/etc\/(profile|rc\.local|cron|environment))/,
    'writes to a start-up file',
    'critical',
  ),
  row(
    /\bsystemctl\s+(--\S+\s+)*(enable|link)\b|\bupdate-rc\.d\s|\bchkconfig\s/,
    'has a service started with the machine',
    'critical',
  ),
  row(/\bschtasks(\.exe)?\b[^;&]{0,80}\/create\b/i, 'plans a command for later', 'critical'),
  row(
    /\breg(\.exe)?\s+add\b[^;&]{0,200}\\run(once)?\b/i,
    'has a program started at login',
    'critical',
  ),
  row(/\blaunchctl\s+(load|bootstrap|submit)\b/, 'has a program started at login', 'critical'),
  row(/\bauthorized_keys\b/, 'lets a key log in', 'critical'),
  row(
    /\b(useradd|adduser|usermod|net\s+user\s+\S+\s+\S+\s+\/add)\b/i,
    'makes or changes a user',
    'critical',
  ),
  row(/(^|[|;&]\s*)\bat\s+(now|-f|\d)/, 'plans a command for later', 'high'),
]

/** Commands that give a remote machine a shell here. */
export const reverseShells: readonly CommandPattern[] = [
  row(/\/dev\/(tcp|udp)\/[^\s/]{1,100}\/\S/, 'connects a shell to another machine', 'critical'),
  row(
    /\b(nc|ncat|netcat)(\.\w+)?\b[^;|]{0,200}\s-\w*[ec]\s*\S*(sh|cmd|powershell)/i,
    'connects a shell to another machine',
    'critical',
  ),
  row(
    /\bmkfifo\b[^\n]{0,300}\b(nc|ncat|netcat|telnet|openssl)\b/,
    'connects a shell to another machine',
    'critical',
  ),
  row(/\bsocat\b[^;]{0,300}\bexec:/i, 'connects a shell to another machine', 'critical'),
  row(/\b(bash|sh)\s+-i\s*(>&|<&|>|2>)/, 'connects a shell to another machine', 'critical'),
  row(
    /\bsocket\b[^\n]{0,400}\bdup2\b[^\n]{0,400}\b(sh|bash|pty|subprocess)\b/,
    'connects a shell to another machine',
    'critical',
  ),
  row(
    /\bphp\s+-r\b[^\n]{0,200}fsockopen|\bperl\s+-e\b[^\n]{0,200}socket\b/i,
    'connects a shell to another machine',
    'critical',
  ),
]

/** Commands that ask for more rights than the script has. */
export const privilegedCommands: readonly CommandPattern[] = [
  row(/(^|[|;&(]\s*)(sudo|doas|pkexec|su)\s/, 'asks for the rights of another user', 'medium'),
  row(
    /\b(setcap|visudo|nsenter|chroot|unshare)\s|\bdocker\s+run\b[^;|]{0,200}(--privileged|-v\s*\/:)/,
    'leaves the rights of its user',
    'high',
  ),
  row(
    /\brunas\s+\/user:|\bStart-Process\b[^;]{0,200}-Verb\s+RunAs/i,
    'asks for the rights of another user',
    'medium',
  ),
]

/** Commands in which a `*` can become an option (CWE-88). */
export const wildcardCommands: readonly CommandPattern[] = [
  row(
    /\b(chown|chmod|tar|rsync|zip|7z)\s(?!.{0,200}\s--\s)[^;|&]{0,200}\s\*(\s|$)/,
    'lets the name of a file become an option',
    'medium',
  ),
]

function row(pattern: RegExp, does: string, severity: Severity): CommandPattern {
  return { pattern, does, severity }
}
