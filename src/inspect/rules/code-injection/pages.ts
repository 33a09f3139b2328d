// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'decoded-code': `# decoded-code

Text that is decoded, decompressed or unmarshalled and then run has one purpose: that a reader or a scanner does not see it. No analysis has a reason to do this.

## How to fix

Write the code in plain text, where it can be reviewed.

## Bad

\`\`\`python
import base64
import codecs
import zlib

exec(base64.b64decode("cHJpbnQoMSk="))  # error: [decoded-code]
exec(zlib.decompress(b"..."))  # error: [decoded-code]
payload = base64.b64decode("cHJpbnQoMSk=").decode()
exec(payload)  # error: [decoded-code]
eval(compile(codecs.decode("cevag(1)", "rot13"), "x", "eval"))  # error: [decoded-code]
\`\`\`

## Good

\`\`\`python
import base64

picture = base64.b64decode("R0lGODlhAQABAAAAACw=")
print(len(picture))
\`\`\`
`,
  'dynamic-code': `# dynamic-code

\`eval\`, \`exec\` and \`compile\` turn text into code. Whoever controls the text controls the process, and nobody who reads the script sees what will run. \`eval(input())\` is the shortest remote shell there is.

## How to fix

Write the code itself. To read a literal use \`ast.literal_eval\`; to read data use \`json.loads\`; to choose between functions use a dictionary of them.

## Bad

\`\`\`python
import builtins
import types

formula = input()
total = eval(formula)  # error: [dynamic-code]
exec("import os\\n" + formula)  # error: [dynamic-code]
code = compile(formula, "f", "exec")  # error: [dynamic-code]
run = builtins.exec
run(formula)  # error: [dynamic-code]
getattr(builtins, "ev" + "al")(formula)  # error: [dynamic-code]
__builtins__["eval"](formula)  # error: [dynamic-code]
globals()["__builtins__"].exec(formula)  # error: [dynamic-code]
results = list(map(eval, ["1", formula]))  # error: [dynamic-code]
made = types.FunctionType(code, {})  # error: [dynamic-code]


@exec  # error: [dynamic-code]
def source():
    return formula
\`\`\`

## Good

\`\`\`python
import ast
import re

import torch

literal = ast.literal_eval("[1, 2]")
pattern = re.compile(r"\\d+")
model = torch.nn.Linear(2, 2)
model.eval()
# eval("in a comment") is no call
text = "eval(x) in a text is no call"


def evaluate(eval):
    return eval(1)


class Grammar:
    def compile(self, text):
        return text


Grammar().compile("x")
\`\`\`
`,
  'dynamic-import': `# dynamic-import

A module that is imported by a call can be one that the reader does not see: its name is put together at run time, or its file is loaded past the list of allowed modules. Where the name is a constant the finding is a remark, and the module itself is judged like any other import.

## How to fix

Import what the script needs by name at its top.

## Bad

\`\`\`python
import importlib
import importlib.util
import runpy

name = input()
module = __import__(name)  # error: [dynamic-import]
other = importlib.import_module("plugins." + name)  # error: [dynamic-import]
known = importlib.import_module("json")  # error: [dynamic-import]
runpy.run_path("x.py")  # error: [dynamic-import]
spec = importlib.util.spec_from_file_location("x", "x.py")  # error: [dynamic-import]
\`\`\`

## Good

\`\`\`python
import json
from collections import abc
\`\`\`
`,
  'frame-expression': `# frame-expression

\`DataFrame.query\`, \`DataFrame.eval\` and \`pandas.eval\` evaluate text. Through \`@name\` the text reaches every Python object that the script can see, its attributes and its methods, and from there the interpreter. A constant expression over columns and plain local values is fine.

## How to fix

Select with plain Python, \`frame[frame["price"] > limit]\`, or keep the expression a constant that names columns and simple values only.

## Bad

\`\`\`python
import pandas as pd

df = pd.read_csv("bonds.csv")
df.query("@pd.io.common.os.system('id')")  # error: [frame-expression]
df.query("price > @limit.__class__")  # error: [frame-expression]
condition = input()
df.query(condition)  # error: [frame-expression]
df.head().eval(f"total = {condition}")  # error: [frame-expression]
pd.eval(condition)  # error: [frame-expression]
unknown().query("@x.sum() > 1")  # error: [frame-expression]
\`\`\`

## Good

\`\`\`python
import pandas as pd

limit = 100
df = pd.read_csv("bonds.csv")
dear = df.query("price > @limit and currency == 'EUR'")
df["total"] = df.eval("price * amount")
rows = session.query(condition)
model.eval()
\`\`\`
`,
}
