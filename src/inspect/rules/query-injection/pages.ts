// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'sql-injection': `# sql-injection

A value that is pasted into a query can end the query and begin another. Bound parameters cannot, and the database prepares the query once. A constant query, or one whose parts are all constant, is fine, as is English that begins with "select".

## How to fix

Pass values as parameters, \`execute("… WHERE id = ?", (id,))\`. Names of tables and columns cannot be bound: take them from a fixed list, or quote them with \`psycopg.sql.Identifier\`.

## Bad

\`\`\`python
import sqlite3

import pandas as pd
from flask import request

cursor = sqlite3.connect("x.db").cursor()
name = request.args["name"]
cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")  # error: [sql-injection]
cursor.execute(f"DELETE FROM users WHERE name = '{name}'")  # error: [sql-injection]
cursor.execute("SELECT * FROM users WHERE id = %s" % name)  # error: [sql-injection]
query = "SELECT * FROM users WHERE id = {}".format(name)
cursor.execute(query)  # error: [sql-injection]
cursor.execute(f"SELECT {name} FROM users")  # error: [sql-injection]
frame = pd.read_sql(f"SELECT * FROM {name}", cursor)  # error: [sql-injection]


def find(connection, key):
    return connection.execute(f"SELECT * FROM users WHERE id = {key}")  # error: [sql-injection]
\`\`\`

## Good

\`\`\`python
import sqlite3

cursor = sqlite3.connect("x.db").cursor()
cursor.execute("SELECT * FROM users WHERE name = ?", (name,))
table = "users"
cursor.execute(f"SELECT * FROM {table} WHERE id = ?", (key,))
cursor.execute("SELECT a, " + "b FROM users")
agent.execute(f"Select a bond from the list: {name}")
task.execute(command)
cursor.execute(f"SELECT * FROM users LIMIT {int(count)}" if False else "SELECT 1")
\`\`\`
`,
}
