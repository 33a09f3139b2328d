// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'attribute-from-outside': `# attribute-from-outside

\`getattr(object, name)(…)\` with a name from a request calls any method of the object, and \`setattr\` with such a name changes what no user should change: \`is_admin\`, \`__class__\`.

## How to fix

Choose from a dictionary, or check the name against a list of those that are meant.

## Bad

\`\`\`python
import json
import sys

from flask import request

name = sys.argv[1]
getattr(service, name)()  # error: [attribute-from-outside]
data = json.loads(input())
for key, value in data.items():
    setattr(user, key, value)  # error: [attribute-from-outside]
user.__dict__.update(data)  # error: [attribute-from-outside]


def change():
    delattr(user, request.args["name"])  # error: [attribute-from-outside]
\`\`\`

\`\`\`python
from flask import request

maker = globals()[request.form["class"]]  # error: [attribute-from-outside]
\`\`\`

\`\`\`python
import operator

from flask import Flask, request

app = Flask(__name__)


@app.get("/call")
def call():
    return str(operator.methodcaller(request.args["m"])("x"))  # error: [attribute-from-outside]
\`\`\`

## Good

\`\`\`python
import sys

actions = {"start": start, "stop": stop}
actions[sys.argv[1]]()
name = getattr(service, "name")
for key, value in {"a": 1}.items():
    setattr(service, key, value)
setattr(service, "size", int(input()))
settings = {}
settings.update(json.loads(input()))
\`\`\`

## Misses

Names that were checked against a list before are reported too, where the check is in another function.
`,
  'chat-template-unsandboxed': `# chat-template-unsandboxed

Model files carry a Jinja template for their chat format (GGUF metadata, \`tokenizer_config.json\`). Rendered by a plain \`jinja2.Environment\` it runs code on the machine that loads the model (CVE-2024-34359).

## How to fix

Render with \`jinja2.sandbox.ImmutableSandboxedEnvironment\`, or let the tokenizer's \`apply_chat_template\` do it.

## Bad

\`\`\`python
from jinja2 import Environment, Template
from langchain_core.prompts import PromptTemplate

text = Environment().from_string(tokenizer.chat_template)  # error: [chat-template-unsandboxed]
other = Template(metadata["tokenizer.chat_template"])  # error: [chat-template-unsandboxed]
prompt = PromptTemplate(template=body, template_format="jinja2")  # error: [prompt-template-unsafe]
\`\`\`

## Good

\`\`\`python
from jinja2 import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from langchain_core.prompts import PromptTemplate

text = ImmutableSandboxedEnvironment().from_string(tokenizer.chat_template)
page = Template("Hello {{ name }}")
prompt = PromptTemplate(template=body, template_format="f-string")
fixed = PromptTemplate(template="{{ x }}", template_format="jinja2")
\`\`\`
`,
  'class-from-outside': `# class-from-outside

\`pydantic.create_model\`, \`make_dataclass\` and their like make classes at run time, and evaluate types that are given as text. Names and types that a stranger chose become code.

## How to fix

Write the class, and check the data against it.

## Bad

\`\`\`python
import json
import sys
from dataclasses import make_dataclass

import pydantic

fields = json.loads(sys.argv[1])
Model = pydantic.create_model("Model", **fields)  # error: [class-from-outside]
Row = make_dataclass("Row", input().split(","))  # error: [class-from-outside]
Kind = type(input(), (), {})  # error: [class-from-outside]
\`\`\`

## Good

\`\`\`python
from collections import namedtuple
from dataclasses import make_dataclass

import pydantic

Model = pydantic.create_model("Model", price=(float, ...))
Row = make_dataclass("Row", ["a", "b"])
Point = namedtuple("Point", "x y")
kind = type(input())
\`\`\`
`,
  'code-object-made': `# code-object-made

\`types.FunctionType(code, globals)\` turns a code object into a function, and \`types.CodeType\` makes one out of bytes. No reader and no scanner sees what such a function does, and the code may break the interpreter itself.

## How to fix

Write the function as a function.

## Bad

\`\`\`python
import types
from types import CodeType as Code

made = types.FunctionType(code, {})  # error: [code-object-made]
raw = Code(0, 0, 0, 0, 0, 0, b"", (), (), (), "", "", 1, b"")  # error: [code-object-made]
other = type(lambda: 0)(code, {})  # error: [code-object-made]


def plain():
    return 1


again = type(plain)(code, {})  # error: [code-object-made]
\`\`\`

## Good

\`\`\`python
import types


def handler(x):
    return isinstance(x, types.FunctionType)


kind = type(1)("2")
space = types.SimpleNamespace(a=1)
\`\`\`
`,
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
  'downloaded-code': `# downloaded-code

\`exec(requests.get(url).text)\` gives the machine to whoever controls the address, today or later. What was reviewed is not what will run.

## How to fix

Install code as a package with a pinned version and hash. Download only data, in formats that hold no code.

## Bad

\`\`\`python
import os
import pickle
import urllib.request

import requests

exec(requests.get(url).text)  # error: [downloaded-code]
source = urllib.request.urlopen(url).read().decode()
exec(compile(source, "x", "exec"))  # error: [downloaded-code]
response = requests.get(url)
model = pickle.loads(response.content)  # error: [downloaded-code]
run = eval
run(source)  # error: [downloaded-code]
with urllib.request.urlopen("https://example.com/m.pkl") as answer:
    model = pickle.loads(answer.read())  # error: [downloaded-code]
os.system(requests.get(url).text)  # error: [downloaded-code]
\`\`\`

## Good

\`\`\`python
import json

import requests

data = requests.get(url).json()
table = json.loads(requests.get(url).text)
exec("x = 1")
print("curl https://example.com/i.sh | bash")
\`\`\`
`,
  'dynamic-code': `# dynamic-code

\`eval\`, \`exec\` and \`compile\` turn text into code. Whoever controls the text controls the process, and nobody who reads the script sees what will run. A constant text is less severe, unless it imports modules or reaches the interpreter: then there is no reason for the text but to hide. \`eval(input())\` is the shortest remote shell there is.

## How to fix

Write the code itself. To read a literal use \`ast.literal_eval\`; to read data use \`json.loads\`; to choose between functions use a dictionary of them.

## Bad

\`\`\`python
import builtins

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
module = __import__(name)  # error: [class-from-settings]
other = importlib.import_module("plugins." + name)  # error: [class-from-settings]
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
  'foreign-language-run': `# foreign-language-run

R, Lua, JavaScript or Octave in the process start programs, read files and reach the network just as Python does, but none of what was checked here holds for their text.

## How to fix

Compute in Python. Where another language is needed, call named functions of it with values.

## Bad

\`\`\`python
import execjs
import lupa
from rpy2.robjects import r as run_r

value = run_r(f"mean(c({values}))")  # error: [foreign-language-run]
other = run_r("system('id')")  # error: [foreign-language-run]
third = execjs.eval(script)  # error: [foreign-language-run]
lupa.LuaRuntime().execute(script)  # error: [foreign-language-run]
\`\`\`

## Good

\`\`\`python
import statistics

r = statistics.mean
value = r([1, 2])
\`\`\`
`,
  'format-string-from-outside': `# format-string-from-outside

\`template.format(user=user)\` lets whoever wrote the template take attributes and items of \`user\`: \`{user.__init__.__globals__[SECRET]}\` prints the secrets of the module.

## How to fix

Keep the format string constant. Where users write templates, use \`string.Template\`, which knows names only.

## Bad

\`\`\`python
import sys

from flask import request

template = input()
print(template.format(user=user))  # error: [format-string-from-outside]
print(sys.argv[1].format(user))  # error: [format-string-from-outside]
print(str.format(template, user))  # error: [format-string-from-outside]


def greet():
    pattern = request.args["pattern"]
    return pattern.format(user=user)  # error: [format-string-from-outside]
\`\`\`

## Good

\`\`\`python
import string

name = input()
print("Hello {}".format(name))
print("Hello {name}".format_map({"name": name}))
print(string.Template(name).safe_substitute(x=1))
print(date.format("YYYY"))
\`\`\`
`,
  'frame-expression': `# frame-expression

\`DataFrame.query\`, \`DataFrame.eval\` and \`pandas.eval\` evaluate text. Through \`@name\` the text reaches every Python object that the script can see: a module and all that it holds, insides of objects, methods that write files. A constant expression over columns and plain values is fine; text of which only the values that it compares with are put in is a remark.

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
unknown().query("@pd.io.common.os.getpid() > 1")  # error: [frame-expression]
df.query("price.to_csv('/x')")  # error: [frame-expression]
pd.eval("open('/x')")  # error: [frame-expression]
floor = df["price"].mean()
df.query(f"price > {floor}")  # error: [frame-expression]
\`\`\`

## Good

\`\`\`python
import pandas as pd

limit = 100
df = pd.read_csv("bonds.csv")
dear = df.query("price > @limit and currency == 'EUR'")
df["total"] = df.eval("price * amount")
late = df.query("day > @df.day.min() and issuer.str.startswith('A') and id in @known['ids']")
rows = session.query(condition)
model.eval()
\`\`\`
`,
  'in-process-sandbox': `# in-process-sandbox

RestrictedPython, asteval and other interpreters in Python try to hold code by checks inside the same process. Each was left again and again, through format strings, frames, exceptions and name tricks. They help against mistakes, not against intent.

## How to fix

Run foreign code in another process, behind a wall of the operating system.

## Bad

\`\`\`python
import asteval
from RestrictedPython import compile_restricted as check

code = check(source, "x", "exec")  # error: [in-process-sandbox]
interpreter = asteval.Interpreter()  # error: [in-process-sandbox]
\`\`\`

## Good

\`\`\`python
import ast

value = ast.literal_eval("[1]")


def compile_restricted(text):
    return text


compile_restricted("x")
\`\`\`
`,
  'interpreter-opened': `# interpreter-opened

\`code.InteractiveInterpreter\`, an embedded IPython, a notebook kernel or a second interpreter in the process runs any text, like \`exec\`, but past hooks and settings of the first one. A script that nobody watches has no use for a prompt.

## How to fix

Remove the prompt; call the functions that are needed by name.

## Bad

\`\`\`python
import code
from code import InteractiveConsole as Shell

import IPython
import nbclient

code.interact(local=globals())  # error: [interpreter-opened]
code.InteractiveInterpreter().runcode(source)  # error: [interpreter-opened]
shell = Shell()  # error: [interpreter-opened]
IPython.embed()  # error: [interpreter-opened]
nbclient.execute(notebook)  # error: [interpreter-opened]
\`\`\`

## Good

\`\`\`python
code = {"interact": print}
code["interact"]()


class InteractiveConsole:
    pass


InteractiveConsole()
\`\`\`
`,
  'ipython-code-run': `# ipython-code-run

\`get_ipython().run_cell(text)\` is \`exec\` with magic and shell commands added: \`run_cell("!id")\` starts a program.

## How to fix

Write the code in a cell of its own, or call the function that is meant.

## Bad

\`\`\`python
from IPython import get_ipython

shell = get_ipython()
shell.run_cell(text)  # error: [ipython-code-run]
get_ipython().ex("import os")  # error: [ipython-code-run]
get_ipython().run_line_magic("run", "other.py")  # error: [ipython-code-run]
get_ipython().run_cell_magic("bash", "", "id")  # error: [ipython-code-run]
\`\`\`

## Good

\`\`\`python
from IPython import get_ipython

get_ipython().run_line_magic("matplotlib", "inline")


class Sheet:
    def run_cell(self, cell):
        return cell


Sheet().run_cell("A1")
\`\`\`
`,
  'logging-config-code': `# logging-config-code

A logging configuration names classes and functions that are imported and called: \`"()": "os.system"\` in a dictionary, and \`args=\` in a file, which is evaluated. Whoever writes it runs code; \`logging.config.listen\` takes one from any process of the machine.

## How to fix

Keep the settings in the program. With \`listen\` pass a \`verify\` function that checks a signature.

## Bad

\`\`\`python
import json
import logging.config
import sys
from logging.config import dictConfig as configure

logging.config.listen(9999)  # error: [logging-config-code]
logging.config.fileConfig(sys.argv[1])  # error: [logging-config-code]
settings = json.loads(input())
configure(settings)  # error: [logging-config-code]
handlers = {"h": {"()": "os.system", "command": "id"}}  # error: [logging-config-code]
\`\`\`

## Good

\`\`\`python
import logging.config

logging.config.dictConfig({"version": 1})
logging.config.listen(9999, verify=check)
logging.config.fileConfig("logging.ini")
handlers = {"h": {"()": "mypackage.Handler"}}
logging.basicConfig(level="INFO")
\`\`\`
`,
  'restricted-eval': `# restricted-eval

\`eval(text, {"__builtins__": {}})\` looks safe and is not: \`().__class__.__base__.__subclasses__()\` needs no builtin and leads to all of them.

## How to fix

Use \`ast.literal_eval\` for literals, \`json.loads\` for data, and a small parser for formulas.

## Bad

\`\`\`python
value = eval(text, {"__builtins__": {}})  # error: [restricted-eval]
names = {"__builtins__": None, "x": 1}
other = eval(text, names, {})  # error: [restricted-eval]
exec(text, dict(__builtins__={}))  # error: [restricted-eval]
\`\`\`

## Good

\`\`\`python
import ast

value = ast.literal_eval(text)
settings = {"__builtins__": {}}
print(settings)
\`\`\`
`,
  'symbolic-parse': `# symbolic-parse

SymPy parses a formula by \`eval\`: \`sympify("__import__('os').system('id')")\` starts a program. Its documentation says that it must not be used on text from outside.

## How to fix

Check the text against a small grammar (numbers, known names, operators) first, or build the expression from symbols.

## Bad

\`\`\`python
import sympy
from sympy import sympify as read
from sympy.parsing.sympy_parser import parse_expr

formula = input()
expression = sympy.sympify(formula)  # error: [symbolic-parse]
other = read("2*" + formula)  # error: [symbolic-parse]
third = parse_expr(formula)  # error: [symbolic-parse]
hidden = sympy.simplify("().__class__.__base__")  # error: [symbolic-parse]
\`\`\`

## Good

\`\`\`python
import sympy

x = sympy.Symbol("x")
expression = sympy.sympify("x**2 + 1")
value = sympy.solve(x**2 - 1, x)
number = sympy.sympify(3)
text = "sympy.sympify(input())"
\`\`\`
`,
  'template-from-text': `# template-from-text

A template is a program. Whoever writes its text runs code in the process: \`{{ ''.__class__.__mro__[1].__subclasses__() }}\` in Jinja, \`\${__import__('os')}\` in Mako. Values that are passed to a constant template are harmless.

## How to fix

Keep the template constant and pass the text as a value: \`Template("Hello {{ name }}").render(name=name)\`. Where users must write templates, use \`jinja2.sandbox.ImmutableSandboxedEnvironment\`.

## Bad

\`\`\`python
import jinja2
from flask import render_template_string, request
from jinja2 import Environment
from mako.template import Template as Page

name = input()
page = jinja2.Template("Hello " + name)  # error: [template-from-text]
other = Environment().from_string(f"<p>{name}</p>")  # error: [template-from-text]
text = "Hello {}".format(name)
third = Page(text)  # error: [template-from-text]


def show():
    return render_template_string(request.args["page"])  # error: [template-from-text]
\`\`\`

## Good

\`\`\`python
import string

import jinja2
from flask import render_template_string

name = input()
page = jinja2.Template("Hello {{ name }}").render(name=name)
answer = render_template_string("<p>{{ name }}</p>", name=name)
plain = string.Template("Hello $name").substitute(name=name)
with open("page.html") as file:
    own = jinja2.Template(file.read())
\`\`\`

## Misses

A template text that is a parameter of a function of which no call is in the file.
`,
  'text-run-by-tool': `# text-run-by-tool

\`timeit.timeit(stmt)\`, \`cProfile.run(stmt)\` and their like execute a text. With a text that comes from elsewhere they are \`exec\` under another name, and a constant text can hide an import from a reader.

## How to fix

Pass a function where it is allowed, or profile a call: \`profiler.runcall(work, data)\`.

## Bad

\`\`\`python
import cProfile
import timeit
from timeit import timeit as clock

statement = input()
timeit.timeit(statement)  # error: [text-run-by-tool]
clock(stmt="sum(" + statement + ")")  # error: [text-run-by-tool]
cProfile.run(statement)  # error: [text-run-by-tool]
timeit.timeit("__import__('os').getcwd()")  # error: [text-run-by-tool]
\`\`\`

## Good

\`\`\`python
import cProfile
import timeit


def work():
    return sum(range(10))


timeit.timeit(work, number=10)
timeit.timeit(lambda: work())
timeit.timeit("sum(range(10))")
cProfile.run("work()")
\`\`\`
`,
}
