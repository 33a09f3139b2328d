// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'environment-read': `# environment-read

Credentials live in the environment. The sandbox clears it, so that a script that reads it either works nowhere or was written to look for what is there. A single, harmless name is a remark; the whole environment, or a name that sounds like a secret, is not.

## How to fix

Take settings as parameters. Secrets are added at the door to the network and never reach a script.

## Bad

\`\`\`python
import os
from os import environ, getenv

key = os.environ["API_KEY"]  # error: [environment-read]
token = getenv("GITHUB_TOKEN")  # error: [environment-read]
home = environ.get("HOME")  # error: [environment-read]
everything = dict(os.environ)  # error: [environment-read]
for name, value in os.environ.items():  # error: [environment-read]
    print(name)
os.environ["TZ"] = "UTC"  # error: [environment-read]
\`\`\`

## Good

\`\`\`python
import os

settings = {"API_KEY": None}
key = settings["API_KEY"]
separator = os.sep
\`\`\`
`,
}
