// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'documents-unverified': `# documents-unverified

Whoever can put a document into the store can tell the model what to say, to everybody (data poisoning).

## How to fix

Store where each document came from and who vouches for it, and filter by it when searching.

## Bad

\`\`\`python
import requests
from flask import request

store.add_texts([request.form["note"]])  # error: [documents-unverified]
page = requests.get("https://example.com").text
store.add_documents([page])  # error: [documents-unverified]
\`\`\`

## Good

\`\`\`python
with open("manual.txt") as file:
    store.add_texts([file.read()])
found = store.search(request.form["question"])
\`\`\`
`,
  'tenant-filter-missing': `# tenant-filter-missing

A vector store gives back what is nearest, whoever owns it. Where one store serves many customers, a search without a filter shows one the documents of another.

## How to fix

Pass a filter, or use a name space or collection for each customer.

## Bad

\`\`\`python
def answer(question, tenant_id):
    return store.similarity_search(question, k=4)  # error: [tenant-filter-missing]


async def find(self, user_id, text):
    return await self.index.asimilarity_search(text)  # error: [tenant-filter-missing]
\`\`\`

\`\`\`python
def search(collection, text, user):
    return collection.query(query_texts=[text], n_results=3)  # error: [tenant-filter-missing]
\`\`\`

## Good

\`\`\`python
def answer(question, tenant_id):
    return store.similarity_search(question, k=4, filter={"tenant": tenant_id})


def other(question, tenant_id):
    return stores[tenant_id].similarity_search(question)


def alone(question):
    return store.similarity_search(question)
\`\`\`

\`\`\`python
def search(collection, text, user):
    return collection.query(query_texts=[text], n_results=3, where={"tenant": user.tenant})


def find(session, user):
    return session.query(Document).all()
\`\`\`
`,
  'vector-filter-built': `# vector-filter-built

Filter expressions are a small language. A value that holds \`" or id > 0\` turns the filter of one customer into one for all.

## How to fix

Use filter objects (\`{"tenant": tenant}\`), or the parameters of the expression (\`filter_params\` in Milvus).

## Bad

\`\`\`python
from flask import request
from pymilvus import MilvusClient

client = MilvusClient("x.db")
client.search("docs", data=[v], filter=f"tenant == '{request.args['t']}'")  # error: [vector-filter-built]
rule = "owner == '" + owner + "'"
collection.query(expr=rule)  # error: [vector-filter-built]
\`\`\`

\`\`\`python
import weaviate
from flask import Flask, request

app = Flask(__name__)


@app.get("/find")
def find():
    client = weaviate.connect_to_local()
    return client.graphql_raw_query("{ Get { Docs(where: {valueText: \\"" + request.args["q"] + "\\"}) } }")  # error: [vector-filter-built]
\`\`\`

## Good

\`\`\`python
client.search("docs", data=[v], filter="tenant == {t}", filter_params={"t": tenant})
store.similarity_search(text, filter={"tenant": tenant})
collection.query(expr="id > 0")
plot(filter=f"{name}")
\`\`\`
`,
  'vector-store-open': `# vector-store-open

Vector stores ask for no login unless they are told to, and hold the text of every document. One that can be reached without a key can be read, and poisoned.

## How to fix

Use https and a key.

## Bad

\`\`\`python
import chromadb
from qdrant_client import QdrantClient

QdrantClient(url="http://qdrant.example.com:6333", api_key=key)  # error: [vector-store-open]
chromadb.HttpClient(host="chroma.example.com")  # error: [vector-store-open]
\`\`\`

\`\`\`python
from chromadb.config import Settings

settings = Settings(allow_reset=True)  # error: [vector-store-open]
\`\`\`

## Good

\`\`\`python
import chromadb
from qdrant_client import QdrantClient

QdrantClient(":memory:")
QdrantClient("localhost", port=6333)
QdrantClient(url="https://qdrant.example.com", api_key=key)
chromadb.HttpClient(host="chroma", port=8000)
\`\`\`

\`\`\`python
from chromadb.config import Settings

settings = Settings(anonymized_telemetry=False)
\`\`\`
`,
}
