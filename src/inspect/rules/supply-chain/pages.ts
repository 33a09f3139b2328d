// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'dependency-unpinned': `# dependency-unpinned

The block \`# /// script\` says which packages a script needs (PEP 723). Without versions the script is another program tomorrow.

## How to fix

Give a version, or lock the script with \`uv lock --script\`.

## Bad

\`\`\`python
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "pandas",  # error: [dependency-unpinned]
#   'rich[jupyter]',  # error: [dependency-unpinned]
# ]
# ///
print(1)
\`\`\`

## Good

\`\`\`python
# /// script
# dependencies = ["pandas==2.2.3", "rich>=13,<14"]
# ///
# dependencies = ["numpy"]
print("x")
\`\`\`
`,
  'dependency-vulnerable': `# dependency-vulnerable

Libraries that are to hold foreign code, templates or model files are only as good as their last fix. A range that admits an older version may get it.

## How to fix

Raise the lower bound to the first version without the fault.

## Bad

\`\`\`python
# /// script
# dependencies = [
#   "RestrictedPython>=6.0",  # error: [dependency-vulnerable]
#   "torch==2.4.1",  # error: [dependency-vulnerable]
# ]
# ///
import os

os.system("pip install 'pyyaml==5.3.1'")  # error: [dependency-vulnerable]
\`\`\`

## Good

\`\`\`python
# /// script
# dependencies = [
#   "RestrictedPython>=8.1,<9",
#   "torch>=2.6",
#   "jinja2",
# ]
# ///
import os

os.system("pip install pyyaml==6.0.2")
\`\`\`

## Misses

Only libraries that judge foreign code or data are listed here; all others are the business of a scan of the lock file.
`,
  'download-unverified': `# download-unverified

A download that is not compared with a known digest can be another file tomorrow. These functions can check one.

## How to fix

Pass the digest: \`check_hash=True\`, \`file_hash=\`, \`known_hash=\`.

## Bad

\`\`\`python
import pooch
import torch
from tensorflow.keras.utils import get_file as fetch

weights = torch.hub.load_state_dict_from_url(url)  # error: [download-unverified]
path = fetch("x.zip", "http://example.org/x.zip")  # error: [download-unverified]
data = pooch.retrieve(url, known_hash=None)  # error: [download-unverified]
\`\`\`

\`\`\`python
import urllib.request

import requests

urllib.request.urlretrieve("https://example.org/tool.bin", "tool.bin")  # error: [download-unverified]


def fetch():
    answer = requests.get("https://example.org/model.bin", timeout=10)
    with open("model.bin", "wb") as file:
        file.write(answer.content)  # error: [download-unverified]
\`\`\`

## Good

\`\`\`python
import pooch
import torch
from keras.utils import get_file

weights = torch.hub.load_state_dict_from_url(url, check_hash=True)
path = get_file("x.zip", url, file_hash="abc")
data = pooch.retrieve(url, "md5:0123")
\`\`\`

\`\`\`python
import hashlib

import requests


def fetch():
    answer = requests.get("https://example.org/model.bin", timeout=10)
    if hashlib.sha256(answer.content).hexdigest() != DIGEST:
        raise ValueError("digest differs")
    with open("model.bin", "wb") as file:
        file.write(answer.content)
\`\`\`
`,
  'install-extra-index': `# install-extra-index

With \`--extra-index-url\` pip takes the highest version of a name from either index. Whoever registers the name of an internal package in the public one gets installed instead (dependency confusion).

## How to fix

Use \`--index-url\` with one index that mirrors the public one, or \`uv\` with an index for each package.

## Bad

\`\`\`python
import os
import subprocess

os.system("pip install --extra-index-url https://pypi.example/simple tool==1")  # error: [install-extra-index]
subprocess.run(["pip", "install", "--find-links", "https://x.example", "tool==1"])  # error: [install-extra-index]
os.system("pip config set global.index-url https://pypi.example")  # error: [install-extra-index]
\`\`\`

## Good

\`\`\`python
import os

os.system("pip install --index-url https://pypi.example/simple tool==1")
os.system("pip install torch==2.6 --extra-index-url https://download.pytorch.org/whl/cpu")
os.system("echo --extra-index-url")
\`\`\`
`,
  'install-time-code': `# install-time-code

A \`cmdclass\` for \`install\` or \`egg_info\` runs when somebody installs the package, or only looks at it. Most malware on package indexes starts there.

## How to fix

Declare the package in \`pyproject.toml\`, with no code at installation.

## Bad

\`\`\`python
from setuptools import setup
from setuptools.command.install import install


class Hook(install):
    def run(self):
        install.run(self)


setup(name="x", cmdclass={"install": Hook})  # error: [install-time-code]
setup(name="y", dependency_links=["http://x.example"])  # error: [install-time-code]
\`\`\`

## Good

\`\`\`python
from setuptools import setup

setup(name="x", version="1.0")
setup(name="y", cmdclass={"docs": Docs})
\`\`\`
`,
  'install-unpinned': `# install-unpinned

A package without a version is another program tomorrow. Results change, and whoever takes over its name decides what runs.

## How to fix

Pin the version, \`pip install pandas==2.2.3\`, better with a lock file and \`--require-hashes\`, outside of the script.

## Bad

\`\`\`python
import os
import subprocess
import sys

os.system("pip install pandas")  # error: [install-unpinned]
subprocess.check_call([sys.executable, "-m", "pip", "install", "-q", "requests"])  # error: [install-unpinned]
name = input()
subprocess.run(["pip", "install", name])  # error: [install-unpinned]
os.system(f"pip3 install --upgrade {name}")  # error: [install-unpinned]
\`\`\`

## Good

\`\`\`python
import os
import subprocess

os.system("pip install pandas==2.2.3")
subprocess.run(["pip", "install", "-r", "requirements.txt"])
subprocess.run(["uv", "pip", "install", "numpy==2.1.0"])
subprocess.run(["pip", "install", "./wheel/x.whl"])
subprocess.run(["pip", "list"])
print("pip install pandas")
\`\`\`
`,
  'install-untrusted-source': `# install-untrusted-source

A package from a branch is whatever was pushed last. Over plain HTTP, or with \`--trusted-host\`, anybody on the way decides what is installed, and installing runs code.

## How to fix

Install a pinned version from the package index over HTTPS. For a repository name a commit: \`git+https://…@<40 hex digits>\`.

## Bad

\`\`\`python
import os
import subprocess

os.system("pip install git+https://github.com/a/b.git")  # error: [install-untrusted-source]
subprocess.run(["pip", "install", "--index-url", "http://pypi.example/simple", "x"])  # error: [install-untrusted-source]
os.system("pip install --trusted-host pypi.example x==1")  # error: [install-untrusted-source]
subprocess.run("pip install git+ssh://git@host/a/b@main", shell=True)  # error: [install-untrusted-source]
\`\`\`

## Good

\`\`\`python
import os

os.system("pip install git+https://github.com/a/b@0123456789012345678901234567890123456789")
os.system("pip install --index-url https://pypi.example/simple x==1")
os.system("git clone http://example.org/a")
\`\`\`
`,
  'installed-at-run-time': `# installed-at-run-time

Installing runs code of the package, chosen after the script was reviewed, with the rights of the script.

## How to fix

Declare what the script needs, in a lock file or in a \`# /// script\` block, and install it before.

## Bad

\`\`\`python
import os
import subprocess
import sys

import pip

os.system("pip install x==1")  # error: [installed-at-run-time]
subprocess.check_call([sys.executable, "-m", "pip", "install", "x==1"])  # error: [installed-at-run-time]
pip.main(["install", "x"])  # error: [installed-at-run-time]
subprocess.run("sudo apt-get install -y tool", shell=True)  # error: [installed-at-run-time]
\`\`\`

\`\`\`python
import shlex
import subprocess

subprocess.run("pip3 install --user torch==2.4.0".split(), check=True, timeout=99)  # error: [installed-at-run-time]
subprocess.run(shlex.split("poetry add requests==2.32.0"), check=True, timeout=99)  # error: [installed-at-run-time]
\`\`\`

## Good

\`\`\`python
import subprocess

subprocess.run(["pip", "--version"])
subprocess.run(["echo", "installed"])
message = "run pip install x first"
\`\`\`
`,
  'look-alike-package': `# look-alike-package

Names one letter away from a popular package are registered to catch slips, and names that language models make up are registered to catch those. Installing runs their code.

## How to fix

Check the name on the package index before it is installed.

## Bad

\`\`\`python
# /// script
# dependencies = [
#   "pandsa",  # error: [look-alike-package]
# ]
# ///
import os
import subprocess

os.system("pip install reqeusts")  # error: [look-alike-package]
subprocess.run(["pip", "install", "huggingface-cli"])  # error: [look-alike-package]
subprocess.run(["uv", "pip", "install", "numpi==1.0"])  # error: [look-alike-package]
\`\`\`

\`\`\`python
import reqeusts  # error: [look-alike-package]
\`\`\`

## Good

\`\`\`python
# /// script
# dependencies = ["pandas==2.2.3", "polars"]
# ///
import os

os.system("pip install requests numpy scikit-learn")
os.system("pip install my-own-package panda3d")
print("pip install reqeusts")
\`\`\`

\`\`\`python
from .python import names
\`\`\`
`,
}
