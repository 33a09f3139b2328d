// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'process-signalled': `# process-signalled

Signals stop other processes, or catch those that are to stop this one. Limits that a script changes are no limits.

## How to fix

Leave the life of processes to the sandbox. To end early, raise an exception or return.

## Bad

\`\`\`python
import os
import signal

import psutil

os.kill(1, signal.SIGKILL)  # error: [process-signalled]
signal.signal(signal.SIGTERM, signal.SIG_IGN)  # error: [process-signalled]
for process in psutil.process_iter():
    if process.name() == "x":
        process.kill()  # error: [process-signalled]
psutil.Process(1).terminate()  # error: [process-signalled]
os._exit(1)  # error: [process-signalled]
\`\`\`

## Good

\`\`\`python
import psutil
from scipy import signal

peaks = signal.find_peaks([1, 2, 1])
load = psutil.cpu_percent()
raise SystemExit("no data")
\`\`\`
`,
  'process-started': `# process-started

A program that is started by the script does as it likes: nothing that was checked here holds for it. Analysis code has no need of one, so the gate refuses. This is about what must not run unseen; whether a command line is built safely is another matter, see \`shell-command\`.

## How to fix

Compute in Python. What the program would have given, ask for as a dataset.

## Bad

\`\`\`python
import os
import os as system_module
import subprocess
from os import system as greet
from subprocess import run

os.system("id")  # error: [process-started]
system_module.popen("id")  # error: [process-started]
greet("hello")  # error: [process-started]
run(["ls", "-l"])  # error: [process-started]
subprocess.Popen("id", shell=True).communicate()  # error: [process-started]
hidden = getattr(__import__("o" + "s"), "metsys"[::-1])
hidden("id")  # error: [process-started]
list(map(os.system, ["id"]))  # error: [process-started]


class Tool:
    def __init__(self):
        self.run = os.system  # error: [process-started]


Tool().run("id")  # error: [process-started]
{"x": os.execv}["x"]("/bin/sh", [])  # error: [process-started]
\`\`\`

## Good

\`\`\`python
import os


def system(text):
    return text


system("id")
os.path.join("a", "b")


class Popen:
    pass


Popen()
\`\`\`
`,
  'shell-command': `# shell-command

A shell reads \`;\`, \`|\`, \`$(…)\` and spaces, so that a value that is put into a command line can become a command of its own. A constant command is only a remark.

## How to fix

Pass a list of arguments, \`subprocess.run(["grep", word, path])\`, and leave \`shell\` out.

## Bad

\`\`\`python
import os
import subprocess

word = input()
os.system("grep " + word)  # error: [shell-command]
subprocess.run(f"grep {word}", shell=True)  # error: [shell-command]
os.system("ls")  # error: [shell-command]
\`\`\`

## Good

\`\`\`python
import subprocess

subprocess.run(["grep", word, "file"])
subprocess.run(["ls"], shell=False)
\`\`\`
`,
}
