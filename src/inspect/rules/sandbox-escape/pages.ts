// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'code-off-screen': `# code-off-screen

A statement behind a hundred blanks is out of sight in every editor and review page; packages with malware hide their one line so. A lone carriage return ends a comment for Python but not for most viewers, so that code stands in what looks like a comment.

## How to fix

Give every statement a line of its own, and end lines in one way.

## Bad

\`\`\`python
total = 1                                                                                          ; import os  # error: [code-off-screen]
other = 2;                                                                                          print(other)  # error: [code-off-screen]
\`\`\`

## Good

\`\`\`python
a = 1; b = 2
c = [1,                                                                                          2]
text = "x;                                                                                          y"
d = 1;                                                                                          # a comment
\`\`\`
`,
  'computed-attribute': `# computed-attribute

\`getattr(module, name)\` with a name that is put together at run time takes any function of the module, and no reader can tell which. On a module this is how a block-list is passed; on any other object it leads from class to class to the interpreter. In a function that the script does not call itself it is only a remark, and a special name that is put together from pieces hides from the reader.

## How to fix

Name the attribute, or choose from a dictionary of the functions that are meant.

## Bad

\`\`\`python
import operator

import numpy as np

name = input()
function = getattr(np, name)  # error: [attribute-from-outside]
setattr(np, name, None)  # error: [attribute-from-outside]
pick = operator.attrgetter(name)  # error: [attribute-from-outside]
other_pick = operator.attrgetter(unknown)  # error: [computed-attribute]
other = getattr(unknown, name, None)  # error: [attribute-from-outside]
found = list(map(getattr, objects, names))  # error: [computed-attribute]
\`\`\`

\`\`\`python
getattr((), "__cl" + "ass__")  # error: [computed-attribute]
getattr((), "ssalc__"[::-1] + "__")  # error: [computed-attribute]
\`\`\`

\`\`\`python
import pandas as pd

parts = pd.Series(["__", "class", "__"]).str.cat()
kind = getattr((), parts)  # error: [computed-attribute]
names = sorted(dir(()))
getattr(kind, names[5])  # error: [computed-attribute]
\`\`\`

## Good

\`\`\`python
import numpy as np

mean = getattr(np, "mean")
functions = {"mean": np.mean, "sum": np.sum}
chosen = functions["mean"]
\`\`\`

\`\`\`python
kind = "mean"
getattr(table, "me" + "dian")()
getattr(table, kind)()
getattr(table, "__len__")()
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
kinds = int.mro()  # error: [dunder-walk]
match print:
    case object(__self__=module):  # error: [dunder-walk]
        module.eval("1")
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
  'exception-group-gadget': `# exception-group-gadget

\`except*\` calls the \`split\` and \`derive\` methods of an exception group and trusts what they give. A class that overrides them hands objects of any type to the interpreter, which confuses their types; a published Python sandbox was left this way (CVE-2025-22153).

## How to fix

Derive from \`Exception\`, or leave \`split\`, \`derive\` and \`__new__\` alone.

## Bad

\`\`\`python
class Group(ExceptionGroup):
    def split(self, condition):  # error: [exception-group-gadget]
        return self, None


class Other(BaseExceptionGroup):
    def __new__(cls, *args):  # error: [exception-group-gadget]
        return object()
\`\`\`

## Good

\`\`\`python
class Failures(ExceptionGroup):
    def describe(self):
        return len(self.exceptions)


class Text:
    def split(self, by):
        return by


try:
    work()
except* ValueError as group:
    print(group.exceptions)
\`\`\`
`,
  'exception-object': `# exception-object

Since Python 3.10 an \`AttributeError\` carries the object on which the attribute was missing. Guards that hide an object behind a proxy lose it this way (CVE-2024-47532).

## How to fix

Use the message of the exception only.

## Bad

\`\`\`python
try:
    "{0.x}".format(guarded)
except AttributeError as fault:
    real = fault.obj  # error: [exception-object]
try:
    guarded.missing
except Exception as error:
    print(error.obj.config)  # error: [exception-object]
\`\`\`

## Good

\`\`\`python
try:
    value = item.obj
except AttributeError as fault:
    print(fault.name, fault)
    value = item.obj
\`\`\`
`,
  'exit-hook': `# exit-hook

Functions given to \`atexit\` or \`sys.excepthook\` run after the last line, when nobody looks at the result any more, or instead of the report of a fault.

## How to fix

Do the work in order, with \`try\` and \`finally\`.

## Bad

\`\`\`python
import atexit
import sys
from weakref import finalize

atexit.register(print, "end")  # error: [exit-hook]
sys.excepthook = report  # error: [exit-hook]
finalize(thing, print)  # error: [exit-hook]
\`\`\`

## Good

\`\`\`python
import sys

try:
    work()
finally:
    close()
print(sys.excepthook)
registry.register(print)
\`\`\`
`,
  'format-attribute': `# format-attribute

\`'{0.__init__.__globals__}'.format(x)\` takes attributes by text, past every check that looks at the code. This is how format strings leak secrets, and how published Python sandboxes were left (CVE-2023-41039).

## How to fix

Format plain values, or use an f-string, whose expressions are code and are checked as such.

## Bad

\`\`\`python
import string

from matplotlib.ticker import StrMethodFormatter

class Bond:
    pass


print("{0.__class__.__init__.__globals__}".format(Bond()))  # error: [format-attribute]
template = "{x[__" + "class__]}"
print(template.format_map({"x": 1}))  # error: [format-attribute]
show = "{0.__class__}".format
print(show(1))  # error: [format-attribute]
print(str.format("{0.__class__}", 1))  # error: [format-attribute]
ticks = StrMethodFormatter("{x.__class__}")  # error: [format-attribute]
string.Formatter().get_field("0.x", [], {})  # error: [format-attribute]
\`\`\`

\`\`\`python
rounds = (number for number in [])
print("{0.gi_frame.f_builtins}".format(rounds))  # error: [format-attribute]
\`\`\`

## Good

\`\`\`python
print("{0.year} {name!r:>10} {{__x}}".format(today, name="__init__"))
\`\`\`

\`\`\`python
class Point:
    def __repr__(self):
        return "{0.__class__.__name__}({0.x})".format(self)
\`\`\`
`,
  'formula-evaluated': `# formula-evaluated

The terms of a formula for statsmodels or patsy are Python: \`ols("y ~ f(__import__('os').system('id'))", df)\` starts a program.

## How to fix

Compute the column first, and name it in the formula. Where users choose columns, check the names against those of the frame.

## Bad

\`\`\`python
import statsmodels.formula.api as smf
from patsy import dmatrix

model = smf.ols("y ~ __import__('os').getpid()", data=df)  # error: [formula-evaluated]
matrix = dmatrix("open('x').read()", df)  # error: [formula-evaluated]
chosen = smf.glm(formula="y ~ " + input(), data=df)  # error: [formula-evaluated]
\`\`\`

## Good

\`\`\`python
import statsmodels.formula.api as smf

import numpy as np


def lag(column):
    return column.shift(1)


model = smf.ols("y ~ C(group) + np.log(x) + I(x**2) + a:b + lag(z)", data=df)
other = smf.ols(f"{target} ~ " + " + ".join(columns), data=df)
\`\`\`

## Misses

Formulas that are put together of names whose origin is not in the file.
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
  'function-rewritten': `# function-rewritten

An assignment to \`__code__\`, \`__bases__\`, \`__class__\` or a cell's contents changes what a function or an object is after it was written. Code objects that were put together by hand also break the interpreter.

## How to fix

Write another function, or a subclass. To keep the name of a wrapped function use \`functools.wraps\`.

## Bad

\`\`\`python
def harmless():
    return 1


harmless.__code__ = other.__code__  # error: [function-rewritten]
setattr(harmless, "__defaults__", (1,))  # error: [function-rewritten]
thing.__class__ = Other  # error: [function-rewritten]
license._Printer__filenames = ["/etc/passwd"]  # error: [function-rewritten]
\`\`\`

## Good

\`\`\`python
import functools


def wrap(function):
    @functools.wraps(function)
    def inner():
        return function()

    inner.__name__ = "inner"
    inner.__doc__ = "text"
    return inner


kind = thing.__class__
\`\`\`
`,
  'guard-name-bound': `# guard-name-bound

Guards inside Python are functions with agreed names (\`_getattr_\`, \`_write_\`), and Python itself finds \`import\` and builtins under \`__import__\` and \`__builtins__\`. Code that binds such a name, as a variable, a parameter, positional-only or not, an import or a caught exception, puts its own function in the guard's place.

## How to fix

Use another name.

## Bad

\`\`\`python
def run(_getattr_, /, x):  # error: [guard-name-bound]
    return x.secret


__builtins__ = {}  # error: [guard-name-bound]
for __import__ in [print]:  # error: [guard-name-bound]
    pass
_write_ = lambda x: x  # error: [guard-name-bound]
\`\`\`

## Good

\`\`\`python
__all__ = ["run"]
__version__ = "1.0"


def run(_private_, __other):
    return _private_
\`\`\`
`,
  'import-path-changed': `# import-path-changed

Every \`import\` asks \`sys.meta_path\` and \`sys.path\`. An entry that others can write to, or a finder of one's own, decides what a later \`import json\` really runs.

## How to fix

Install the package, or import it relative to the script. Entries for the script's own folder are only a remark.

## Bad

\`\`\`python
import sys
from sys import path as places

sys.path.insert(0, "/tmp/modules")  # error: [import-path-changed]
places.append("..")  # error: [import-path-changed]
sys.meta_path.insert(0, finder)  # error: [import-path-changed]
sys.path = ["/srv"]  # error: [import-path-changed]
\`\`\`

## Good

\`\`\`python
import os
import sys

print(sys.path)
path = []
path.append("/tmp")
os.path.join("/tmp", "x")
\`\`\`
`,
  'invisible-payload': `# invisible-payload

Variation selectors, tag characters and zero-width characters are not shown, and a row of them carries any text: a program that is decoded and run, or orders that only a language model reads. Worms have spread this way.

## How to fix

Remove them. Emoji need one or two, never a long row.

## Bad

\`\`\`python
text = "ok\u200b\u200c\u200b\u200c\u200b\u200c\u200b\u200c\u200b\u200c"  # error: [invisible-payload]
tags = "hi󠁩󠁧󠁮󠁯󠁲󠁥󠀠󠁡󠁬󠁬"  # error: [invisible-payload]
\`\`\`

## Good

\`\`\`python
family = "👨\u200d👩\u200d👧\u200d👦"
heart = "❤️"
spaces = "            "
joined = "a\\u200bb"
\`\`\`
`,
  'library-evaluates': `# library-evaluates

Libraries for data have corners that start programs, import modules that a text names, or run text: clipboards call \`xclip\`, matplotlib's \`module://\` backends import, \`usetex\` runs LaTeX, the test runners of numpy and pandas start pytest. Code that may import such a library reaches them without a word that looks dangerous.

## How to fix

Do without them. Results are returned as values and figures, not through a clipboard, a pager or a browser.

## Bad

\`\`\`python
import gettext

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.animation import FFMpegWriter as Writer

df = pd.read_clipboard()  # error: [library-evaluates]
df.head().to_clipboard()  # error: [library-evaluates]
np.test()  # error: [library-evaluates]
matplotlib.use("module://evil")  # error: [library-evaluates]
plt.rcParams["text.usetex"] = True  # error: [library-evaluates]
plt.rc("text", usetex=True)  # error: [library-evaluates]
matplotlib.rcParams.update({"text.usetex": True})  # error: [library-evaluates]
writer = Writer()  # error: [library-evaluates]
plural = gettext.c2py("n != 1")  # error: [library-evaluates]
help(df)  # error: [library-evaluates]
df.plot(backend="evil")  # error: [library-evaluates]
pd.options.plotting.backend = "evil"  # error: [library-evaluates]
pd.set_option("plotting.backend", "evil")  # error: [library-evaluates]
\`\`\`

## Good

\`\`\`python
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

matplotlib.use("Agg")
plt.rcParams["figure.dpi"] = 100
plt.rc("font", size=12)
plt.rcParams.update({"font.size": 12})
pd.set_option("display.max_rows", 10)
pd.options.plotting.backend = "plotly"
np.testing.assert_allclose([1], [1])


def test():
    return 1


test()
\`\`\`
`,
  'loader-environment': `# loader-environment

\`LD_PRELOAD\`, \`PYTHONSTARTUP\`, \`BASH_ENV\` and their like make every program that is started next load code of somebody's choice. Hooks of this kind are how a harmless call of \`git\` or \`ls\` turns into another.

## How to fix

Leave such variables to whoever starts the script. Name programs by absolute path.

## Bad

\`\`\`python
import os
import subprocess

os.environ["LD_PRELOAD"] = "./x.so"  # error: [loader-environment]
os.putenv("BASH_ENV", "x.sh")  # error: [loader-environment]
name = "PYTHON" + "STARTUP"
os.environ[name] = "x.py"  # error: [loader-environment]
subprocess.run(["ls"], env={"LD_LIBRARY_PATH": "."})  # error: [loader-environment]
os.environ.update(PYTHONBREAKPOINT="x.y")  # error: [loader-environment]
\`\`\`

## Good

\`\`\`python
import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
settings = {}
settings["LD_PRELOAD"] = "x"
print(os.environ["PATH"])
\`\`\`
`,
  'look-alike-name': `# look-alike-name

Python folds identifiers (NFKC), so that \`𝔢𝔵𝔢𝔠\` and \`ｅｘｅｃ\` are \`exec\`, past every search for the word. Cyrillic \`а\` in a Latin name makes another name that looks the same, and some letters are not shown at all (CVE-2021-42694).

## How to fix

Write names in the letters of one alphabet. Greek names for quantities such as \`σ\` and \`Δt\` are fine.

## Bad

\`\`\`python
ｅｘｅｃ("1")  # error: [look-alike-name]
admіn = True  # error: [look-alike-name]
os.ｓystem("id")  # error: [look-alike-name]


def check(usеr):  # error: [look-alike-name]
    return 1


ㅤ = 1  # error: [look-alike-name]
\`\`\`

## Good

\`\`\`python
σ = 1.0
Δt = 0.1
größe = 3
имя = "x"
价格 = 1
name = "аdmin"
print(σ, Δt, größe, имя, 价格)
\`\`\`
`,
  'method-by-text': `# method-by-text

\`df.agg("to_pickle", 0, "x.pkl")\` calls the method that the text names. Writing a file or evaluating text is hidden this way from whoever looks for \`.to_pickle(\` or \`.eval(\`.

## How to fix

Call the method itself. Names of sums and means are fine as text.

## Bad

\`\`\`python
import pandas as pd

df = pd.read_csv("x.csv")
df.agg("to_pickle", 0, "x.pkl")  # error: [method-by-text]
df.apply("ev" + "al", expr="a = 1")  # error: [method-by-text]
name = "to_csv"
df.head().transform(func=name)  # error: [method-by-text]
df.agg(["mean", "to_pickle"])  # error: [method-by-text]
df.groupby("a")["b"].agg({"b": "to_csv"})  # error: [method-by-text]
\`\`\`

## Good

\`\`\`python
import pandas as pd

df = pd.read_csv("x.csv")
df.agg("sum")
df.agg(["mean", "std"])
df.apply("mean", axis=1)
df["x"].map({"to_csv": 1})
\`\`\`
`,
  'module-handed-on': `# module-handed-on

Of \`os\` or \`sys\` a script may use some members only, which is judged where they are named. Code that gets the module itself, by a call, a container or a \`case\` pattern, can take any member without naming it here.

## How to fix

Hand on the one function that is needed, such as \`os.path.join\`.

## Bad

\`\`\`python
import contextlib
import os

contextlib.closing(os).thing.system("id")  # error: [module-handed-on]
tools = {"os": os}  # error: [module-handed-on]
match os:  # error: [module-handed-on]
    case object(system=run):
        run("id")
\`\`\`

## Good

\`\`\`python
import os
import sys

join = os.path.join
print(getattr(os, "sep"), sys.getsizeof([1]))
tools = {"join": os.path.join, "version": sys.version}


def f(os):
    return [os]


f(1)
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
pointer = values.ctypes.data_as(kind)  # error: [native-code]
\`\`\`

## Good

\`\`\`python
import numpy as np

values = np.zeros(10)
\`\`\`
`,
  'operator-gadget': `# operator-gadget

A class whose \`__class_getitem__\`, \`__getitem__\` or \`__eq__\` is \`os.system\` runs a command by \`X["id"]\`, without a call that a reader or a scanner would see.

## How to fix

Call the function by its name. Special methods are written with \`def\`.

## Bad

\`\`\`python
import os


class Run:
    __class_getitem__ = os.system  # error: [operator-gadget]


class Other:
    __getitem__ = staticmethod(exec)  # error: [operator-gadget]
    __eq__ = classmethod(os.popen)  # error: [operator-gadget]


Run["id"]


class Third:
    pass


Third.__add__ = eval  # error: [operator-gadget]
\`\`\`

## Good

\`\`\`python
import types


class Box:
    __hash__ = None
    __slots__ = ("x",)
    __class_getitem__ = classmethod(types.GenericAlias)
    __eq__ = object.__eq__

    def __repr__(self):
        return "Box"

    __str__ = __repr__
\`\`\`
`,
  'private-member-used': `# private-member-used

The allow-list names libraries for what they document. Behind a leading underscore they keep what is for themselves: helpers that start programs (\`uuid._popen\`), the modules that they import (\`random._os\`), test tools and loaders. No analysis needs them, and nobody promises what they do.

## How to fix

Use what the library documents, or have the policy name the part under \`inspect -> imports -> allow\`.

## Bad

\`\`\`python
import random
import uuid

import numpy as np
import pandas as pd
from sklearn.utils._joblib import load  # error: [private-member-used]

uuid._popen("id")  # error: [private-member-used]
random._urandom(4)  # error: [private-member-used]
np.testing._private.utils.runstring("1", {})  # error: [private-member-used]
tools = pd._testing  # error: [private-member-used]
\`\`\`

## Good

\`\`\`python
from collections import namedtuple

import pandas as pd
from sklearn.tree import _tree

Point = namedtuple("Point", "x y")
print(Point(1, 2)._asdict(), pd.DataFrame()._get_numeric_data(), _tree.TREE_UNDEFINED)
self._cache = pd.__version__
\`\`\`

## Misses

Private members of objects, which many classes use among themselves.
`,
  'reexported-module': `# reexported-module

Modules hold the modules that they import: \`pandas.io.common.os\` is \`os\`, \`random._os\` and \`logging.sys\` too. Code reaches a module this way that it was not allowed to import.

## How to fix

Import the module by its own name, where it is allowed.

## Bad

\`\`\`python
import logging
import random

import numpy as np
import pandas as pd
from pandas.io.common import os as tools  # error: [reexported-module]

system = pd.io.common.os.system  # error: [reexported-module]
random._os.getcwd()  # error: [reexported-module]
modules = logging.sys.modules  # error: [reexported-module]
hidden = getattr(np, "os")
\`\`\`

## Good

\`\`\`python
import asyncio
import urllib.parse
from concurrent import futures

import pandas as pd
from scipy import io, signal

table = pd.io.json.build_table_schema(pd.DataFrame())
pipe = asyncio.subprocess.PIPE
filtered = signal.medfilt([1, 2, 3])
request.sys = 1
print(self.os)
\`\`\`

## Misses

\`getattr(np, "os")\` is judged by what is then done with it.
`,
  'source-encoding-trick': `# source-encoding-trick

A comment in the first two lines chooses the encoding of the file (PEP 263). With \`utf-7\`, \`unicode_escape\` or \`rot13\` Python turns what looks like a comment or a text into other code than a reader sees.

## How to fix

Save the file as UTF-8 and remove the line.

## Bad

\`\`\`python
# -*- coding: utf-7 -*-  # error: [source-encoding-trick]
print("+AAo-import os")
\`\`\`

\`\`\`python
#!/usr/bin/env python3
# vim: set fileencoding=unicode_escape :  # error: [source-encoding-trick]
print(1)
\`\`\`

## Good

\`\`\`python
#!/usr/bin/env python3
# -*- coding: utf-8 -*-
print("coding: rot13")
# coding: rot13
\`\`\`
`,
  'special-name-text': `# special-name-text

A text that is exactly \`__subclasses__\` or \`__globals__\` is on its way to \`getattr\`, to a name space or to a \`match\` pattern. There is next to no other use for it.

## How to fix

Leave it out; analysis code needs no special attributes.

## Bad

\`\`\`python
walk = object.__dict__["__subclasses__"]  # error: [special-name-text]
key = "__glo" + "bals__"
scope = vars(function)[key]  # error: [special-name-text]



def typed(x: "__import__('os').system('id')"):  # error: [special-name-text]
    return x


class Pattern:
    __match_args__ = ("__builtins__",)  # error: [special-name-text]
\`\`\`

## Good

\`\`\`python
names = ["__init__", "__name__", "price"]
names["__init__"] = 1
text = "The attribute __globals__ of a function holds its module."
if __name__ == "__main__":
    print(names)
\`\`\`
`,
}
