// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'import-denied': `# import-denied

Some modules exist to do what a run must not do: start programs (\`subprocess\`), reach the network (\`socket\`, \`requests\`), run data (\`pickle\`) or native code (\`ctypes\`), or open the interpreter (\`gc\`, \`inspect\`). Importing one says what the script is up to, whatever names it goes by afterwards. A module that an allowed one holds counts by its own name.

## How to fix

Do without it, or have the policy allow it under \`inspect -> imports -> allow\`.

## Bad

\`\`\`python
import ctypes  # error: [import-denied]
import socket as s  # error: [import-denied]
from subprocess import run  # error: [import-denied]
from http import client  # error: [import-denied]
from pandas.io.common import pickle  # error: [import-denied]
hidden = __import__("sub" + "process")  # error: [import-denied]
\`\`\`

## Good

\`\`\`python
import json
import os.path
from urllib.parse import urlparse
\`\`\`
`,
  'import-not-allowed': `# import-not-allowed

The gate knows the modules of data analysis. A module that it does not know may be harmless or not; somebody should look once and put it on the list. Of \`os\` and \`sys\` the members decide: \`os.path.join\` is fine, \`os.chroot\` is not.

## How to fix

Use an allowed module, or have the policy allow it under \`inspect -> imports -> allow\`.

## Bad

\`\`\`python
import os
import leftpad  # error: [import-not-allowed]
from .helpers import clean  # error: [import-not-allowed]
from os import chroot  # error: [import-not-allowed]

os.sched_setaffinity(0, [1])  # error: [import-not-allowed]
\`\`\`

## Good

\`\`\`python
import os
import sys
from datetime import date

import numpy as np
import pandas.api.types
from sklearn.linear_model import LinearRegression

print(os.path.join("a", "b"), os.sep, sys.version)
\`\`\`
`,
  'star-import': `# star-import

After \`from module import *\` nobody can tell from the script which names it has; builtins may have been replaced. Every unknown name after it is judged as if it came from that module.

## How to fix

Import the names that are used.

## Bad

\`\`\`python
from math import *  # error: [star-import]
\`\`\`

## Good

\`\`\`python
from math import floor, sqrt
\`\`\`
`,
}
