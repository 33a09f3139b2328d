// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'archive-extracted': `# archive-extracted

A member of a tar file may be named \`../../etc/cron.d/x\`, be absolute, or be a link out of the folder. Python 3.12 added filters and 3.14 made \`data\` the default; before that, everything is written where it says (CVE-2007-4559). \`zipfile\` cleans names by itself.

## How to fix

Pass \`filter="data"\`.

## Bad

\`\`\`python
import shutil
import tarfile
from tarfile import open as open_tar

with tarfile.open("data.tar.gz") as archive:
    archive.extractall("data")  # error: [archive-extracted]
    archive.extract("a.csv", path="data")  # error: [archive-extracted]
other = open_tar("data.tar")
other.extractall("data", filter="fully_trusted")  # error: [archive-extracted]
tarfile.open("data.tar").extractall(members=chosen)  # error: [archive-extracted]
shutil.unpack_archive("data.tar", "data")  # error: [archive-extracted]
\`\`\`

## Good

\`\`\`python
import shutil
import tarfile
import zipfile

with tarfile.open("data.tar.gz") as archive:
    archive.extractall("data", filter="data")
    archive.extractall("data", filter=tarfile.data_filter)
    names = archive.getnames()
with zipfile.ZipFile("data.zip") as archive:
    archive.extractall("data")
shutil.unpack_archive("data.zip", "data")
matches = series.str.extractall(r"(\\d+)")
\`\`\`

\`\`\`python
import tarfile

with tarfile.open(path) as archive:
    archive.extraction_filter = tarfile.data_filter
    archive.extractall(target)
\`\`\`
`,
  'archive-member-path': `# archive-member-path

The names in an archive are data: \`../../x\` leads out of the folder (known as Zip Slip). \`ZipFile.extract\` cleans them, a path joined by hand is not cleaned.

## How to fix

Use \`extract\`, or resolve the path and check that it is still inside of the folder.

## Bad

\`\`\`python
import os
import zipfile

with zipfile.ZipFile("data.zip") as archive:
    for name in archive.namelist():
        target = os.path.join("data", name)
        with open(target, "wb") as file:  # error: [archive-member-path]
            file.write(archive.read(name))
    for member in archive.infolist():
        os.makedirs("data/" + member.filename)  # error: [archive-member-path]
\`\`\`

## Good

\`\`\`python
import os
import zipfile

with zipfile.ZipFile("data.zip") as archive:
    for name in archive.namelist():
        print(name)
        with open(os.path.join("data", os.path.basename(name)), "wb") as file:
            file.write(archive.read(name))
    archive.extract("a.csv")
\`\`\`
`,
  'check-before-use': `# check-before-use

Between \`os.path.exists\` or \`os.access\` and the use, another process can put a link there. In most scripts this is harmless, so the rule is opt-in.

## How to fix

Open the file straight away and handle \`FileNotFoundError\`, or open with mode \`x\`.

## Bad

\`\`\`python
import os

if os.path.exists(path):
    os.remove(path)  # error: [check-before-use]
if os.access("x", os.R_OK):
    file = open("x")  # error: [check-before-use]
\`\`\`

## Good

\`\`\`python
import os

try:
    os.remove(path)
except FileNotFoundError:
    pass
if os.path.exists(path):
    print(path)
\`\`\`
`,
  'code-file-written': `# code-file-written

What was inspected is the script, not what it writes. A \`.py\`, \`.so\` or \`.pth\` file in the folder of the run is loaded by the next \`import\` of its name; one that is called \`json.py\` takes the place of a module that is allowed.

## How to fix

Write the functions in the script itself. Write data as CSV, Parquet or JSON.

## Bad

\`\`\`python
import json
from pathlib import Path

with open("helper.py", "w") as file:  # error: [code-file-written]
    file.write("print(1)")
Path("json.py").write_text("print(1)")  # error: [code-file-written]
frame.to_csv("tools/__init__.py")  # error: [code-file-written]
open("x.pth", "a").close()  # error: [code-file-written]
\`\`\`

## Good

\`\`\`python
with open("helper.py") as file:
    text = file.read()
frame.to_csv("report.csv")
with open("report.txt", "w") as file:
    file.write("x")
\`\`\`
`,
  'destructive-delete': `# destructive-delete

The root, a home folder, a system folder or a device is deleted. There is no use for that in a script, and no way back.

## How to fix

Delete only files that the script itself has made, below a temporary folder.

## Bad

\`\`\`python
import os
import shutil

shutil.rmtree("/")  # error: [destructive-delete]
os.removedirs("/etc")  # error: [destructive-delete]
home = os.path.expanduser("~")
shutil.rmtree(home, ignore_errors=True)  # error: [destructive-delete]
\`\`\`

\`\`\`python
import os
import shutil
from pathlib import Path

shutil.rmtree(Path.home())  # error: [destructive-delete]
for folder, _, names in os.walk("/"):
    for name in names:
        os.remove(os.path.join(folder, name))  # error: [destructive-delete]
for path in Path("/home").rglob("*"):
    path.unlink()  # error: [destructive-delete]
\`\`\`

## Good

\`\`\`python
import os
import shutil
import subprocess

shutil.rmtree("build")
shutil.rmtree("/tmp/job/out")
subprocess.run(["rm", "old.csv"])
os.system("rm -f out.log")
print("rm -rf /")
\`\`\`

\`\`\`python
import os
import shutil
from pathlib import Path

shutil.rmtree(Path.home() / "build")
shutil.rmtree(Path(__file__).parent / "build")
for folder, _, names in os.walk("/srv/app/cache"):
    for name in names:
        os.remove(os.path.join(folder, name))
for path in Path("build").rglob("*"):
    path.unlink()
\`\`\`
`,
  'file-deleted': `# file-deleted

Deleting has no way back. A constant path inside of the run's own folder, which goes away after the run, is only a remark, as is moving; everything else needs a person's eyes.

## How to fix

Write a new file and leave the old one alone.

## Bad

\`\`\`python
import os
import shutil
from pathlib import Path

os.remove(name)  # error: [file-deleted]
shutil.rmtree("/home/user")  # error: [file-deleted]
Path(name).unlink()  # error: [file-deleted]
for path in Path(".").glob("*.csv"):
    path.unlink()  # error: [file-deleted]
os.rename("a", "b")  # error: [file-deleted]
os.unlink("out.csv")  # error: [file-deleted]
\`\`\`

## Good

\`\`\`python
items = ["a"]
items.remove("a")
text = "a".replace("a", "b")
\`\`\`
`,
  'file-left-open': `# file-left-open

\`open(path).read()\` leaves the file open until the garbage collector comes by; what was written may be lost before.

## How to fix

Use \`with open(...) as file:\`, or \`Path.read_text\`.

## Bad

\`\`\`python
text = open("a.txt").read()  # error: [file-left-open]
open("b.txt", "w").write(text)  # error: [file-left-open]
\`\`\`

## Good

\`\`\`python
from pathlib import Path

with open("a.txt") as file:
    text = file.read()
text = Path("a.txt").read_text()
\`\`\`
`,
  'file-outside-folder': `# file-outside-folder

Absolute paths, home folders and paths that climb out by \`..\` lead to what was not given to the script: the system's files, other people's data, credentials. Secrets, and writing into folders of the system, are critical. A file at a path that is only known at run time is listed among the capabilities and is not reported here.

## How to fix

Read the datasets that were granted. Write to a relative path or below \`/tmp\`, which are the run's own.

## Bad

\`\`\`python
import os
import shutil
from pathlib import Path

import pandas as pd

folder = "/etc"
with open(folder + "/shadow") as file:  # error: [file-outside-folder]
    print(file.read())
open(os.path.join("/home", "user", "notes.txt"), "w")  # error: [file-outside-folder]
pd.read_csv("../other/bonds.csv")  # error: [file-outside-folder]
names = os.listdir("/home/user")  # error: [file-outside-folder]
text = Path("/proc/self/environ").read_text()  # error: [file-outside-folder]
shutil.copy("report.csv", "/usr/share/report.csv")  # error: [file-outside-folder]
open("~/.ssh/id_rsa")  # error: [file-outside-folder]
groups.apply(lambda group: group.to_csv("/etc/x"))  # error: [file-outside-folder]
list(map(df.to_csv, ["/etc/x"]))  # error: [file-outside-folder]
everything = open(0).read()  # error: [file-outside-folder]
\`\`\`

\`\`\`python
from pathlib import Path

above = (Path.cwd().parent / "other.csv").read_text()  # error: [file-outside-folder]
below = (Path("data") / "a.csv").read_text()
\`\`\`

\`\`\`python
import numpy as np
from sklearn.pipeline import Pipeline

first = np.array(["/etc/passwd"])[0]  # error: [file-outside-folder]
steps = Pipeline([], memory="/opt/cache")  # error: [file-outside-folder]


class Place:
    def __fspath__(self):  # error: [file-outside-folder]
        return "/etc/" + "passwd"
\`\`\`

## Good

\`\`\`python
import pandas as pd

with open("out/report.txt", "w") as file:
    file.write("x")
df = pd.read_csv("./data/../bonds.csv")
df.to_csv("/tmp/bonds.csv")
frames = list(map(pd.read_csv, ["a.csv", "b.csv"]))
open(name)
\`\`\`

\`\`\`python
class Place:
    def __fspath__(self):
        return "data/a.csv"


folders = ["data", "/tmp/a"]
\`\`\`
`,
  'files-encrypted': `# files-encrypted

A loop over a folder that encrypts each file and writes it back is what ransomware does; a back-up makes one archive and leaves the files.

## How to fix

Encrypt a copy into one archive, with a key that is kept elsewhere.

## Bad

\`\`\`python
import os

from cryptography.fernet import Fernet

box = Fernet(Fernet.generate_key())


def lock(path):
    with open(path, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:
        file.write(box.encrypt(data))


for folder, _, names in os.walk("/home"):  # error: [files-encrypted]
    for name in names:
        lock(os.path.join(folder, name))
\`\`\`

## Good

\`\`\`python
import os

from cryptography.fernet import Fernet

box = Fernet(key)
with open("data.csv", "rb") as file:
    token = box.encrypt(file.read())
for folder, _, names in os.walk("data"):
    for name in names:
        print(folder, name)
\`\`\`
`,
  'names-read-as-files': `# names-read-as-files

Some libraries have a switch with which they no longer take what they are given as data, but as the name of a file that they open. Whoever gives the data then reads any file that the program may read: \`@/etc/passwd\` as an argument ends up in an error message, a document that is a path ends up in a vocabulary.

## How to fix

Leave the switch off and read the files yourself, from a folder of your own.

## Bad

\`\`\`python
import argparse

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

parser = argparse.ArgumentParser(fromfile_prefix_chars="@")  # error: [names-read-as-files]
words = CountVectorizer(input="filename")  # error: [names-read-as-files]
settings = {"input": "filename"}
weights = TfidfVectorizer(**settings)  # error: [names-read-as-files]
\`\`\`

## Good

\`\`\`python
import argparse

from sklearn.feature_extraction.text import CountVectorizer

parser = argparse.ArgumentParser(prefix_chars="-")
words = CountVectorizer(input="content")
others = CountVectorizer()
\`\`\`
`,
  'path-traversal': `# path-traversal

Whoever says which file is opened can say \`../../etc/passwd\`, or an absolute path, and reads or writes what the process can. Joining the path to a folder does not help: \`os.path.join\` starts anew at an absolute part, and \`..\` climbs out.

## How to fix

Take only the name (\`os.path.basename\`, \`werkzeug.utils.secure_filename\`), join it to a fixed folder, and check that the resolved path lies inside.

## Bad

\`\`\`python
import os
from pathlib import Path

from flask import Flask, request, send_file
from langchain_core.tools import tool

app = Flask(__name__)


@app.route("/file")
def download():
    name = request.args.get("name")
    return send_file(os.path.join("files", name))  # error: [path-traversal]


@app.post("/save/{name}")
def save(name, text):
    with open(f"out/{name}", "w") as file:  # error: [path-traversal]
        file.write(text)


def read(path):
    return open(path).read()  # error: [path-traversal]


@tool
def show(path):
    return Path(path).read_text()  # error: [path-traversal]


@app.get("/read")
def read_it():
    return read(request.args["path"])
\`\`\`

\`\`\`python
import threading
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)
FOLDER = Path("/srv/uploads")


class Store:
    def __init__(self, name):
        self.name = name

    def read(self):
        return (FOLDER / self.name).read_text()  # error: [path-traversal]


@dataclass
class Job:
    path: str


def work(path):
    open(path).close()  # error: [path-traversal]


def names(text):
    yield from text.split(",")


@app.post("/jobs")
def jobs():
    Store(request.args["name"]).read()
    threading.Thread(target=work, args=(request.args["path"],)).start()
    open(Job(request.json["path"]).path).close()  # error: [path-traversal]
    for name in names(request.args["names"]):
        open(name).close()  # error: [path-traversal]
    upload = request.files["file"]
    upload.save("/srv/uploads/" + upload.filename)  # error: [path-traversal]
\`\`\`

\`\`\`python
import sys

from flask import Flask, request
from joblib import Memory
from sklearn.pipeline import Pipeline

app = Flask(__name__)


@app.post("/fit")
def fit():
    steps = Pipeline([], memory=request.form["folder"])  # error: [path-traversal]
    return str(steps)


cache = Memory(location=sys.argv[1])  # error: [path-traversal]
\`\`\`

\`\`\`python
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()


@dataclass
class Store:
    root: Path

    def read(self, name):
        return (self.root / name).read_bytes()  # error: [path-traversal]


@app.get("/a/{name:path}")
def a(name: str):
    return Store(Path("/srv")).read(name)
\`\`\`

## Good

\`\`\`python
import os
import sys

from flask import Flask, request, send_file
from werkzeug.utils import secure_filename

app = Flask(__name__)


@app.route("/file")
def download():
    name = secure_filename(request.args.get("name"))
    return send_file(os.path.join("files", name))


@app.get("/page/{number}")
def page(number):
    return open(f"pages/{int(number)}.html").read()


def read(path):
    return open(path).read()


read(sys.argv[1])
read("a.txt")
\`\`\`

\`\`\`python
import io
import os
from pathlib import Path

import pandas as pd
from flask import Flask, abort, request, send_file

app = Flask(__name__)
FOLDER = Path("/srv/uploads")
ROOT = "/srv/uploads"


@app.get("/a/<int:number>")
def by_number(number):
    return send_file(f"/srv/uploads/{number}.txt")


@app.get("/b")
def resolved():
    path = (FOLDER / request.args["name"]).resolve()
    if not path.is_relative_to(FOLDER):
        abort(403)
    return path.read_text()


@app.get("/c")
def started():
    path = os.path.realpath(os.path.join(ROOT, request.args["name"]))
    if not path.startswith(ROOT + os.sep):
        abort(403)
    return send_file(path)


@app.get("/d")
def listed():
    name = request.args["name"]
    if name not in os.listdir(ROOT):
        abort(404)
    return open(os.path.join(ROOT, name)).read()


@app.post("/e")
def table():
    return pd.read_csv(io.StringIO(request.form["table"])).to_json()
\`\`\`

\`\`\`python
import os

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils._os import safe_join
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/file/{name}")
def read(name: str):
    if "/" in name or ".." in name:
        raise HTTPException(400)
    path = os.path.join("data", name)
    return open(path).read()


def show(request):
    path = safe_join(settings.MEDIA_ROOT, request.GET["name"])
    return open(path, "rb")


def keep(request):
    item = request.FILES["file"]
    default_storage.save(item.name, item)
\`\`\`

\`\`\`python
from pathlib import Path

import requests

Path("model.bin").write_bytes(requests.get("https://example.com/model.bin", timeout=9).content)
\`\`\`

\`\`\`python
import os
from pathlib import Path

MEDIA = Path("/srv/media")


def resolve(name):
    candidate = (MEDIA / name).resolve()
    if not str(candidate).startswith(str(MEDIA) + os.sep):
        raise PermissionError(name)
    return candidate


def show(request):
    return resolve(request.GET["name"]).open("rb")
\`\`\`

\`\`\`python
from flask import Flask, request

app = Flask(__name__)
FILES = {"bonds": "bonds.csv", "loans": "loans.csv"}


@app.get("/file")
def read():
    return open(FILES.get(request.args["name"], "bonds.csv")).read()
\`\`\`
`,
  'permissive-file-mode': `# permissive-file-mode

A file that everyone may write can be replaced by any process on the machine; with the set-uid bit, everyone runs it as its owner. An \`umask\` of 0 makes all later files so.

## How to fix

Use \`0o644\`, or \`0o600\` for what is private, and leave the \`umask\` alone.

## Bad

\`\`\`python
import os
import stat
from pathlib import Path

os.chmod("run.sh", 0o777)  # error: [permissive-file-mode]
os.chmod("run.sh", stat.S_IRWXU | stat.S_IRWXO)  # error: [permissive-file-mode]
Path("x").chmod(mode=0o666)  # error: [permissive-file-mode]
os.umask(0)  # error: [permissive-file-mode]
os.chmod("/bin/x", 0o4755)  # error: [permissive-file-mode]
\`\`\`

## Good

\`\`\`python
import os
import stat
from pathlib import Path

os.chmod("run.sh", 0o755)
os.chmod("run.sh", stat.S_IRUSR | stat.S_IWUSR)
Path("x").chmod(0o600)
os.umask(0o022)
os.open("x", os.O_CREAT, 0o600)
\`\`\`
`,
  'predictable-temporary-name': `# predictable-temporary-name

\`tempfile.mktemp\` only invents a name. Between that and the opening, another user can put a file or a link there, and the script writes into it.

## How to fix

Use \`tempfile.NamedTemporaryFile\`, \`tempfile.mkstemp\` or \`tempfile.TemporaryDirectory\`, which make the file as well.

## Bad

\`\`\`python
import os
import tempfile
from tempfile import mktemp as name

path = tempfile.mktemp(suffix=".csv")  # error: [predictable-temporary-name]
other = name()  # error: [predictable-temporary-name]
old = os.tempnam()  # error: [predictable-temporary-name]
\`\`\`

## Good

\`\`\`python
import tempfile

handle, path = tempfile.mkstemp()
with tempfile.NamedTemporaryFile() as file:
    file.write(b"x")
folder = tempfile.mkdtemp()
\`\`\`
`,
  'secret-file-read': `# secret-file-read

Password hashes, private keys, cloud and registry tokens, shell histories, browser stores and the environment of processes are the first that stolen code looks for. Almost no program has business there.

## How to fix

Take the one value that is needed as a parameter, or from a secret store.

## Bad

\`\`\`python
import os
import shutil
import subprocess
from pathlib import Path

open("/etc/shadow")  # error: [secret-file-read]
key = os.path.expanduser("~/.ssh/id_rsa")
with open(key) as file:  # error: [secret-file-read]
    print(file.read())
shutil.copy(src="/root/.aws/credentials", dst="out")  # error: [secret-file-read]
text = Path("/proc/self/environ").read_text()  # error: [secret-file-read]
subprocess.run(["cat", "/home/user/.netrc"])  # error: [secret-file-read]
os.system("cp ~/.kube/config /tmp/x")  # error: [secret-file-read]
\`\`\`

\`\`\`python
import os
from pathlib import Path

(Path.home() / ".ssh" / "id_rsa").read_bytes()  # error: [secret-file-read]
accounts = (Path.cwd().parent.parent / "etc/passwd").read_text()  # error: [secret-file-read]
open("../../../../etc/passwd").read()  # error: [secret-file-read]
open(f"{os.environ['HOME']}/.kube/config").read()  # error: [secret-file-read]
keys = Path("../../.env")  # error: [secret-file-read]
\`\`\`

## Good

\`\`\`python
import subprocess

print("never read /etc/shadow")
open("shadow.txt")
open("keys/id_rsa.pub")
open("config/credentials.csv")
subprocess.run(["ssh-keygen", "-y"])
\`\`\`

\`\`\`python
from pathlib import Path

(Path(__file__).parent / "README.md").read_text()
(Path.home() / "notes.txt").read_text()
open(".env.example").read()
\`\`\`
`,
  'shared-temporary-path': `# shared-temporary-path

On a machine with several users, another one can put a link under a fixed name in \`/tmp\`. Inside Cordon's sandbox \`/tmp\` is the run's own, so the rule is opt-in.

## How to fix

Use \`tempfile\`.

## Bad

\`\`\`python
open("/tmp/report.csv", "w")  # error: [shared-temporary-path]
\`\`\`

\`\`\`python
import os
import tempfile

with open(os.path.join(tempfile.gettempdir(), "state.json"), "w") as file:  # error: [shared-temporary-path]
    file.write("{}")
\`\`\`

## Good

\`\`\`python
import tempfile

open("/tmp/report.csv")
with tempfile.TemporaryFile() as file:
    file.write(b"/tmp/x")
\`\`\`

\`\`\`python
import uuid

with open(f"/tmp/{uuid.uuid4()}.csv", "w") as file:
    file.write("a,b")
\`\`\`
`,
  'start-file-written': `# start-file-written

Shell start-up files, timers, services, \`.pth\` files, Git hooks and \`authorized_keys\` run code or open doors later, long after the script is gone.

## How to fix

Leave the set-up of the machine to its owner; tell what to add instead of adding it.

## Bad

\`\`\`python
import os
import shutil
import subprocess
from pathlib import Path

bashrc = os.path.join(os.path.expanduser("~"), ".bashrc")
with open(bashrc, "a") as file:  # error: [start-file-written]
    file.write("alias ls=...")
Path("/home/user/.ssh/authorized_keys").write_text(key)  # error: [start-file-written]
open("/usr/lib/systemd/system/x.service", "w")  # error: [start-file-written]
open("venv/lib/x.pth", mode="w")  # error: [start-file-written]
Path("/etc/cron.d/job").write_text("* * * * * root x")  # error: [start-file-written]
os.system("cp key ~/.ssh/authorized_keys")  # error: [persistence-command]
subprocess.run("echo x | tee -a /etc/ld.so.preload", shell=True)  # error: [start-file-written]
shutil.copy("x.py", "/usr/lib/python3/sitecustomize.py")  # error: [start-file-written]
open(file="repo/.git/hooks/pre-commit", mode="w")  # error: [start-file-written]
\`\`\`

## Good

\`\`\`python
import os
import shutil

with open(os.path.expanduser("~/.bashrc")) as file:
    text = file.read()
shutil.copy("/etc/hosts", "hosts.txt")
open("profile.csv", "w")
print("echo x >> ~/.bashrc")
os.system("ls > names.txt")
\`\`\`
`,
}
