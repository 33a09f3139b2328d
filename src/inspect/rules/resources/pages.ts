// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'endless-loop': `# endless-loop

A loop without an end uses up its time limit and answers nothing. Where it sends, forks or allocates it takes others with it.

## How to fix

Loop over what is to be worked on, or leave by \`break\` or \`return\`.

## Bad

\`\`\`python
while True:  # error: [endless-loop]
    x = 1

while 1:  # error: [endless-loop]
    for item in [1, 2]:
        break
    while True:
        break
\`\`\`

## Good

\`\`\`python
import sys


def read(lines):
    while True:
        line = next(lines)
        if not line:
            return None


def count():
    n = 0
    while True:
        yield n


while True:
    for item in [1]:
        pass
    else:
        break

while 1:
    sys.exit(0)

while False:
    pass
\`\`\`
`,
  'huge-allocation': `# huge-allocation

A list of ten billion items, or a number with a billion digits, ends the run at its memory or time limit, and on a machine without limits it ends the machine.

## How to fix

Work in pieces, or on fewer rows; use an iterator where the items are not needed at once.

## Bad

\`\`\`python
import numpy as np

n = 10**10
items = [0] * n  # error: [huge-allocation]
text = "x" * 10_000_000_000  # error: [huge-allocation]
array = np.zeros((100_000, 100_000))  # error: [huge-allocation]
many = list(range(10**12))  # error: [huge-allocation]
digits = 9 ** 10**9  # error: [huge-allocation]
\`\`\`

## Good

\`\`\`python
import numpy as np

items = [0] * 1000
for i in range(10**12):
    break
array = np.zeros((1000, 1000))
value = 2.5 ** 10
amount = 3 * 10**12
\`\`\`
`,
  'interactive-input': `# interactive-input

A script behind the gate has no terminal: \`input\` gets nothing or waits until the time limit, and a debugger is a prompt that runs code.

## How to fix

Take what is needed as a parameter or a dataset.

## Bad

\`\`\`python
import pdb
import sys

name = input("name")  # error: [interactive-input]
breakpoint()  # error: [interactive-input]
pdb.set_trace()  # error: [interactive-input]
text = sys.stdin.read()  # error: [interactive-input]
\`\`\`

## Good

\`\`\`python
def input(text):
    return text


input("x")
\`\`\`
`,
  'threads-started': `# threads-started

A process or a thread goes on while the script seems done, and a loop that starts them takes the machine down. The gate has people look at processes and doubts threads.

## How to fix

Work in one process: numpy and pandas already use the machine well.

## Bad

\`\`\`python
import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor

os.fork()  # error: [threads-started]
pool = multiprocessing.Pool(4)  # error: [threads-started]
worker = threading.Thread(target=print)  # error: [threads-started]
with ThreadPoolExecutor() as executor:  # error: [threads-started]
    executor.map(print, [1])
\`\`\`

## Good

\`\`\`python
import multiprocessing
import threading

lock = threading.Lock()
count = multiprocessing.cpu_count()
\`\`\`
`,
}
