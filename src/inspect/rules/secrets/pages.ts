// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'client-credential-in-code': `# client-credential-in-code

The call tells what the credential opens, and to whom it belongs.

## How to fix

Read it from a secret store; on cloud machines, use the role of the machine.

## Bad

\`\`\`python
import boto3
import psycopg2
import requests
from openai import OpenAI
from twilio.rest import Client

SECRET = "wJalrXUtnFEMI7K7MDENGbPxRfiCYzzz"
s3 = boto3.client("s3", aws_secret_access_key=SECRET)  # error: [client-credential-in-code]
db = psycopg2.connect(host="db", user="app", password="k7Lq9wz2")  # error: [client-credential-in-code]
options = {"api_key": "9f8e7d6c5b4a3928"}
model = OpenAI(**options)  # error: [client-credential-in-code]
sms = Client("AC1", "3f9a1c7e5b2d8460")  # error: [client-credential-in-code]
requests.get("https://example.com", auth=("app", "k7Lq9wz2"), timeout=5)  # error: [client-credential-in-code]
\`\`\`

\`\`\`python
import pika

login = pika.PlainCredentials("svc", "r4bbit-Pass")  # error: [client-credential-in-code]
\`\`\`

\`\`\`python
from minio import Minio
from sendgrid import SendGridAPIClient

store = Minio("s3.example.com", "minioadmin", "minio-Secret-99")  # error: [client-credential-in-code]
mail = SendGridAPIClient("mail-Key-9kQm7Zx2Lw8V")  # error: [client-credential-in-code]
\`\`\`

## Good

\`\`\`python
import os

import boto3
import psycopg2
from openai import OpenAI

s3 = boto3.client("s3", region_name="eu-central-1")
db = psycopg2.connect(host="db", user="app", password=os.environ["DB_PASSWORD"])
model = OpenAI(api_key="YOUR_API_KEY")
model = OpenAI(api_key=load_key())
\`\`\`
`,
  'credential-in-code': `# credential-in-code

A credential in code is in every copy of the code, in its history, and in the prompt that the code was written from. More than eighty kinds are known by prefix, length and alphabet; where the form carries a checksum (GitHub, npm, JSON web tokens), it is computed.

## How to fix

Revoke the credential: it has to be taken as known. Read the new one from a secret store or the environment.

## Bad

\`\`\`python
import base64

key = "AKIAQ3EGR" + "TKZ2WMX5BNA"  # error: [credential-in-code]
token = base64.b64decode("c2hwYXRfYTEzZjViOWMyZDdlODRmMDZiMWEzYzVkN2U5ZjBiMmQ=")  # error: [credential-in-code]
address = f"https://example.com/?key={'AIza' + 'SyB3f9Kq2Lw7Tz1Xc5Vb8Nm4Rp6Hd0Gj_Qe'}"  # error: [credential-in-code]
client = connect(token="dapi" + "3f9a1c7e5b2d8460f1e3a5c79b0d2468")  # error: [credential-in-code]
\`\`\`

\`\`\`python
import requests

requests.get("https://x.example.com", headers={"Authorization": "Basic YWRtaW46U3VwZXJTZWNyZXQ="}, timeout=3)  # error: [credential-in-code]
\`\`\`

## Good

\`\`\`python
"""AKIA followed by sixteen characters is a key."""
import os

key = "AKIAIOSFODNN7EXAMPLE"
token = os.environ["TOKEN"]
pattern = r"AKIA[0-9A-Z]{16}"
placeholder = "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
model = "sk-learn-contrib"
digest = "d41d8cd98f00b204e9800998ecf8427e"
word = "npm_install_everything_that_is_in_this_list"
\`\`\`

\`\`\`python
text = "Basic understanding of finance"
other = "Basic authentication"
\`\`\`
`,
  'credential-in-comment': `# credential-in-comment

A key that was commented out still opens the door.

## How to fix

Revoke it and delete the comment.

## Bad

\`\`\`python
# key = AKIAQ3EGRTKZ2WMX5BNA  # error: [credential-in-comment]
value = 1
\`\`\`

## Good

\`\`\`python
# keys look like AKIAIOSFODNN7EXAMPLE
"""ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"""
value = 1
\`\`\`
`,
  'environment-read': `# environment-read

Credentials live in the environment. The sandbox clears it, so that a script that reads it either works nowhere or was written to look for what is there. A single, harmless name is a remark; the whole environment, or a name that sounds like a secret, is not.

## How to fix

Take settings as parameters. Secrets are added at the door to the network and never reach a script.

## Bad

\`\`\`python
import os
from os import environ, getenv

key = os.environ["API_KEY"]  # error: [environment-read]
token = getenv("GITHUB_TOKEN")  # error: [environment-read]
home = environ.get("HOME")  # error: [environment-read]
everything = dict(os.environ)  # error: [environment-read]
for name, value in os.environ.items():  # error: [environment-read]
    print(name)
os.environ["TZ"] = "UTC"  # error: [environment-read]
\`\`\`

## Good

\`\`\`python
import os

settings = {"API_KEY": None}
key = settings["API_KEY"]
separator = os.sep
\`\`\`
`,
  'high-entropy-value': `# high-entropy-value

Most credentials have no form of their own. A value of more than 4.5 bits a character under a name such as \`api_token\` is hardly ever anything else; hashes, identifiers, page tokens and images are told apart by name and form.

## How to fix

Read it from a secret store or the environment.

## Bad

\`\`\`python
service_token = "kJ8sQ2mZ9xT4vB7nL1cW5yR3pH6dF0gA"  # error: [high-entropy-value]
headers = {"auth_key": "7f3d9b1c5e8a2460d3f7b9c1e5a80246"}  # error: [high-entropy-value]
connect(datadog_app_key="3c5e7a9b" + "1d2f4068a0c2e4f6b8d0a1c3e5f70912")  # error: [high-entropy-value]
\`\`\`

\`\`\`python
headers = {"X-Api-Key": "7f3d9a1c5b8e2f6049d7c3a1b5e8f204"}  # error: [high-entropy-value]
\`\`\`

## Good

\`\`\`python
next_token = "kJ8sQ2mZ9xT4vB7nL1cW5yR3pH6dF0gA"
NextToken = "kJ8sQ2mZ9xT4vB7nL1cW5yR3pH6dF0gA"
sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
image = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
sort_key = "customer_name_then_order_date_desc"
key_path = "config/production/service_account.json"
token_pattern = "[a-zA-Z0-9]{32}"
\`\`\`
`,
  'password-in-address': `# password-in-address

Connection strings are logged, shown in errors and passed around; the password goes with them.

## How to fix

Read the password from a secret store and put the address together where it is used (\`sqlalchemy.URL.create\`).

## Bad

\`\`\`python
from sqlalchemy import create_engine

engine = create_engine("postgresql://app:k7Lq9-wz@db.internal:5432/shop")  # error: [password-in-address]
CACHE = "redis://:k7Lq9wz2@cache.internal:6379/0"  # error: [password-in-address]
ODBC = "Driver={SQL Server};Server=db;Uid=app;Pwd=k7Lq9wz2;"  # error: [password-in-address]
\`\`\`

\`\`\`python
address = "https://api.example.org/v1?api_key=Zk81ndkq02Lxp9vB"  # error: [password-in-address]
\`\`\`

## Good

\`\`\`python
import os

URL = "postgresql://db.internal:5432/shop"
template = "postgresql://{user}:{password}@db.internal/shop"
example = "postgresql://user:password@host/db"
address = f"redis://:{os.environ['CACHE_PASSWORD']}@cache:6379"
text = "see http://example.com:8080/a@b"
\`\`\`
`,
  'password-in-code': `# password-in-code

A password in the code is known to everyone who can read it, and does not change when someone leaves.

## How to fix

Read it from a secret store or the environment.

## Bad

\`\`\`python
password = "hunter2!"  # error: [password-in-code]
config = {"db_password": "k7Lq9wz2"}  # error: [password-in-code]
connect(host="db", passwd="k7Lq9wz2")  # error: [password-in-code]
client.api_key = "9f8e7d6c5b4a39281706"  # error: [password-in-code]
app["client_secret"] = "Zm9v" + "YmFyMTIz"  # error: [password-in-code]


def open_door(password="letmein99"):  # error: [password-in-code]
    if password == "sesame1":  # error: [password-in-code]
        return True
\`\`\`

\`\`\`python
import os
from dataclasses import dataclass, field


@dataclass
class Settings:
    api_key: str = field(default="kd93jf0s9djf023jf")  # error: [password-in-code]


secret_key = os.environ.get("SECRET_KEY", "kd93jf0s9djf023jf")  # error: [password-in-code]
parser.add_argument("--api-key", default="kd93jf0s9djf023jf")  # error: [password-in-code]
\`\`\`

\`\`\`python
from pydantic import BaseModel, SecretStr


class Settings(BaseModel):
    db_password: SecretStr = SecretStr("Wint3r-2024!x")  # error: [password-in-code]
\`\`\`

## Good

\`\`\`python
import getpass
import os

# password = "hunter2"
password = os.environ["DB_PASSWORD"]
password = getpass.getpass("Password: ")
NextToken = "eyJ0b2tlbiI6MX0"
next_token = response["NextToken"]
tokenizer = "bert-base-uncased"
token = "the"
password_field = "user_password"
PASSWORD_HINT = "Your first pet"
api_key = "YOUR_API_KEY"
secret_key = None
password = ""
form = {"password": "Password", "api_key": "<key>"}
primary_key = "customer_id"
if password == "":
    raise ValueError("no password")


def login(password=None, api_key=""):
    """password="hunter2" """
    return password
\`\`\`

\`\`\`python
WORDS = {"password": "Passwort", "login": "Anmelden"}
\`\`\`

\`\`\`python
from pydantic import BaseModel, Field, SecretStr


class Settings(BaseModel):
    db_password: SecretStr = Field(default=None, min_length=12)
\`\`\`
`,
  'private-key-in-code': `# private-key-in-code

Whoever has the code can decipher and sign in the name of the key's owner.

## How to fix

Replace the key pair, and read the new key from a secret store.

## Bad

\`\`\`python
KEY = """-----BEGIN RSA PRIVATE KEY-----  # error: [private-key-in-code]
MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu
KUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==
-----END RSA PRIVATE KEY-----"""
\`\`\`

## Good

\`\`\`python
HEAD = "-----BEGIN RSA PRIVATE KEY-----"
PUBLIC = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf
-----END PUBLIC KEY-----"""
if text.startswith("-----BEGIN PRIVATE KEY-----"):
    print("a key")
\`\`\`
`,
  'secret-logged': `# secret-logged

Logs are kept for years, copied to other systems, and read by many. So is the output of a notebook.

## How to fix

Leave the secret out, or show only that it is set.

## Bad

\`\`\`python
import getpass
import logging
import os

api_key = os.environ["API_KEY"]
print(api_key)  # error: [secret-logged]
print(f"using {api_key}")  # error: [secret-logged]
logger = logging.getLogger(__name__)
phrase = getpass.getpass()
logger.info("phrase " + phrase)  # error: [secret-logged]


def login(user, password):
    logging.debug("login %s %s", user, password)  # error: [secret-logged]
\`\`\`

\`\`\`python
import os

import structlog

log = structlog.get_logger()
key = os.environ["API_KEY"]
print("starting with", key)  # error: [secret-logged]
log.info("connected", password=self.password)  # error: [secret-logged]
\`\`\`

\`\`\`python
import logging
import os

logging.info("token is %s", os.environ["API_TOKEN"])  # error: [secret-logged]
\`\`\`

\`\`\`python
import json


def show(settings):
    print(json.dumps({"password": settings.password}))  # error: [secret-logged]
\`\`\`

## Good

\`\`\`python
import logging
import os

api_key = os.environ["API_KEY"]
print("api_key")
print(bool(api_key), len(api_key))
logging.info("token %s", token)
print(password_count)
print(home := os.environ["HOME"])
\`\`\`

\`\`\`python
import logging
import os

logging.info("home is %s", os.environ["HOME"])
logging.info("tokens: %s", os.environ["MAX_TOKENS"])
\`\`\`
`,
  'secret-stored': `# secret-stored

A secret in a file is in its backups, too.

## How to fix

Use a keyring or a secret store; of passwords that are only compared, store a hash.

## Bad

\`\`\`python
import getpass
import json

phrase = getpass.getpass()
with open("settings.json", "w") as file:
    json.dump({"phrase": phrase}, file)  # error: [secret-stored]
    file.write(phrase)  # error: [secret-stored]


def save(password):
    with open("p.txt", "w") as file:
        file.write(password)  # error: [secret-stored]
\`\`\`

\`\`\`python
import base64


def keep(user, password):
    user.password = base64.b64encode(password.encode())  # error: [secret-stored]
\`\`\`

\`\`\`python
import json
from pathlib import Path


def keep(settings):
    Path("creds.json").write_text(json.dumps({"api_key": settings.api_key}))  # error: [secret-stored]
\`\`\`

## Good

\`\`\`python
import getpass
import json

import keyring

phrase = getpass.getpass()
keyring.set_password("app", "me", phrase)
with open("settings.json", "w") as file:
    json.dump({"phrase": None}, file)
\`\`\`

\`\`\`python
import bcrypt


def keep(user, password):
    user.password = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
\`\`\`
`,
}
