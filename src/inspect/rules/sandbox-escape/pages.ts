// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'computed-attribute': `# computed-attribute

\`getattr(module, name)\` with a name that is put together at run time takes any function of the module, and no reader can tell which. On a module this is how a block-list is passed; on an object of unknown kind it is only a remark.

## How to fix

Name the attribute, or choose from a dictionary of the functions that are meant.

## Bad

\`\`\`python
import operator

import numpy as np

name = input()
function = getattr(np, name)  # error: [computed-attribute]
setattr(np, name, None)  # error: [computed-attribute]
pick = operator.attrgetter(name)  # error: [computed-attribute]
other = getattr(unknown, name, None)  # error: [computed-attribute]
\`\`\`

## Good

\`\`\`python
import numpy as np

mean = getattr(np, "mean")
functions = {"mean": np.mean, "sum": np.sum}
chosen = functions["mean"]
\`\`\`
`,
  'dunder-walk': `# dunder-walk

Every Python object leads to every other: \`().__class__.__base__.__subclasses__()\` lists all classes of the process, a function's \`__globals__\` holds its module, a builtin's \`__self__\` is the \`builtins\` module. Code that was made to look harmless gets to \`os.system\` this way without an import. The names \`__class__\`, \`__name__\`, \`__dict__\` and \`__doc__\` alone are common and are not reported.

## How to fix

Use the object itself. For the name of a type write \`type(x).__name__\`.

## Bad

\`\`\`python
first = ().__class__.__base__.__subclasses__()  # error: [dunder-walk]
bases = int.__bases__  # error: [dunder-walk]
scope = (lambda: 0).__globals__  # error: [dunder-walk]
hidden = getattr(print, "__se" + "lf__")  # error: [dunder-walk]
names = __builtins__  # error: [dunder-walk]
loader = __loader__  # error: [dunder-walk]
\`\`\`

## Good

\`\`\`python
class Bond:
    def __init__(self, price):
        self.price = price

    def __repr__(self):
        return f"{self.__class__.__name__}({self.price})"

    def __getattribute__(self, name):
        return 1


print(type(Bond(1)).__name__, __name__)
\`\`\`
`,
  'format-attribute': `# format-attribute

\`'{0.__init__.__globals__}'.format(x)\` takes attributes by text, past every check that looks at the code. This is how format strings leak secrets, and how published Python sandboxes were left (CVE-2023-41039).

## How to fix

Format plain values, or use an f-string, whose expressions are code and are checked as such.

## Bad

\`\`\`python
import string

class Bond:
    pass


print("{0.__class__.__init__.__globals__}".format(Bond()))  # error: [format-attribute]
template = "{x[__" + "class__]}"
print(template.format_map({"x": 1}))  # error: [format-attribute]
print(str.format("{0.__class__}", 1))  # error: [format-attribute]
string.Formatter().get_field("0.x", [], {})  # error: [format-attribute]
\`\`\`

## Good

\`\`\`python
print("{0.year} {name!r:>10} {{__x}}".format(today, name="__init__"))
\`\`\`
`,
  'frame-access': `# frame-access

A frame holds the local and global names of whoever called, so that code finds there what it was not given: the guard's own functions, the builtins, credentials. Code objects can be rewritten, and the collector lists every object of the process.

## How to fix

Analysis code needs none of this; give values to functions and return them.

## Bad

\`\`\`python
import gc
import inspect
import sys

caller = sys._getframe(1).f_back  # error: [frame-access]
rows = (row for row in [1])
scope = rows.gi_frame.f_builtins  # error: [frame-access]
everything = gc.get_objects()  # error: [frame-access]
stack = inspect.stack()  # error: [frame-access]
try:
    1 / 0
except ZeroDivisionError as fault:
    frame = fault.__traceback__.tb_frame  # error: [frame-access]
\`\`\`

## Good

\`\`\`python
import gc

gc.collect()
rows = (row for row in [1])
print(next(rows))
\`\`\`
`,
  'module-patched': `# module-patched

An assignment to an attribute of a module, or of a class of a library, changes it for everything in the process: a guard's \`json.dumps\` becomes the script's, and what the reader sees being called is no longer what runs. Documented settings such as \`pandas.options\` and \`rcParams\` are fine.

## How to fix

Write a function of your own with another name, or a subclass.

## Bad

\`\`\`python
import builtins
import json
import sys

import pandas as pd

json.dumps = print  # error: [module-patched]
builtins.open = None  # error: [module-patched]
pd.DataFrame.sum = len  # error: [module-patched]
sys.modules["os"] = None  # error: [module-patched]
del json.loads  # error: [module-patched]
setattr(json, "load", print)  # error: [module-patched]
\`\`\`

## Good

\`\`\`python
import matplotlib.pyplot as plt
import pandas as pd

pd.options.display.max_rows = 10
plt.rcParams["figure.dpi"] = 100
df = pd.DataFrame({"a": [1]})
df.columns = ["b"]
df["c"] = 1


class Bond:
    pass


Bond.price = 1
\`\`\`
`,
  'namespace-access': `# namespace-access

\`globals()\`, \`vars(module)\` and \`sys.modules\` are dictionaries of everything, so that a forbidden function can be taken from them by a name that is put together at run time.

## How to fix

Keep values in a dictionary of your own, and import modules by name.

## Bad

\`\`\`python
import math
import sys

name = input()
value = globals()[name]  # error: [namespace-access]
here = locals()  # error: [namespace-access]
members = vars(math)  # error: [namespace-access]
loaded = sys.modules[name]  # error: [namespace-access]
\`\`\`

## Good

\`\`\`python
values = {"price": 1}
print(values["price"])


def vars(x):
    return x


vars(1)
\`\`\`
`,
  'native-code': `# native-code

\`ctypes\`, \`cffi\` and their like call any function of the C library and write any byte of memory; what Python forbids does not hold there.

## How to fix

Use numpy, or a library that is installed for the purpose.

## Bad

\`\`\`python
import ctypes
import mmap
from ctypes import CDLL as load

library = ctypes.CDLL(None)  # error: [native-code]
other = load("libc.so.6")  # error: [native-code]
api = ctypes.pythonapi  # error: [native-code]
memory = mmap.mmap(-1, 10)  # error: [native-code]
\`\`\`

## Good

\`\`\`python
import numpy as np

values = np.zeros(10)
\`\`\`
`,
}
