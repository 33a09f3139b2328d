/** Commands that turn off what watches or guards a machine. */
export const guardStopped =
  /\b(systemctl|service)\s+(-\S+\s+)*((stop|disable|mask|kill)\s+(--now\s+)?(auditd|rsyslog|syslog|syslog-ng|firewalld|ufw|iptables|apparmor|falcon-sensor|clamav\S*|fail2ban|osqueryd?|crowdsec|wazuh\S*|falco|sysmon)|(auditd|rsyslog|syslog|firewalld|ufw|iptables|apparmor)\s+stop)\b|\bsetenforce\s+0|\bufw\s+disable|\biptables\s+(-F|--flush|-P\s+INPUT\s+ACCEPT)|\bnft\s+flush|\bauditctl\s+-[eD]\b|advfirewall\s+set\s+\w+\s+state\s+off|DisableRealtimeMonitoring|\bsc(\.exe)?\s+(stop|delete|config)\s+(WinDefend|Sense|MpsSvc|EventLog|wscsvc)|\bnet\s+stop\s+"?(WinDefend|MpsSvc|EventLog|Security Center)|(pkill|killall|taskkill)\b[^|;]*\b(auditd|rsyslogd?|falcon-sensor|clamd|osqueryd|falco|sysmon|MsMpEng|avp|mcshield|wazuh-agentd|suricata|snort)\b/i

/** Processes that watch or guard a machine. */
export const guardName =
  /^(auditd|rsyslogd?|syslogd|falcon-sensor|clamd|clamav|freshclam|osqueryd|falco|sysmon|wazuh-agentd|suricata|snort|ossec\S*|crowdstrike|sentinelone|cbagentd|MsMpEng(\.exe)?|NisSrv(\.exe)?|MsSense(\.exe)?|avp(\.exe)?|mcshield(\.exe)?|avgsvc(\.exe)?|avast\S*|ekrn(\.exe)?|bdservicehost(\.exe)?|SentinelAgent(\.exe)?)$/i

/** Commands that take away logs and histories. */
export const logCleared =
  /\b(rm|shred|truncate|unlink)\b[^|;&]*(\/var\/log\b|_history\b|\/var\/run\/utmp)|>\s*(\/var\/log\/|\S*_history)|\bhistory\s+-[cw]\b|\bunset\s+HISTFILE|HISTSIZE=0|HISTFILE=\/dev\/null|\bwevtutil\s+(cl|clear-log)|Clear-EventLog|Remove-EventLog|\bjournalctl\s+--(vacuum|rotate)|\bln\s+-\S+\s+\/dev\/null\s+\S*_history|\bfsutil\s+usn\s+deletejournal/i

export const logFile =
  /(^|[/\\])(var[/\\](log|account)[/\\].*|\.(bash|zsh|sh|python|mysql|psql|node_repl)_history|utmp|wtmp|btmp|lastlog|auth\.log|syslog|winevt[/\\].*)$/i
