// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'analysis-evaded': `# analysis-evaded

Malware looks for debuggers, sandboxes and virtual machines and behaves while it is watched.

## How to fix

Do the same everywhere.

## Bad

\`\`\`python
import sys

if sys.gettrace() is not None:  # error: [analysis-evaded]
    sys.exit()
tools = ["wireshark.exe", "procmon.exe"]  # error: [analysis-evaded]
\`\`\`

\`\`\`python
import platform

if "vmware" in platform.platform().lower():  # error: [analysis-evaded]
    raise SystemExit
\`\`\`

\`\`\`python
import os
import sys
from pathlib import Path

if os.path.exists("/.dockerenv"):  # error: [analysis-evaded]
    sys.exit()
if Path("/run/.containerenv").exists():  # error: [analysis-evaded]
    sys.exit()
\`\`\`

## Good

\`\`\`python
import sys

print("wireshark and tcpdump capture packets")
sys.settrace(None)
name = "ida b."
\`\`\`

\`\`\`python
import sys

kept = sys.gettrace()
sys.settrace(kept)
\`\`\`

\`\`\`python
import os

if os.path.exists("data/.dockerignore"):
    print("found")
\`\`\`
`,
  'blanket-suppression': `# blanket-suppression

\`# nosec\`, \`# noqa\` or \`# type: ignore\` without a rule's name hide every fault of the line, also those that come later.

## How to fix

Name the rule, and say why it does not apply.

## Bad

\`\`\`python
import os

os.system("ls")  # nosec  # error: [blanket-suppression]
x = eval(text)  # noqa  # error: [blanket-suppression]
y: int = "a"  # type: ignore  # error: [blanket-suppression]
# pylint: disable=all  # error: [blanket-suppression]
\`\`\`

## Good

\`\`\`python
import os

os.system("ls")  # nosec B605
x = 1  # noqa: E501
y: int = "a"  # type: ignore[assignment]
print("# noqa")
# pylint: disable=too-many-lines
\`\`\`
`,
  'encoded-text': `# encoded-text

A thousand characters or more of base64, hex or packed bytes in a script are something that nobody can review. Pictures and fonts are left out.

## How to fix

Keep data in a file of its own, in a format that says what it is.

## Bad

\`\`\`python
import base64
import zlib

blob = "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD"
data = base64.b64decode(blob)  # error: [encoded-text]
\`\`\`

## Good

\`\`\`python
import base64

small = base64.b64decode("aGVsbG8=")
text = base64.b64decode(name)
picture = base64.b64decode("iVBORw0KGgoQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD")
\`\`\`
`,
  'file-times-forged': `# file-times-forged

Times that are set by hand make a new file look old, and hidden attributes keep it out of sight. Back-up tools do it for a reason; a script about data has none.

## How to fix

Leave the times as they are. \`os.utime(path)\` without times only says that the file was used now.

## Bad

\`\`\`python
import os
import subprocess

os.utime("x.py", (0, 0))  # error: [file-times-forged]
subprocess.run(["touch", "-r", "/bin/ls", "x"])  # error: [file-times-forged]
os.system("attrib +h x.exe")  # error: [file-times-forged]
\`\`\`

\`\`\`python
import os

os.utime("invoice.pdf", ns=(0, 0))  # error: [file-times-forged]
\`\`\`

## Good

\`\`\`python
import os
from pathlib import Path

os.utime("x.txt")
Path("x").touch()
os.system("touch x")
\`\`\`
`,
  'guard-stopped': `# guard-stopped

Firewalls, audit daemons, malware scanners and SELinux are turned off before an attack, so that nothing sees it.

## How to fix

Leave the guards of the machine to its owner; ask for the one exception that is needed.

## Bad

\`\`\`python
import os
import subprocess

import psutil

os.system("systemctl stop auditd")  # error: [guard-stopped]
subprocess.run(["setenforce", "0"])  # error: [guard-stopped]
subprocess.run("netsh advfirewall set allprofiles state off", shell=True)  # error: [guard-stopped]
os.popen("pkill -9 falcon-sensor")  # error: [guard-stopped]
for process in psutil.process_iter():
    if process.name() == "MsMpEng.exe":  # error: [guard-stopped]
        process.kill()
\`\`\`

## Good

\`\`\`python
import subprocess

subprocess.run(["systemctl", "stop", "my-app"])
subprocess.run(["systemctl", "status", "auditd"])
print("systemctl stop auditd")
if name == "auditd":
    print("watched")
\`\`\`
`,
  'hidden-characters': `# hidden-characters

Marks of writing direction make an editor show code in another order than Python reads it: what looks like a comment runs, what looks like a condition is text. Tag characters carry instructions that only a model reads. Letters without width come in with pasted text and are only a remark.

## How to fix

Remove the character, or write it as an escape (\`"\\u202e"\`).

## Bad

\`\`\`python
access = "user"
if access != "none\u202e \u2066# only admins\u2069 \u2066":  # error: [hidden-characters]
    pass
text = "a\u200bb"  # error: [hidden-characters]
\`\`\`

## Good

\`\`\`python
text = "\\u202e"
name = "שלום"
emoji = "👨\u200d👩"
\`\`\`
`,
  'log-tampered': `# log-tampered

Logs and histories are how others find out what a program did. Code that empties them hides something.

## How to fix

Leave logs to the system that rotates them.

## Bad

\`\`\`python
import os
import subprocess
from pathlib import Path

open("/var/log/auth.log", "w").close()  # error: [log-tampered]
os.remove(os.path.expanduser("~/.bash_history"))  # error: [log-tampered]
Path("/var/log/syslog").unlink()  # error: [log-tampered]
os.system("history -c && rm -rf /var/log/*")  # error: [log-tampered]
subprocess.run(["wevtutil", "cl", "Security"])  # error: [log-tampered]
\`\`\`

## Good

\`\`\`python
import logging

logging.basicConfig(filename="run.log", filemode="w")
open("logs/run.log", "w")
with open("/var/log/app.log", "a") as file:
    file.write("started")
print("history -c")
\`\`\`
`,
  'logging-disabled': `# logging-disabled

Where all logging is off, nobody sees what the rest of the process does either.

## How to fix

Set the level of the logger that is too loud.

## Bad

\`\`\`python
import logging
import sys

logging.disable(logging.CRITICAL)  # error: [logging-disabled]
logging.disable()  # error: [logging-disabled]
logging.getLogger().disabled = True  # error: [logging-disabled]
sys.excepthook = lambda *error: None  # error: [logging-disabled]
\`\`\`

\`\`\`python
import logging
import os
import sys

logging.getLogger("audit").setLevel(logging.CRITICAL + 1)  # error: [logging-disabled]
sys.stderr = open(os.devnull, "w")  # error: [logging-disabled]
os.environ["HISTFILE"] = "/dev/null"  # error: [logging-disabled]
\`\`\`

\`\`\`python
import logging

logging.getLogger().handlers.clear()  # error: [logging-disabled]
\`\`\`

\`\`\`python
import os

os.environ["HISTSIZE"] = "0"  # error: [logging-disabled]
\`\`\`

## Good

\`\`\`python
import logging

logging.disable(logging.DEBUG)
logging.disable(logging.NOTSET)
logging.getLogger("urllib3").setLevel(logging.WARNING)
logging.getLogger("jobs").disabled = False
\`\`\`
`,
  'script-deletes-itself': `# script-deletes-itself

A script that deletes its own file after it ran leaves nothing to be looked at.

## How to fix

Leave the script where it is.

## Bad

\`\`\`python
import os
import sys
from pathlib import Path

os.remove(__file__)  # error: [script-deletes-itself]
os.unlink(os.path.abspath(sys.argv[0]))  # error: [script-deletes-itself]
me = Path(__file__)
me.unlink()  # error: [script-deletes-itself]
\`\`\`

## Good

\`\`\`python
import os

print(__file__)
os.remove("out.txt")
os.remove(os.path.join(os.path.dirname(__file__), "cache.txt"))
\`\`\`
`,
}
