// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
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
}
