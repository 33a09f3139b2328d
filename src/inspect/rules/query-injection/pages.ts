// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'graph-query-built-from-text': `# graph-query-built-from-text

Cypher, Gremlin, SPARQL and AQL are query languages like SQL, and a value pasted into their text can rewrite the query.

## How to fix

Use parameters (\`$name\`, bindings, \`bind_vars\`).

## Bad

\`\`\`python
from neo4j import GraphDatabase

driver = GraphDatabase.driver("bolt://localhost")


def people(name):
    with driver.session() as session:
        return session.run(f"MATCH (p:Person {{name: '{name}'}}) RETURN p")  # error: [graph-query-built-from-text]


def vertices(client, label):
    return client.submit("g.V().hasLabel('" + label + "')")  # error: [graph-query-built-from-text]


def documents(db, name):
    return db.aql.execute("FOR d IN docs FILTER d.name == '%s' RETURN d" % name)  # error: [graph-query-built-from-text]
\`\`\`

## Good

\`\`\`python
from neo4j import GraphDatabase

LABEL = "Person"


def people(session, name, runner):
    session.run("MATCH (p:Person {name: $name}) RETURN p", name=name)
    session.run(f"MATCH (p:{LABEL} {{name: $name}}) RETURN p", name=name)
    runner.run(f"match {name} of the day")
\`\`\`
`,
  'ldap-built-from-text': `# ldap-built-from-text

\`*)(uid=*\` in a name turns a filter for one person into a filter for all of them.

## How to fix

Escape values with \`ldap.filter.escape_filter_chars\` or \`ldap3.utils.conv.escape_filter_chars\`, parts of names with \`escape_rdn\`.

## Bad

\`\`\`python
import ldap
from flask import request

connection = ldap.initialize("ldaps://directory.example.com")


def find(name):
    user = request.args["user"]
    connection.search_s("dc=example", ldap.SCOPE_SUBTREE, "(uid=" + user + ")")  # error: [ldap-built-from-text]
    return connection.search_s("dc=example", ldap.SCOPE_SUBTREE, f"(cn={name})")  # error: [ldap-built-from-text]
\`\`\`

## Good

\`\`\`python
import re

import ldap
from ldap.filter import escape_filter_chars

connection = ldap.initialize("ldaps://directory.example.com")


def find(name):
    clean = escape_filter_chars(name)
    connection.search_s("dc=example", ldap.SCOPE_SUBTREE, f"(cn={clean})")
    connection.search_s("dc=example", ldap.SCOPE_SUBTREE, "(cn=admin)")
    return re.search(f"(a={name})", name)
\`\`\`
`,
  'mongo-operator-injection': `# mongo-operator-injection

A JSON body may hold an object where a text was expected: \`{"password": {"$ne": null}}\` matches every user. \`$where\` runs JavaScript on the server.

## How to fix

Convert each value (\`str(...)\`) or check the body against a schema; use operators instead of \`$where\`.

## Bad

\`\`\`python
from flask import Flask, request

app = Flask(__name__)


def login(users):
    body = request.get_json()
    user = users.find_one({"name": body["name"], "password": body["password"]})  # error: [mongo-operator-injection]
    users.find(request.json)  # error: [mongo-operator-injection]
    return users.find({"$where": "this.owner == '" + body["name"] + "'"})  # error: [mongo-operator-injection]
\`\`\`

## Good

\`\`\`python
from flask import request


def login(users, text):
    body = request.get_json()
    users.find_one({"name": str(body["name"])})
    users.find({"city": "Bonn"})
    users.find({"$where": "this.a == this.b"})
    return text.find(request.args["q"])
\`\`\`
`,
  'path-expression-from-outside': `# path-expression-from-outside

A path expression from outside reads any part of the document, and some dialects evaluate filters as code.

## How to fix

Keep expressions in the code; let the caller choose among them.

## Bad

\`\`\`python
import jmespath
from flask import request
from jsonpath_ng.ext import parse


def pick(document):
    jmespath.search(request.args["path"], document)  # error: [path-expression-from-outside]
    return parse("$." + request.args["path"]).find(document)  # error: [path-expression-from-outside]
\`\`\`

## Good

\`\`\`python
import jmespath
from flask import request

PATHS = {"names": "people[].name"}


def pick(document):
    jmespath.search("people[].name", request.get_json())
    return jmespath.search(PATHS[request.args["path"]], document)
\`\`\`
`,
  'search-query-from-outside': `# search-query-from-outside

\`query_string\` is a language with fields, wildcards and regular expressions, and \`script\` is code. A client that writes either reads other people's documents or stops the server.

## How to fix

Use \`match\` or \`simple_query_string\` with a list of fields; pass values to scripts as \`params\`.

## Bad

\`\`\`python
from flask import request


def search(client):
    text = request.args.get("q")
    client.search(body={"query": {"query_string": {"query": text}}})  # error: [search-query-from-outside]
    body = {"script": {"source": "ctx._source.n += " + text}}  # error: [search-query-from-outside]
    return client.update(body=body)
\`\`\`

## Good

\`\`\`python
from flask import request


def search(client):
    text = request.args.get("q")
    client.search(body={"query": {"match": {"title": text}}})
    return client.update(body={"script": {"source": "ctx._source.n += params.n", "params": {"n": text}}})
\`\`\`
`,
  'sql-destroys-data': `# sql-destroys-data

\`DROP\`, \`TRUNCATE\`, and \`DELETE\` or \`UPDATE\` without \`WHERE\` act on every row. Written by a model, that is more often a slip than a plan.

## How to fix

Name the rows with \`WHERE\`, or work on a copy.

## Bad

\`\`\`python
import sqlite3

connection = sqlite3.connect("shop.db")
connection.execute("DROP TABLE users")  # error: [sql-destroys-data]
connection.execute("DELETE FROM users")  # error: [sql-destroys-data]
statement = "UPDATE users SET role = 'admin'"
connection.execute(statement)  # error: [sql-destroys-data]
\`\`\`

## Good

\`\`\`python
import sqlite3

connection = sqlite3.connect("shop.db")
connection.execute("DELETE FROM users WHERE id = ?", (1,))
connection.execute("DROP TABLE IF EXISTS scratch")
connection.execute("SELECT drop_date FROM plants")
\`\`\`
`,
  'sql-injection': `# sql-injection

A value that is pasted into SQL can end the statement and begin another. Quoting by hand is wrong sooner or later; drivers take values beside the statement.

## How to fix

Use placeholders (\`?\`, \`%s\`, \`:name\`) and pass the values as the second argument. Names of tables and columns come from a constant list.

## Bad

\`\`\`python
import sqlite3

import duckdb
import pandas as pd
from sqlalchemy import text as sql_text

connection = sqlite3.connect("shop.db")
cursor = connection.cursor()


def by_name(name):
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")  # error: [sql-injection]
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")  # error: [sql-injection]
    cursor.execute("DELETE FROM users WHERE name = '%s'" % name)  # error: [sql-injection]
    query = "UPDATE users SET seen = 1 WHERE name = '{}'".format(name)
    connection.execute(query)  # error: [sql-injection]
    query = "SELECT id FROM users"
    query += " WHERE name = '" + name + "'"
    run = connection.execute
    run(query)  # error: [sql-injection]
    duckdb.sql(f"SELECT * FROM trades WHERE book = '{name}'")  # error: [sql-injection]
    frame = pd.read_sql(sql=f"SELECT * FROM trades WHERE book = '{name}'", con=connection)  # error: [sql-injection]
    return sql_text(f"SELECT 1 FROM users WHERE name = '{name}'")  # error: [sql-injection]


def store(session, value):
    session.execute(f"INSERT INTO notes VALUES ('{value}')")  # error: [sql-injection]


cursor.execute(f"SELECT * FROM {input()}")  # error: [sql-injection]
cursor.execute("SELECT * FROM t WHERE a = '" + input() + "'")  # error: [sql-injection]
\`\`\`

\`\`\`python
from app.database import session
from flask import g, request
from sqlalchemy import text


def run(cursor, query):
    cursor.execute(query)  # error: [sql-injection]


def find(cursor, name):
    run(cursor, "SELECT * FROM users WHERE name = '" + name + "'")
    g.db.execute(f"SELECT * FROM users WHERE name = '{name}'")  # error: [sql-injection]
    session.execute(f"SELECT * FROM users WHERE name = '{name}'")  # error: [sql-injection]


def view():
    session.query(User).order_by(text(request.args["sort"]))  # error: [sql-injection]
    User.objects.extra(select={"score": "score * %s" % request.args["by"]})  # error: [sql-injection]
\`\`\`

\`\`\`python
import sqlite3
from contextlib import closing

from flask import Flask, request
from sqlalchemy import text

app = Flask(__name__)


@app.get("/user")
def user():
    with closing(sqlite3.connect("app.db")) as connection:
        return str(connection.execute(f"SELECT * FROM users WHERE name = '{request.args['name']}'"))  # error: [sql-injection]


def find(session, term):
    return session.query(User).filter(text("name like '%" + term + "%'"))  # error: [sql-injection]
\`\`\`

\`\`\`python
import clickhouse_connect
from sqlmodel import text

client = clickhouse_connect.get_client()


def drop(day):
    client.command("DROP TABLE t_" + day + " SYNC")  # error: [sql-injection]


def find(session, day):
    return session.exec(text(f"SELECT * FROM t WHERE day = '{day}'"))  # error: [sql-injection]
\`\`\`

\`\`\`python
import sqlite3

from langchain_core.tools import tool


@tool
def query(statement: str) -> str:
    """Runs a statement."""
    return str(sqlite3.connect("x.db").execute(statement).fetchall())  # error: [sql-injection]
\`\`\`

## Good

\`\`\`python
import sqlite3

from psycopg2 import sql

connection = sqlite3.connect("shop.db")
cursor = connection.cursor()
TABLE = "users"
COLUMNS = ("name", "city")


def by_name(name, ids, page: int):
    """SELECT * FROM users WHERE name = {name}"""
    cursor.execute("SELECT * FROM users WHERE name = ?", (name,))
    cursor.execute(f"SELECT * FROM {TABLE} WHERE name = ?", (name,))
    marks = ",".join("?" * len(ids))
    cursor.execute(f"SELECT * FROM users WHERE id IN ({marks})", ids)
    cursor.execute("SELECT * FROM users WHERE id IN (%s)" % ",".join(["?"] * len(ids)), ids)
    cursor.execute("SELECT * FROM users LIMIT %d" % int(name))
    cursor.execute(f"SELECT * FROM users OFFSET {page}")
    for column in COLUMNS:
        cursor.execute(f"SELECT {column} FROM users")
    cursor.execute("SELECT a " "FROM users " + "WHERE b = 1")
    if name not in ("asc", "desc"):
        raise ValueError(name)
    cursor.execute(f"SELECT * FROM users ORDER BY city {name}")
    print(f"Select a city from the list, {name}")
    task.execute(f"select the best of {name}")
    connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))
\`\`\`

## Misses

Queries that another module puts together.

\`\`\`python
from sqlalchemy import text


def find(session, term, label):
    session.query(User).filter(text("name like :term")).params(term=f"%{term}%")
    print(text("Dear " + label))
\`\`\`

\`\`\`python
from flask import Flask, request
from sqlalchemy import delete, insert, select, text, update

app = Flask(__name__)


@app.post("/user")
def user():
    name = request.form["name"]
    db.session.execute(select(User).filter_by(name=name))
    db.session.execute(insert(User).values(name=name))
    statement = users.insert().values(name=name)
    db.session.execute(statement)
    db.session.execute(update(User).where(User.name == name).values(name=name))
    db.session.execute(delete(User).where(User.name.in_([name])))
    db.session.execute(text("SELECT * FROM users WHERE name = :name").bindparams(name=name))
    return ""
\`\`\`

\`\`\`python
from sqlalchemy import text


def search(session, words):
    clauses = [f"title LIKE :w{i}" for i, _ in enumerate(words)]
    values = {f"w{i}": f"%{word}%" for i, word in enumerate(words)}
    return session.execute(text("SELECT * FROM docs WHERE " + " OR ".join(clauses)), values).all()
\`\`\`
`,
  'sql-leaves-the-database': `# sql-leaves-the-database

SQL is not only questions: it opens other databases, copies tables to files, fetches addresses, loads native extensions and runs programs.

## How to fix

Query the datasets that the run was given, and return results as the answer.

## Bad

\`\`\`python
import sqlite3

import duckdb

duckdb.sql("INSTALL httpfs; LOAD httpfs")  # error: [sql-leaves-the-database]
duckdb.sql("COPY trades TO '/tmp/out.csv'")  # error: [sql-leaves-the-database]
duckdb.execute("SELECT * FROM read_csv('https://example.com/a.csv')")  # error: [sql-leaves-the-database]
cursor = sqlite3.connect(":memory:")
cursor.execute("ATTACH DATABASE 'other.db' AS other")  # error: [sql-leaves-the-database]
cursor.enable_load_extension(True)  # error: [sql-leaves-the-database]


def run(server):
    server.execute("EXEC xp_cmdshell 'dir'")  # error: [sql-leaves-the-database]
\`\`\`

## Good

\`\`\`python
import duckdb

duckdb.sql("SELECT * FROM trades WHERE note = 'copy to file'")
duckdb.sql("SELECT load, install FROM plants")
\`\`\`
`,
  'sql-name-from-text': `# sql-name-from-text

Names can't be bound as parameters, so they are pasted in. That is fine for names that the code chose; a name that came from outside is SQL from outside, and reported as such by \`sql-injection\`.

## How to fix

Look the name up in a constant list or dictionary, or use the driver's quoting (\`psycopg.sql.Identifier\`).

## Bad

\`\`\`python
import sqlite3

connection = sqlite3.connect("shop.db")


def count(table):
    return connection.execute(f"SELECT count(*) FROM {table}")  # error: [sql-name-from-text]


def latest(order):
    return connection.execute("SELECT id FROM users ORDER BY " + order)  # error: [sql-name-from-text]
\`\`\`

## Good

\`\`\`python
import sqlite3

connection = sqlite3.connect("shop.db")
TABLES = {"users": "users_v2", "notes": "notes"}


def count(name):
    return connection.execute(f"SELECT count(*) FROM {TABLES[name]}")


def safe(name):
    if name not in TABLES:
        raise KeyError(name)
    return connection.execute(f"SELECT count(*) FROM {name}")


for table in ["users", "notes"]:
    connection.execute(f"SELECT count(*) FROM {table}")
print(f"Pick one from {TABLES}")
\`\`\`
`,
  'xpath-built-from-text': `# xpath-built-from-text

A quote in the value ends the literal, and the rest of the value becomes part of the expression: \`' or '1'='1\`.

## How to fix

lxml takes variables: \`tree.xpath("//user[@name=$name]", name=name)\`.

## Bad

\`\`\`python
from flask import request
from lxml import etree

tree = etree.parse("users.xml")


def find(name):
    tree.xpath("//user[name='" + name + "']")  # error: [xpath-built-from-text]
    return tree.xpath(f"//user[name='{request.args['name']}']")  # error: [xpath-built-from-text]
\`\`\`

\`\`\`python
import xml.etree.ElementTree as ET

from flask import Flask, request

app = Flask(__name__)


@app.get("/user")
def user():
    return ET.parse("users.xml").getroot().find(f".//user[@name='{request.args['name']}']").text  # error: [xpath-built-from-text]
\`\`\`

## Good

\`\`\`python
from lxml import etree

tree = etree.parse("users.xml")


def find(name, n: int):
    tree.xpath("//user[name=$name]", name=name)
    for tag in ("a", "b"):
        tree.xpath(f"//{tag}")
    return tree.xpath(f"//user[{n}]")
\`\`\`

\`\`\`python
import xml.etree.ElementTree as ET


def user(name, text):
    text.find(f"/{name}")
    for node in ET.parse("users.xml").getroot().findall(".//user"):
        if node.get("name") == name:
            return node
\`\`\`
`,
}
