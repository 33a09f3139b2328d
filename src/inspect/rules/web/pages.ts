// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'app-shared-publicly': `# app-shared-publicly

\`share=True\` makes a public address that search engines of scanners find; the machine behind it runs what visitors upload.

## How to fix

Pass \`auth=\`, and keep the server on its own machine.

## Bad

\`\`\`python
import gradio as gr
from pyngrok import ngrok

demo = gr.Interface(fn=str, inputs="text", outputs="text")
demo.launch(share=True)  # error: [app-shared-publicly]
with gr.Blocks() as page:
    pass
page.launch(server_name="0.0.0.0")  # error: [app-shared-publicly]
ngrok.connect(8501)  # error: [app-shared-publicly]
\`\`\`

## Good

\`\`\`python
import gradio as gr

demo = gr.Interface(fn=str, inputs="text", outputs="text")
demo.launch()
demo.launch(share=True, auth=check)
gr.Blocks().launch(share=True, auth=check)
rocket.launch(share=False)
\`\`\`
`,
  'assert-guards-access': `# assert-guards-access

\`python -O\` drops every assert. What was forbidden is then allowed, silently.

## How to fix

\`if not user.is_admin: raise PermissionError(...)\`.

## Bad

\`\`\`python
def remove(user, item):
    assert user.is_admin  # error: [assert-guards-access]
    assert user.has_perm("delete"), "no"  # error: [assert-guards-access]
    item.delete()
\`\`\`

## Good

\`\`\`python
def remove(user, item):
    assert item is not None
    assert len(user.names) > 0
    if not user.is_admin:
        raise PermissionError(user.id)
    item.delete()
\`\`\`
`,
  'compared-in-variable-time': `# compared-in-variable-time

\`==\` stops at the first character that differs. Over many tries, the time tells how many are right.

## How to fix

\`hmac.compare_digest(a, b)\`.

## Bad

\`\`\`python
import hmac


def check(body, key, headers, api_key):
    expected = hmac.new(key, body, "sha256").hexdigest()
    if headers["X-Signature"] == expected:  # error: [compared-in-variable-time]
        return True
    return headers.api_key != settings.api_key  # error: [compared-in-variable-time]
\`\`\`

\`\`\`python
def login(user, password):
    return user.password == password  # error: [compared-in-variable-time]
\`\`\`

\`\`\`python
import os


def check(credentials):
    return credentials.password == os.environ["ADMIN_PASSWORD"]  # error: [compared-in-variable-time]
\`\`\`

## Good

\`\`\`python
import hmac


def check(body, key, headers, digest):
    expected = hmac.new(key, body, "sha256").hexdigest()
    if digest == "":
        return False
    return hmac.compare_digest(headers["X-Signature"], expected)
\`\`\`

\`\`\`python
def register(self):
    return self.password == self.confirmation
\`\`\`

\`\`\`python
import os


def check(form):
    return form.password == form.confirmation or os.environ["MODE"] == form.mode
\`\`\`
`,
  'cookie-unprotected': `# cookie-unprotected

A session cookie that scripts can read is stolen by the first injected script; one that is sent over \`http://\` by the first open network.

## How to fix

\`secure=True, httponly=True, samesite="Lax"\`.

## Bad

\`\`\`python
from flask import Flask, make_response

app = Flask(__name__)
app.config["SESSION_COOKIE_SECURE"] = False  # error: [cookie-unprotected]
response = make_response("ok")
response.set_cookie("session_id", value)  # error: [cookie-unprotected]
response.set_cookie("color", "red", httponly=False)  # error: [cookie-unprotected]
\`\`\`

## Good

\`\`\`python
from flask import make_response

response = make_response("ok")
response.set_cookie("session_id", value, secure=True, httponly=True, samesite="Lax")
response.set_cookie("color", "red")
response.set_cookie("session_id", value, **options)
\`\`\`
`,
  'cors-any-origin': `# cors-any-origin

A page that a user happens to open then calls the service from inside the user's network; with credentials, in the user's name.

## How to fix

Name the origins.

## Bad

\`\`\`python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask
from flask_cors import CORS

CORS(Flask(__name__))  # error: [cors-any-origin]
app = FastAPI()
EVERYONE = ["*"]
app.add_middleware(CORSMiddleware, allow_origins=EVERYONE, allow_credentials=True)  # error: [cors-any-origin]
response.headers["Access-Control-Allow-Origin"] = "*"  # error: [cors-any-origin]
CORS_ALLOW_ALL_ORIGINS = True  # error: [cors-any-origin]
\`\`\`

\`\`\`python
from flask import Flask, make_response, request
from flask_cors import CORS

CORS(Flask(__name__), resources={"/api/*": {"origins": "*"}})  # error: [cors-any-origin]
answer = make_response("")
answer.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]  # error: [cors-any-origin]
\`\`\`

## Good

\`\`\`python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask
from flask_cors import CORS

CORS(Flask(__name__), origins=["https://example.com"])
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])
pattern = "*"
\`\`\`
`,
  'csrf-check-off': `# csrf-check-off

A form on another site is sent with the user's cookie. The check is what tells such a request from one that the user meant.

## How to fix

Leave the check on; programs authenticate by a header instead of a cookie.

## Bad

\`\`\`python
from django.views.decorators.csrf import csrf_exempt
from flask import Flask

app = Flask(__name__)
app.config["WTF_CSRF_ENABLED"] = False  # error: [csrf-check-off]


@csrf_exempt  # error: [csrf-check-off]
def pay(request):
    return None
\`\`\`

\`\`\`python
import tornado.web


class Main(tornado.web.RequestHandler):
    def check_xsrf_cookie(self):  # error: [csrf-check-off]
        pass
\`\`\`

## Good

\`\`\`python
from flask import Flask

app = Flask(__name__)
app.config["WTF_CSRF_ENABLED"] = True


def pay(request):
    return None
\`\`\`
`,
  'debug-server': `# debug-server

Werkzeug's debugger is a Python shell in the browser for whoever causes an error. Django's error pages show the settings.

## How to fix

Leave it off in code; start the development server with \`flask --debug run\`.

## Bad

\`\`\`python
from flask import Flask

app = Flask(__name__)
app.debug = True  # error: [debug-server]
app.config["DEBUG"] = True  # error: [debug-server]
DEBUG_MODE = True
app.run(debug=DEBUG_MODE)  # error: [debug-server]
options = {"debug": True}
app.run(**options)  # error: [debug-server]
\`\`\`

## Good

\`\`\`python
import os

from flask import Flask

app = Flask(__name__)
app.run(debug=False)
app.run(debug=os.environ.get("DEBUG") == "1")
DEBUG = True
runner.run(debug=True)
logging.debug(True)
\`\`\`
`,
  'error-detail-answered': `# error-detail-answered

Paths, versions, queries: a traceback is a map for whoever tries the next thing.

## How to fix

Log the exception, and answer with a number to ask about.

## Bad

\`\`\`python
import traceback

from flask import Flask

app = Flask(__name__)


@app.route("/a")
def a():
    try:
        return work()
    except ValueError as e:
        return str(e), 500  # error: [error-detail-answered]
    except OSError:
        return traceback.format_exc()  # error: [error-detail-answered]
\`\`\`

\`\`\`python
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/a")
def a():
    try:
        work()
    except Exception as error:
        raise HTTPException(status_code=500, detail=str(error))  # error: [error-detail-answered]
\`\`\`

\`\`\`python
from django.http import JsonResponse


def view(request):
    try:
        return JsonResponse({"n": int(request.GET["n"])})
    except ValueError as error:
        return JsonResponse({"error": repr(error)}, status=400)  # error: [error-detail-answered]
\`\`\`

## Good

\`\`\`python
import logging
import traceback

from flask import Flask

app = Flask(__name__)


@app.route("/a")
def a():
    try:
        return work()
    except ValueError:
        logging.error(traceback.format_exc())
        return "failed", 500


def parse(text):
    try:
        return int(text)
    except ValueError as e:
        return str(e)
\`\`\`

\`\`\`python
from django.http import JsonResponse


def view(request):
    try:
        return JsonResponse({"n": int(request.GET["n"])})
    except ValueError:
        return JsonResponse({"error": "n must be a number"}, status=400)
\`\`\`
`,
  'hosts-any': `# hosts-any

Links in mails for new passwords are made with the \`Host\` header; with a false one they lead to someone else.

## How to fix

Name the hosts.

## Bad

\`\`\`python
ALLOWED_HOSTS = ["*"]  # error: [hosts-any]
\`\`\`

## Good

\`\`\`python
ALLOWED_HOSTS = ["example.com", "*.example.com"]
PATTERNS = ["*"]
\`\`\`
`,
  'mass-assignment': `# mass-assignment

A form with two fields does not keep a client from sending a third: \`is_admin=1\`.

## How to fix

Name the fields, or check them with a schema.

## Bad

\`\`\`python
from flask import request


def register(user):
    body = request.get_json()
    User(**body)  # error: [mass-assignment]
    User.objects.create(**request.form)  # error: [mass-assignment]
    for key, value in body.items():
        setattr(user, key, value)  # error: [attribute-from-outside]
\`\`\`

\`\`\`python
class ItemForm(ModelForm):
    class Meta:
        model = Item
        fields = "__all__"  # error: [mass-assignment]
\`\`\`

## Good

\`\`\`python
from flask import request


def register(user, options):
    body = request.get_json()
    User(name=body["name"])
    User(**options)
    setattr(user, "name", body["name"])
\`\`\`
`,
  'notebook-server-open': `# notebook-server-open

A notebook server runs what it is sent. Open ones are taken over by miners within hours.

## How to fix

Keep the token, and listen on \`127.0.0.1\`.

## Bad

\`\`\`python
c = get_config()
c.NotebookApp.token = ""  # error: [notebook-server-open]
c.ServerApp.ip = "0.0.0.0"  # error: [notebook-server-open]
c.ServerApp.allow_origin = "*"  # error: [notebook-server-open]
command = "jupyter lab --ip=0.0.0.0 --ServerApp.token=''"  # error: [notebook-server-open]
\`\`\`

## Good

\`\`\`python
c = get_config()
c.ServerApp.ip = "127.0.0.1"
c.NotebookApp.token = make_token()
lexer.token = ""
\`\`\`
`,
  'open-redirect': `# open-redirect

A link to the real site that ends on a false one is what phishing is made of.

## How to fix

Allow only paths (\`url_has_allowed_host_and_scheme\`), or look the target up by a name.

## Bad

\`\`\`python
from flask import redirect, request


def login():
    target = request.args.get("next") or "/"
    return redirect(target)  # error: [open-redirect]


def out():
    return redirect(location="//" + request.args["host"])  # error: [open-redirect]
\`\`\`

\`\`\`python
import tornado.web


class Leave(tornado.web.RequestHandler):
    def get(self):
        self.redirect(self.get_argument("next"))  # error: [open-redirect]
\`\`\`

## Good

\`\`\`python
from flask import redirect, request, url_for


def login(is_safe_url):
    redirect(url_for("home"))
    redirect("/search?q=" + request.args["q"])
    target = request.args.get("next")
    if not is_safe_url(target):
        target = "/"
    return redirect(target)
\`\`\`

\`\`\`python
import boto3
from flask import Flask, redirect, request, url_for

app = Flask(__name__)
s3 = boto3.client("s3")


@app.get("/file")
def file():
    address = s3.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": request.args["key"]})
    return redirect(address)


@app.get("/item")
def item():
    return redirect(url_for("show", number=request.args["number"]))
\`\`\`
`,
  'password-empty': `# password-empty

An account without a password is everyone's. LDAP servers treat a bind with an empty password as anonymous and answer that it worked.

## How to fix

Give the account a password, and read it from a secret store.

## Bad

\`\`\`python
import ldap
import pymysql

pymysql.connect(host="db", user="root", password="")  # error: [password-empty]
directory = ldap.initialize("ldaps://example.com")
directory.simple_bind_s("cn=admin", "")  # error: [password-empty]
\`\`\`

## Good

\`\`\`python
import pymysql

pymysql.connect(host="db", user="app", password=secret)
pymysql.connect(host="db", user="app")
form.connect(password="")
\`\`\`
`,
  'route-without-auth': `# route-without-auth

Authentication is often added later, and one route is forgotten.

## How to fix

Add \`Depends(current_user)\`, \`@login_required\` or the like.

## Bad

\`\`\`python
from fastapi import Depends, FastAPI

app = FastAPI()


@app.put("/items/{n}")
def change(n: int, who=Depends(current_user)):
    items[n] = who


@app.delete("/items/{n}")  # error: [route-without-auth]
def remove(n: int):
    items.pop(n)


@app.post("/admin/reset")  # error: [route-without-auth]
def reset():
    items.clear()
\`\`\`

In a file where no route asks for a log-in, only the persona \`pedantic\` is told.

\`\`\`python
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # error: [route-without-auth]
}
\`\`\`

## Good

\`\`\`python
from fastapi import Depends, FastAPI

app = FastAPI()


@app.delete("/items/{n}")
def remove(n: int, who=Depends(current)):
    items.pop(n)


@app.get("/items")
def items():
    return []
\`\`\`

\`\`\`python
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
\`\`\`
`,
  'security-header-off': `# security-header-off

Browsers protect a page as far as its headers ask for it: against being shown in a foreign frame where clicks are stolen, against taking an upload for a script, against coming back without encryption. A setting that switches such a header off leaves users to whoever tries.

## How to fix

Leave the default of the framework. Where one page must be shown elsewhere, name the sites with \`frame-ancestors\`.

## Bad

\`\`\`python
from django.views.decorators.clickjacking import xframe_options_exempt

X_FRAME_OPTIONS = "ALLOWALL"  # error: [security-header-off]
SECURE_CONTENT_TYPE_NOSNIFF = False  # error: [security-header-off]
SECURE_HSTS_SECONDS = 0  # error: [security-header-off]


@xframe_options_exempt  # error: [security-header-off]
def widget(request):
    return None


def show(answer):
    answer.headers["X-Frame-Options"] = "ALLOWALL"  # error: [security-header-off]
    answer.headers["Content-Security-Policy"] = "frame-ancestors *"  # error: [security-header-off]
\`\`\`

## Good

\`\`\`python
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31536000


def show(answer):
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'self'"
\`\`\`
`,
  'session-key-in-code': `# session-key-in-code

Who knows the key makes a session for any user. \`changeme\` and \`dev\` are on every list of guesses.

## How to fix

Read the key from a secret store or the environment.

## Bad

\`\`\`python
from flask import Flask

app = Flask(__name__)
app.secret_key = "dev"  # error: [session-key-in-code]
app.config["SECRET_KEY"] = b"k7Lq9wz2"  # error: [session-key-in-code]
app.config.update(SECRET_KEY="changeme")  # error: [session-key-in-code]
SECRET_KEY = "django-insecure-" + "k7Lq9wz2"  # error: [session-key-in-code]
\`\`\`

## Good

\`\`\`python
import os

from flask import Flask

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
app.config["SECRET_KEY"] = os.urandom(32)
SECRET_KEY = os.environ.get("SECRET_KEY")


class Names:
    SECRET_KEY = "AWS_SECRET_ACCESS_KEY"


# app.secret_key = "dev"
other.secret_key = None
\`\`\`
`,
  'token-unverified': `# token-unverified

Without the check, a token is a form that anyone fills in: \`{"user": "admin"}\`.

## How to fix

\`jwt.decode(token, key, algorithms=["RS256"])\`.

## Bad

\`\`\`python
import jwt
from jwt import decode as read

jwt.decode(token, options={"verify_signature": False})  # error: [token-unverified]
OPTIONS = {"verify_signature": False}
read(token, key, algorithms=["HS256"], options=OPTIONS)  # error: [token-unverified]
jwt.decode(token, key, verify=False)  # error: [token-unverified]
jwt.decode(token, key, algorithms=["none"])  # error: [token-unverified]
jwt.encode({"a": 1}, None, algorithm="none")  # error: [token-unverified]
\`\`\`

\`\`\`python
import jwt

jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False})  # error: [token-unverified]
\`\`\`

## Good

\`\`\`python
import jwt

jwt.decode(token, key, algorithms=["RS256"])
jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": True})
data.decode("utf-8", verify=False)
\`\`\`
`,
}
