// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'account-number-in-code': `# account-number-in-code

The checksum is right, so the number may be someone's. Numbers that payment services publish for tests are a remark only.

## How to fix

Take the data from a dataset, or use the test numbers of the payment service.

## Bad

\`\`\`python
card = "4539 1488 0343 6467"  # error: [account-number-in-code]
account = {"iban": "DE89370400440532013000"}  # error: [account-number-in-code]
text = "paid from GB82 WEST 1234 5698 7654 32"  # error: [account-number-in-code]
\`\`\`

## Good

\`\`\`python
# 4539 1488 0343 6467
card = "4539 1488 0343 6468"
iban = "DE00370400440532013000"
number = "1234567890123456"
isin = "US0378331005"
digest = "4539148803436467abc"
\`\`\`
`,
  'email-in-code': `# email-in-code

An address tells who a person is. In code it is often a customer who was copied into a test.

## How to fix

Take it from the settings, or use \`example.com\`, which is kept free for that (RFC 2606).

## Bad

\`\`\`python
customers = ["mary.poole@gmail.com"]  # error: [email-in-code]
body = "Write to j.k.lind@posteo.de today."  # error: [email-in-code]
\`\`\`

## Good

\`\`\`python
# mary.poole@gmail.com
customers = ["mary@example.com", "user1@test.com"]
sender = "no-reply@cordon.dev"
remote = "git@github.com:a/b.git"
pattern = r"[\\w.]+@[\\w.]+"
decorator = "@app.route"
__author__ = "Mary Poole <mary.poole@gmail.com>"
\`\`\`
`,
  'image-place-read': `# image-place-read

A telephone writes coordinates into each picture; a face is a name to whoever has enough pictures.

## How to fix

Keep only the pixels, and ask first.

## Bad

\`\`\`python
from PIL import Image

picture = Image.open("a.jpg")
print(picture.getexif())  # error: [image-place-read]
\`\`\`

## Good

\`\`\`python
from PIL import Image

picture = Image.open("a.jpg")
print(picture.size)
\`\`\`
`,
  'medical-record-in-code': `# medical-record-in-code

What illness a person has is among the data that law protects most (GDPR article 9, HIPAA).

## How to fix

Take the data from a dataset, where access is governed and recorded.

## Bad

\`\`\`python
note = "Seen on Monday, MRN: 00482913, improving."  # error: [medical-record-in-code]
case = {"patient": "Ann Lee", "diagnosis": "E11.9"}  # error: [medical-record-in-code]
\`\`\`

\`\`\`python
patient = {"name": "Anna Schmidt", "mrn": "MRN-48291034", "dob": "1984-03-12"}  # error: [medical-record-in-code]
\`\`\`

## Good

\`\`\`python
labels = {"diagnosis": "E11.9"}
columns = {"patient": "str", "diagnosis": "category"}
text = "The MRN is a number."
\`\`\`
`,
  'national-id-in-code': `# national-id-in-code

Numbers of real people in code end up in its history and in prompts. Twelve kinds are known by form and checksum; some only under a name that says what they are.

## How to fix

Take the data from a dataset, where access is governed, or use made-up numbers that can't be real (\`000-00-0000\`).

## Bad

\`\`\`python
rows = [("Ann", "536-22-8145")]  # error: [national-id-in-code]
person = {"dni": "12345678Z"}  # error: [national-id-in-code]
note = "taxpayer 529.982.247-25 paid"  # error: [national-id-in-code]
bsn = "111222333"  # error: [national-id-in-code]
ssn = 536228145  # error: [national-id-in-code]
\`\`\`

\`\`\`python
steuer_id = "86095742719"  # error: [national-id-in-code]
passport_no = "C01X00T47"  # error: [national-id-in-code]
\`\`\`

## Good

\`\`\`python
"""SSN 536-22-8145"""
# 536-22-8145
ssn = "000-00-0000"
pattern = r"\\d{3}-\\d{2}-\\d{4}"
order = "12345678A"
part = "529.982.247-26"
number = 536228145
date = "2024-01-15"
bsn = "111222334"
\`\`\`

\`\`\`python
steuer_id = "86095742718"
passport_field = "passport"
order_no = "C01X00T47"
\`\`\`
`,
  'personal-columns-shown': `# personal-columns-shown

What is printed is in logs and notebooks, which are shared more widely than the data.

## How to fix

Show counts, or masked values.

## Bad

\`\`\`python
import logging

import pandas as pd

df = pd.read_csv("people.csv")
print(df["email"])  # error: [personal-columns-shown]
print(df[["name", "ssn"]].head())  # error: [personal-columns-shown]
COLUMN = "phone_number"
print(f"numbers: {df[COLUMN].tolist()}")  # error: [personal-columns-shown]
logging.info(df.loc[0, "date_of_birth"])  # error: [personal-columns-shown]
\`\`\`

## Good

\`\`\`python
import pandas as pd

df = pd.read_csv("people.csv")
print(df["email"].nunique())
print(df["city"].head())
print(len(df["ssn"]))
print("email")
\`\`\`
`,
  'personal-data-hashed': `# personal-data-hashed

There are a billion social security numbers, and a laptop hashes them all in minutes. A plain hash is a pseudonym that anyone can lift.

## How to fix

Use \`hmac.new(key, value, "sha256")\` with a key that is kept apart from the data.

## Bad

\`\`\`python
import hashlib


def hide(ssn, row):
    a = hashlib.sha256(ssn.encode()).hexdigest()  # error: [personal-data-hashed]
    return hashlib.md5(str(row["email"]).encode()).hexdigest(), a  # error: [personal-data-hashed]
\`\`\`

## Good

\`\`\`python
import hashlib
import hmac


def hide(ssn, key, text):
    hashlib.sha256(text.encode())
    return hmac.new(key, ssn.encode(), "sha256").hexdigest()
\`\`\`
`,
  'personal-data-logged': `# personal-data-logged

Logs are kept long and read by many; a person who asks to be forgotten is still in them.

## How to fix

Log an internal number of the user.

## Bad

\`\`\`python
import logging

logger = logging.getLogger(__name__)


def register(user, email):
    logging.info("new user %s", email)  # error: [personal-data-logged]
    logger.warning(f"{user.date_of_birth} is too young")  # error: [personal-data-logged]
\`\`\`

\`\`\`python
import structlog

log = structlog.get_logger()
log.info("customer", dob=customer["date_of_birth"])  # error: [personal-data-logged]
print("email:", user.email)  # error: [personal-data-logged]
\`\`\`

## Good

\`\`\`python
import logging


def register(user, email_count):
    logging.info("new user %s", user.id)
    logging.info("email %d", email_count)
\`\`\`
`,
  'personal-data-sent': `# personal-data-sent

Who receives personal data has to be known, and recorded, before it goes. A prompt is a transfer like any other.

## How to fix

Leave such columns out, or send a keyed hash in their place.

## Bad

\`\`\`python
import pandas as pd
import requests
from openai import OpenAI

df = pd.read_csv("people.csv")
requests.post("https://example.com", json=df["email"].tolist(), timeout=5)  # error: [personal-data-sent]
rows = df[["name", "ssn"]].to_json()
requests.post("https://example.com", data=rows, timeout=5)  # error: [personal-data-sent]
client = OpenAI()
client.chat.completions.create(model="m", messages=[{"role": "user", "content": f"{df['diagnosis']}"}])  # error: [personal-data-sent]
\`\`\`

\`\`\`python
import requests


def push(df):
    requests.post("https://crm.example.com/api", json={"email": df["email"].iloc[0]}, timeout=3)  # error: [personal-data-sent]
\`\`\`

## Good

\`\`\`python
import pandas as pd
import requests

df = pd.read_csv("people.csv")
requests.post("https://example.com", json=df["city"].tolist(), timeout=5)
requests.get("https://example.com", params={"email": "no"}, timeout=5)
df["email"].to_csv("out.csv")
\`\`\`

\`\`\`python
import requests


def push(df):
    requests.post("https://crm.example.com/api", json={"count": len(df), "mean": df["amount"].mean()}, timeout=3)
\`\`\`
`,
  'phone-in-code': `# phone-in-code

A telephone number leads to a person.

## How to fix

Take it from the settings, or use one that is kept free for fiction (\`+1 202 555 0123\`).

## Bad

\`\`\`python
contact = "+49 30 2093 7066"  # error: [phone-in-code]
row = {"phone": "212-736-5087"}  # error: [phone-in-code]
\`\`\`

## Good

\`\`\`python
# +49 30 2093 7066
contact = "+1 202 555 0123"
row = {"phone": "555-0100", "part": "212-736-5087"}
total = "+100000"
version = "1.2.3+20240115.4821"
\`\`\`
`,
}
