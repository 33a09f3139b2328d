// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'callback-address': `# callback-address

A webhook address in a job can point at services inside of the network, and takes the results of the job to whoever wrote it.

## How to fix

Check the host against a list, and refuse private addresses.

## Bad

\`\`\`python
import json

import requests

with open("job.json") as file:
    job = json.load(file)
requests.post(job["webhook_url"], json={"ok": True})  # error: [callback-address]
callback = job.get("callback")
requests.post(url=callback)  # error: [callback-address]
\`\`\`

## Good

\`\`\`python
import requests

requests.post("https://example.com/webhook", json={"ok": True})
requests.post(webhook_of(team), json={})
\`\`\`
`,
  'child-unlimited': `# child-unlimited

Code that others send can loop for ever or take all memory. Without a limit, one request keeps a worker for good.

## How to fix

Pass \`timeout\`, and limit memory and processes from outside.

## Bad

\`\`\`python
import subprocess
import sys

from flask import request

subprocess.run([sys.executable, "-c", request.json["code"]])  # error: [child-unlimited]
subprocess.run(["python3", "-"], input=request.data)  # error: [child-unlimited]
\`\`\`

## Good

\`\`\`python
import subprocess
import sys

from flask import request

subprocess.run(["job", "--code", request.json["code"]], timeout=5)
subprocess.run([sys.executable, "-c", "print(1)"])
\`\`\`
`,
  'class-from-settings': `# class-from-settings

Workflow engines like to make objects from \`{"type": "module.Class"}\`. Whoever writes that file, or the request it comes from, chooses any function of any module: \`os.system\` is one.

## How to fix

Look the name up in a dictionary of the classes that are meant.

## Bad

\`\`\`python
import importlib
import json

from flask import request

with open("flow.json") as file:
    flow = json.load(file)
module = importlib.import_module(flow["module"])  # error: [class-from-settings]
step = getattr(module, flow["type"])(**flow["args"])  # error: [class-from-settings]
globals()[request.args["action"]]()  # error: [class-from-settings]
\`\`\`

## Good

\`\`\`python
import importlib
import json

steps = {"load": load, "save": save}
with open("flow.json") as file:
    flow = json.load(file)
steps[flow["type"]]()
importlib.import_module("json")
getattr(frame, "head")()
\`\`\`

\`\`\`python
import importlib

from flask import Flask, request

app = Flask(__name__)
MODELS = {"linear": "sklearn.linear_model", "tree": "sklearn.tree"}


@app.post("/model")
def model():
    name = MODELS.get(request.json["model"])
    if name is None:
        return "unknown", 400
    return importlib.import_module(name).__name__
\`\`\`
`,
  'permissive-guard': `# permissive-guard

RestrictedPython sends every write and attribute through guards that the host gives it. \`lambda x: x\` and \`getattr\` there switch the protection off.

## How to fix

Use \`full_write_guard\` and \`safer_getattr\` of \`RestrictedPython.Guards\`, and a boundary of the kernel besides.

## Bad

\`\`\`python
scope = {
    "_write_": lambda x: x,  # error: [permissive-guard]
    "_getattr_": getattr,  # error: [permissive-guard]
}
scope["_write_"] = lambda obj: obj  # error: [permissive-guard]
\`\`\`

## Good

\`\`\`python
from RestrictedPython.Guards import full_write_guard, safer_getattr

scope = {"_write_": full_write_guard, "_getattr_": safer_getattr, "_getiter_": iter}
other = {"key": lambda x: x}
\`\`\`
`,
  'sandbox-list-open': `# sandbox-list-open

An allow-list is as strong as its weakest entry. \`os\` and \`importlib\` are the machine; \`getattr\`, \`type\` and \`vars\` reach every attribute that a filter forbids by name.

## How to fix

Take the entry out. Rely on a boundary of the kernel, not on the list.

## Bad

\`\`\`python
ALLOWED_MODULES = {"math", "os"}  # error: [sandbox-list-open]
safe_builtins = {"len": len, "getattr": getattr}  # error: [sandbox-list-open]
scope = {"__builtins__": {"print": print, "__import__": __import__}}  # error: [sandbox-list-open]
agent = CodeAgent(tools=[], additional_authorized_imports=["numpy", "subprocess"])  # error: [sandbox-list-open]
self.allowed_imports = frozenset(["json", "importlib"])  # error: [sandbox-list-open]
\`\`\`

## Good

\`\`\`python
ALLOWED_MODULES = {"math", "statistics"}
safe_builtins = {"len": len, "sum": sum}
DENIED_MODULES = {"os", "sys"}
modules = ["os"]
\`\`\`
`,
  'secret-in-repr': `# secret-in-repr

Data classes and models print all their fields. A connection that is logged or saved to a workflow file takes its password along.

## How to fix

Use \`field(repr=False)\` in a data class and \`SecretStr\` in a pydantic model.

## Bad

\`\`\`python
from dataclasses import dataclass

from pydantic import BaseModel


@dataclass
class Connection:
    host: str
    password: str  # error: [secret-in-repr]


class Settings(BaseModel):
    api_key: str = ""  # error: [secret-in-repr]
\`\`\`

\`\`\`python
class Node:
    def to_dict(self):
        return {"url": self.url, "api_key": self.api_key}  # error: [secret-in-repr]
\`\`\`

## Good

\`\`\`python
from dataclasses import dataclass, field

from pydantic import BaseModel, SecretStr


@dataclass
class Connection:
    password: str = field(repr=False)
    next_token: str = ""


class Settings(BaseModel):
    api_key: SecretStr


class Plain:
    password: str
\`\`\`
`,
  'workflow-template-shell': `# workflow-template-shell

Airflow fills \`{{ dag_run.conf }}\` and \`{{ params }}\` with whatever the caller of the workflow sent, before the shell reads the command.

## How to fix

Pass the value through \`env\`, and quote it in the command.

## Bad

\`\`\`python
from airflow.operators.bash import BashOperator

BashOperator(task_id="a", bash_command="echo {{ dag_run.conf['name'] }}")  # error: [workflow-template-shell]
text = "cat {{ params.path }}"
BashOperator(task_id="b", bash_command=text)  # error: [workflow-template-shell]
\`\`\`

\`\`\`python
from airflow.models import Variable
from airflow.operators.bash import BashOperator

task = BashOperator(task_id="a", bash_command="run.sh " + Variable.get("target"))  # error: [workflow-template-shell]
\`\`\`

## Good

\`\`\`python
from airflow.operators.bash import BashOperator

BashOperator(task_id="a", bash_command='echo "$NAME"', env={"NAME": "{{ dag_run.conf['name'] }}"})
BashOperator(task_id="b", bash_command="echo {{ ds }}")
\`\`\`

\`\`\`python
from airflow.models import Variable
from airflow.operators.bash import BashOperator

task = BashOperator(task_id="a", bash_command='run.sh "$TARGET"', env={"TARGET": Variable.get("target")})
\`\`\`
`,
}
