// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
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
  'file-outside-folder': `# file-outside-folder

Absolute paths, home folders and paths that climb out by \`..\` lead to what was not given to the script: the system's files, other people's data, credentials. A file at a path that is only known at run time is listed among the capabilities and is not reported here.

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
\`\`\`

## Good

\`\`\`python
import pandas as pd

with open("out/report.txt", "w") as file:
    file.write("x")
df = pd.read_csv("./data/../bonds.csv")
df.to_csv("/tmp/bonds.csv")
open(name)
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
`,
}
