/** Files that hold credentials or other people's secrets, by the end of their path. */
export const secretFile =
  /(^|[/\\])(etc[/\\](passwd|master\.passwd|shadow|gshadow|sudoers|krb5\.keytab|ssl[/\\]private[/\\].+)|\.ssh[/\\](id_\w+|.*\.pem|identity)|\.aws[/\\]credentials|\.azure[/\\].*token.*|\.config[/\\]gcloud[/\\].+|\.kube[/\\]config|\.docker[/\\]config\.json|\.env(\.(local|prod|production|dev|development|staging))?|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.git-credentials|\.npmrc|\.pypirc|\.gnupg[/\\].+|\.(bash|zsh|psql|mysql|python)_history|proc[/\\](self|\d+)[/\\](environ|mem)|Login Data|Cookies|cookies\.sqlite|key[34]\.db|logins\.json|wallet\.dat|ntds\.dit|system32[/\\]config[/\\](sam|system|security)|login\.keychain(-db)?)$/i

/** Files that are run by themselves: at login, at boot, by a timer, or whenever Python or Git starts. */
export const startFile =
  /(^|[/\\])(\.(bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zprofile|zshenv|zlogin|cshrc|tcshrc|kshrc|xinitrc|xprofile|xsession|vimrc|pythonrc\.py|inputrc)|config\.fish|authorized_keys2?|sitecustomize\.py|usercustomize\.py|[\w-]+\.pth|etc[/\\](profile|bash\.bashrc|environment|crontab|rc\.local|ld\.so\.preload|ld\.so\.conf|passwd|shadow|group|sudoers|hosts|inittab|profile\.d[/\\].+|cron[\w.]*[/\\].+|sudoers\.d[/\\].+|systemd[/\\].+|init\.d[/\\].+|pam\.d[/\\].+|ssh[/\\]sshd_config|update-motd\.d[/\\].+|udev[/\\].+)|var[/\\]spool[/\\]cron[/\\].+|\.config[/\\](autostart|systemd)[/\\].+|Library[/\\]Launch(Agents|Daemons)[/\\].+|Start Menu[/\\]Programs[/\\]Startup[/\\].+|\.git[/\\]hooks[/\\].+|crontab|cron\.d[/\\].+|systemd[/\\](system|user)[/\\].+|autostart[/\\].+|Launch(Agents|Daemons)[/\\].+|\.gitconfig|\.ipython[/\\]profile_default[/\\]startup[/\\].+)$/i

/** A text names one of these files among other words, as in a shell command. */
export function wordsOf(text: string): readonly string[] {
  return text.length > 4096
    ? []
    : text.split(/[\s"'`=;|&<>()$:]+/).filter((word) => /[/\\.]/.test(word))
}
