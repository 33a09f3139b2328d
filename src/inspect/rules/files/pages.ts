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
}
