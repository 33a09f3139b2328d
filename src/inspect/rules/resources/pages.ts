// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'cross-join': `# cross-join

The result of a cross join has as many rows as the tables' lengths multiplied: two tables of a hundred thousand rows give ten thousand million.

## How to fix

Join on a key, or work on a sample.

## Bad

\`\`\`python
import itertools

import pandas as pd

both = pd.merge(a, b, how="cross")  # error: [cross-join]
codes = itertools.product("abcdefgh", repeat=9)  # error: [cross-join]
\`\`\`

## Good

\`\`\`python
import itertools

import pandas as pd

both = pd.merge(a, b, on="isin")
pairs = itertools.product("ab", repeat=2)
cross = pd.crosstab(a, b)
\`\`\`
`,
  'endless-iterator': `# endless-iterator

\`itertools.count\` and \`cycle\` never end, so a list of all their items takes all memory.

## How to fix

Cut the iterator with \`itertools.islice\`, or zip it with something that ends.

## Bad

\`\`\`python
import itertools
from itertools import cycle

numbers = list(itertools.count())  # error: [endless-iterator]
total = sum(itertools.repeat(1))  # error: [endless-iterator]
turns = cycle("ab")
all_turns = tuple(turns)  # error: [endless-iterator]
\`\`\`

\`\`\`python
import itertools

for number in itertools.count():  # error: [endless-iterator]
    print(number)
\`\`\`

\`\`\`python
import itertools

for zero in itertools.repeat(0):  # error: [endless-iterator]
    print(zero)
for number in itertools.count():  # error: [endless-iterator]
    print(number)
\`\`\`

## Good

\`\`\`python
import itertools

numbers = list(itertools.islice(itertools.count(), 10))
pairs = list(zip(itertools.count(), "abc"))
ones = list(itertools.repeat(1, 5))
\`\`\`

\`\`\`python
import itertools

for zero in itertools.repeat(0, 5):
    print(zero)
for number in itertools.count():
    if number > 10:
        break


def naturals(taken):
    for number in itertools.count(1):
        if number not in taken:
            return number
\`\`\`
`,
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

\`\`\`python
import time

while 1:  # error: [endless-loop]
    time.sleep(0)
\`\`\`

\`\`\`python
while not False:  # error: [endless-loop]
    continue
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

\`\`\`python
def drain(queue):
    try:
        while True:
            queue.popitem()
    except KeyError:
        pass
\`\`\`
`,
  'endless-recursion': `# endless-recursion

Nothing stops a function that calls itself in every case but the recursion limit, or the end of the stack.

## How to fix

Return before the call in one case.

## Bad

\`\`\`python
def count(n):
    print(n)
    return count(n + 1)  # error: [endless-recursion]


def again():
    again()  # error: [endless-recursion]
\`\`\`

## Good

\`\`\`python
def count(n):
    if n > 10:
        return n
    return count(n + 1)


def total(tree):
    return tree.value + sum(total(child) for child in tree.children)


def later():
    return lambda: later()
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

\`\`\`python
from flask import request

padding = "x" * int(request.args["width"])  # error: [huge-allocation]
\`\`\`

\`\`\`python
import itertools

import numpy as np

grid = np.ones(shape=(10**6, 10**6))  # error: [huge-allocation]
digits = str(3**10_000_000)  # error: [huge-allocation]
codes = list(itertools.product(range(1000), repeat=6))  # error: [huge-allocation]
\`\`\`

\`\`\`python
import itertools

import numpy as np
from fastapi import FastAPI

app = FastAPI()
orders = list(itertools.permutations(range(15)))  # error: [huge-allocation]


@app.get("/a")
def a(n: int):
    return np.zeros(n).tolist()  # error: [huge-allocation]


@app.get("/b")
def b(n: int):
    return list(range(n))  # error: [huge-allocation]


@app.get("/c")
def c(n: int):
    return "x" * n  # error: [huge-allocation]
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

\`\`\`python
import itertools

pairs = list(itertools.product(range(100), repeat=2))
words = list(itertools.product("ab", "cd"))
\`\`\`

\`\`\`python
import itertools

import numpy as np
from fastapi import FastAPI, Query

app = FastAPI()
pairs = list(itertools.permutations(range(15), 2))


@app.get("/a")
def a(n: int = Query(le=100)):
    return np.zeros(n).tolist()


@app.get("/b")
def b(n: int):
    return np.zeros(min(n, 100)).tolist()


@app.get("/c")
def c(n: int):
    if n > 1000:
        return []
    return list(range(n))
\`\`\`
`,
  'huge-file': `# huge-file

A file can be given any size at once, and fills the disk when it is copied or read.

## How to fix

Write what there is to write.

## Bad

\`\`\`python
import os

with open("x", "wb") as file:
    file.truncate(10**13)  # error: [huge-file]
os.truncate("x", 99_999_999_999)  # error: [huge-file]
\`\`\`

## Good

\`\`\`python
with open("x", "r+b") as file:
    file.seek(10**6)
    file.truncate(0)
\`\`\`
`,
  'huge-loop': `# huge-loop

Python does some ten million rounds a second, so that a loop of ten thousand million takes a quarter of an hour even when it does nothing.

## How to fix

Work on whole columns at once, or on a sample.

## Bad

\`\`\`python
for i in range(10**12):  # error: [huge-loop]
    total += i
limit = 99_999_999_999
for i in range(0, limit):  # error: [huge-loop]
    pass
\`\`\`

\`\`\`python
from flask import request


def rounds():
    for i in range(int(request.args["count"])):  # error: [huge-loop]
        print(i)
\`\`\`

## Good

\`\`\`python
for i in range(10**6):
    total += i
for i in range(10**12):
    if done(i):
        break
\`\`\`

\`\`\`python
from flask import abort, request


def rounds():
    for i in range(min(int(request.args["count"]), 100)):
        print(i)
    count = int(request.args["other"])
    if count > 100:
        abort(400)
    for i in range(count):
        print(i)
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
  'limit-removed': `# limit-removed

The recursion limit keeps the stack from overflowing, the digit limit keeps numbers from taking minutes (CVE-2020-10735), \`MAX_IMAGE_PIXELS\` keeps a small picture from unpacking into gigabytes.

## How to fix

Raise a limit to what is needed, or rewrite the recursion as a loop.

## Bad

\`\`\`python
import sys

from PIL import Image

sys.setrecursionlimit(10**6)  # error: [limit-removed]
sys.set_int_max_str_digits(0)  # error: [limit-removed]
Image.MAX_IMAGE_PIXELS = None  # error: [limit-removed]
\`\`\`

\`\`\`python
import resource

open_end = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
resource.setrlimit(resource.RLIMIT_AS, open_end)  # error: [limit-removed]
\`\`\`

## Good

\`\`\`python
import sys

from PIL import Image

sys.setrecursionlimit(5000)
Image.MAX_IMAGE_PIXELS = 200_000_000
sys.set_int_max_str_digits(10_000)
\`\`\`

\`\`\`python
import resource

resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
\`\`\`
`,
  'long-sleep': `# long-sleep

A run has its seconds; a script that sleeps longer only holds its place. Sleeping for hours is also how malware outlasts those who watch it.

## How to fix

Leave waiting to whoever starts the script.

## Bad

\`\`\`python
import signal
import time

time.sleep(3600 * 24)  # error: [long-sleep]
signal.pause()  # error: [long-sleep]
\`\`\`

\`\`\`python
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/wait")
def wait(seconds: int):
    time.sleep(seconds)  # error: [long-sleep]
\`\`\`

## Good

\`\`\`python
import time

time.sleep(0.5)
time.sleep(delay)
\`\`\`

\`\`\`python
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/wait")
def wait(seconds: int):
    time.sleep(min(seconds, 3))
\`\`\`
`,
  'loop-condition-fixed': `# loop-condition-fixed

The condition compares numbers that nothing in the loop changes, so it holds for ever. Mostly the line that counts was forgotten.

## How to fix

Change what the condition looks at, or loop over a range.

## Bad

\`\`\`python
i = 0
while i < 10:  # error: [loop-condition-fixed]
    print(i)


def wait():
    tries = 0
    limit = 5
    while tries != limit:  # error: [loop-condition-fixed]
        print(tries)
\`\`\`

\`\`\`python
def count(n):
    while n > 0:  # error: [loop-condition-fixed]
        print(n)
\`\`\`

\`\`\`python
def show(items):
    i = 0
    while i < len(items):  # error: [loop-condition-fixed]
        print(items[i])
\`\`\`

## Good

\`\`\`python
i = 0
while i < 10:
    i += 1
while i < 20:
    (i := i + 1)
while i < 30:
    if done:
        break
while i < len(names):
    names.pop()
while i < 40:
    step()
\`\`\`

\`\`\`python
def count(n, queue, counter):
    while n > 0:
        print(n)
        n -= 1
    while counter > 0:
        counter.lower()
    while n < 3:
        work(queue)
    while counter < 10:
        if queue.empty():
            break
\`\`\`

\`\`\`python
def show(items):
    i = 0
    while i < len(items):
        print(items[i])
        i += 1
    while len(items) > 3:
        items.pop()
    while len(items) > 2:
        del items[0]
\`\`\`

\`\`\`python
import signal


def wait(count):
    times = []

    def note(number, frame):
        times.append(number)

    signal.signal(signal.SIGALRM, note)
    while len(times) < count:
        print("waiting")
\`\`\`
`,
  'loop-feeds-itself': `# loop-feeds-itself

A \`for\` loop over a list sees what is added to it, so that adding an item in every round goes on until memory is full.

## How to fix

Go through a copy, or collect the new items in another list.

## Bad

\`\`\`python
items = [1]
for item in items:
    items.append(item + 1)  # error: [loop-feeds-itself]
\`\`\`

## Good

\`\`\`python
items = [1]
for item in list(items):
    items.append(item + 1)
for item in items:
    other.append(item)
for item in items:
    if item < 5:
        items.append(item + 1)
\`\`\`
`,
  'loss-keeps-graph': `# loss-keeps-graph

A PyTorch loss holds the graph that it was worked out from. Adding up or collecting the losses of an epoch keeps all graphs, until the memory of the GPU is full.

## How to fix

Keep \`loss.item()\`, or \`loss.detach()\`.

## Bad

\`\`\`python
for batch in loader:
    loss = model(batch).mean()
    loss.backward()
    total += loss  # error: [loss-keeps-graph]
\`\`\`

## Good

\`\`\`python
for batch in loader:
    loss = model(batch).mean()
    loss.backward()
    total += loss.item()
    losses.append(loss.detach())
    count += 1
\`\`\`
`,
  'number-bomb': `# number-bomb

Python's whole numbers have no limit, so a factorial or a power of a number that someone else chose can take all memory and hours.

## How to fix

Check the number first; use \`pow(base, exponent, modulus)\` or floats where they do.

## Bad

\`\`\`python
import math

from flask import request

digits = math.factorial(10_000_000)  # error: [number-bomb]
n = int(request.args["n"])
math.factorial(n)  # error: [number-bomb]
pow(2, int(request.args["n"]))  # error: [number-bomb]
\`\`\`

\`\`\`python
from flask import Flask, request

app = Flask(__name__)


@app.get("/power")
def power():
    exponent = int(request.args["e"])
    return str(3**exponent)  # error: [number-bomb]
\`\`\`

## Good

\`\`\`python
import math

math.factorial(20)
pow(2, exponent, 97)
pow(2, 10)
math.comb(52, 5)
\`\`\`

\`\`\`python
from flask import Flask, request

app = Flask(__name__)


@app.get("/power")
def power():
    exponent = int(request.args["e"])
    if exponent > 20:
        return "too much", 400
    return str(3**exponent)


@app.get("/scale")
def scale():
    return str(float(request.args["x"]) ** 2)
\`\`\`
`,
  'pattern-backtracks': `# pattern-backtracks

A repeat inside of a repeat, as in \`(a+)+$\`, lets the engine cut a text in exponentially many ways before it gives up. Thirty characters are enough to keep a processor busy for hours.

## How to fix

Write the pattern so that each character can be taken in one way only, or use atomic groups (Python 3.11).

## Bad

\`\`\`python
import re
from re import compile as pattern

re.match(r"^(\\w+\\s?)*$", text)  # error: [pattern-backtracks]
words = pattern("(a|a)*b")  # error: [pattern-backtracks]
mail = r"^([a-zA-Z0-9]+[._-]?)+@"
re.search(pattern=mail, string=text)  # error: [pattern-backtracks]
\`\`\`

## Good

\`\`\`python
import re

re.match(r"^\\w+(\\s\\w+)*$", text)
re.compile(r"(?:\\d{1,3}\\.){3}\\d{1,3}")
re.findall(r"[(a+)+]$", text)
text.replace("(a+)+$", "")
\`\`\`

## Misses

Patterns whose time is a high power of the length (\`.*.*.*x\`), and ambiguity between parts of several characters.
`,
  'pattern-from-outside': `# pattern-from-outside

Whoever writes the pattern can choose one that takes exponential time, and can match what was not meant.

## How to fix

Escape it with \`re.escape\`, or search for plain text.

## Bad

\`\`\`python
import re

from flask import request

re.search(request.args["q"], text)  # error: [pattern-from-outside]
word = request.form.get("word")
found = re.compile(f"^{word}$")  # error: [pattern-from-outside]
\`\`\`

## Good

\`\`\`python
import re

from flask import request

re.search(re.escape(request.args["q"]), text)
re.search(r"\\d+", request.args["q"])
\`\`\`
`,
  'process-bomb': `# process-bomb

Processes or threads that are started in an endless loop, or thousands at a time, take the machine down for everyone.

## How to fix

Use a pool of fixed size.

## Bad

\`\`\`python
import os
import subprocess
import threading

while True:
    os.fork()  # error: [process-bomb]
while 1:
    threading.Thread(target=print).start()  # error: [process-bomb]
for _ in range(100000):
    subprocess.Popen(["sleep", "1"])  # error: [process-bomb]
os.system(":(){ :|:& };:")  # error: [process-bomb]
\`\`\`

## Good

\`\`\`python
import os
import subprocess
import threading

for _ in range(4):
    threading.Thread(target=print).start()
while True:
    subprocess.Popen(["sleep", "1"]).wait()
if os.fork() == 0:
    os._exit(0)
print(":(){ :|:& };:")
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
  'unpacked-unbounded': `# unpacked-unbounded

Forty kilobytes can unpack into gigabytes. What a client sends must not decide how much memory or disk is used.

## How to fix

Use \`zlib.decompressobj().decompress(data, max_length)\`, and add up the sizes of the members of an archive first.

## Bad

\`\`\`python
import zipfile
import zlib

from flask import request

data = zlib.decompress(request.data)  # error: [unpacked-unbounded]
archive = zipfile.ZipFile(request.files["data"])  # error: [unpacked-unbounded]
\`\`\`

## Good

\`\`\`python
import gzip
import zipfile
import zlib

text = gzip.decompress(own_bytes)
archive = zipfile.ZipFile("data.zip")
part = zlib.decompressobj().decompress(data, 1_000_000)
\`\`\`
`,
}
