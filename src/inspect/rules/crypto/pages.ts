// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'cipher-without-authentication': `# cipher-without-authentication

In CBC and CTR mode, whoever changes the ciphertext changes the plaintext, and nobody notices.

## How to fix

Use an authenticated mode, or add an HMAC over the ciphertext.

## Bad

\`\`\`python
from Crypto.Cipher import AES

cipher = AES.new(key, AES.MODE_CBC, iv)  # error: [cipher-without-authentication]
\`\`\`

## Good

\`\`\`python
from Crypto.Cipher import AES

cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
\`\`\`
`,
  'ecb-mode': `# ecb-mode

In ECB mode equal blocks of plaintext give equal blocks of ciphertext: the pattern of the data stays visible, and blocks can be moved around.

## How to fix

Use an authenticated mode (GCM, ChaCha20-Poly1305).

## Bad

\`\`\`python
from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import modes as m

cipher = AES.new(key, AES.MODE_ECB)  # error: [ecb-mode]
MODE = AES.MODE_ECB
cipher = AES.new(key, mode=MODE)  # error: [ecb-mode]
mode = m.ECB()  # error: [ecb-mode]
\`\`\`

## Good

\`\`\`python
from Crypto.Cipher import AES

cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
cipher = AES.new(key, AES.MODE_CBC, iv)
ECB = "European Central Bank"
\`\`\`
`,
  'iv-constant': `# iv-constant

With a constant start, equal messages look equal; in GCM or CTR mode two messages under one nonce give both away, and the key that authenticates them.

## How to fix

Make the vector or nonce anew for every message (\`os.urandom(12)\`, \`get_random_bytes(16)\`) and send it along.

## Bad

\`\`\`python
from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

IV = b"\\x00" * 16
cipher = AES.new(key, AES.MODE_CBC, IV)  # error: [iv-constant]
cipher = AES.new(key, AES.MODE_GCM, nonce=b"123456789012")  # error: [iv-constant]
cipher = AES.new(key, AES.MODE_CBC, iv=bytes(16))  # error: [iv-constant]
mode = modes.CBC("1234567890123456".encode())  # error: [iv-constant]
box = AESGCM(key)
sealed = box.encrypt(b"000000000000", data, None)  # error: [iv-constant]
\`\`\`

## Good

\`\`\`python
import os

from Crypto.Cipher import AES
from Crypto.Random import get_random_bytes
from cryptography.hazmat.primitives.ciphers import modes

iv = get_random_bytes(16)
cipher = AES.new(key, AES.MODE_CBC, iv)
mode = modes.CBC(os.urandom(16))
cipher = AES.new(key, AES.MODE_CBC, message[:16])
\`\`\`
`,
  'kdf-too-few-rounds': `# kdf-too-few-rounds

A derivation function is only as good as the work it does. What took a second in 2000 takes a millisecond now.

## How to fix

600,000 rounds of PBKDF2 with SHA-256 (210,000 with SHA-512), \`n=2**15\` for scrypt, 12 for bcrypt, or argon2.

## Bad

\`\`\`python
import hashlib

import bcrypt
from Crypto.Protocol.KDF import PBKDF2

ROUNDS = 1000
key = hashlib.pbkdf2_hmac("sha256", password, salt, ROUNDS)  # error: [kdf-too-few-rounds]
key = hashlib.pbkdf2_hmac(hash_name="sha256", password=password, salt=salt, iterations=10 * 100)  # error: [kdf-too-few-rounds]
key = hashlib.scrypt(password, salt=salt, n=1024, r=8, p=1)  # error: [kdf-too-few-rounds]
key = PBKDF2(password, salt, 32)  # error: [kdf-too-few-rounds]
salt = bcrypt.gensalt(4)  # error: [kdf-too-few-rounds]
\`\`\`

\`\`\`python
from werkzeug.security import generate_password_hash

stored = generate_password_hash(password, method="pbkdf2:sha256:1000")  # error: [kdf-too-few-rounds]
other = generate_password_hash(password, method="sha256")  # error: [kdf-too-few-rounds]
\`\`\`

## Good

\`\`\`python
import hashlib

import bcrypt
from Crypto.Protocol.KDF import PBKDF2

key = hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
key = hashlib.pbkdf2_hmac("sha256", password, salt, rounds)
key = hashlib.scrypt(password, salt=salt, n=2**15, r=8, p=1)
key = PBKDF2(password, salt, 32, count=1_000_000)
salt = bcrypt.gensalt()
\`\`\`

\`\`\`python
from werkzeug.security import generate_password_hash

stored = generate_password_hash(password)
other = generate_password_hash(password, method="scrypt")
\`\`\`
`,
  'key-in-code': `# key-in-code

Whoever reads the code can decipher the data and sign in its name; and a key in the code is hardly ever changed.

## How to fix

Read keys from a secret store or a file with narrow permissions.

## Bad

\`\`\`python
import hmac

import jwt
from Crypto.Cipher import AES
from cryptography.fernet import Fernet

KEY = b"sixteen byte key"
cipher = AES.new(KEY, AES.MODE_GCM)  # error: [key-in-code]
box = Fernet(key=b"ZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY=")  # error: [key-in-code]
token = jwt.encode({"sub": "1"}, "s3cr3t", algorithm="HS256")  # error: [key-in-code]
tag = hmac.new("key".encode(), data, "sha256")  # error: [key-in-code]
\`\`\`

## Good

\`\`\`python
import os

import jwt
from cryptography.fernet import Fernet

box = Fernet(Fernet.generate_key())
token = jwt.encode({"sub": "1"}, os.environ["SIGNING"], algorithm="HS256")
claims = jwt.decode(token, "", options={"verify_signature": False})
\`\`\`
`,
  'password-hash-fast': `# password-hash-fast

SHA-256 is built to be fast: a graphics card tries billions of passwords a second, salt or not.

## How to fix

Use argon2, bcrypt, \`hashlib.scrypt\`, or \`hashlib.pbkdf2_hmac\` with enough rounds.

## Bad

\`\`\`python
import hashlib


def store(password, salt, user):
    a = hashlib.sha256(password.encode()).hexdigest()  # error: [password-hash-fast]
    b = hashlib.md5((password + salt).encode("utf-8"))  # error: [password-hash-fast]
    c = hashlib.new("sha512", f"{salt}{user.password}".encode())  # error: [password-hash-fast]
    h = hashlib.sha1()
    h.update(password.encode())  # error: [password-hash-fast]
    return a, b, c
\`\`\`

\`\`\`python
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # error: [password-hash-fast]
\`\`\`

## Good

\`\`\`python
import hashlib


def store(password, salt, text, password_file):
    a = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)
    b = hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=1)
    c = hashlib.sha256(text.encode())
    settings = {}
    settings.update(password)
    return a, b, c
\`\`\`
`,
  'random-for-secret': `# random-for-secret

\`random\` is a Mersenne Twister: 624 outputs tell all that follow. \`uuid1\` is the time and the machine.

## How to fix

Use \`secrets.token_urlsafe()\`, \`secrets.choice()\` or \`random.SystemRandom()\`.

## Bad

\`\`\`python
import random
import string
import uuid
from random import choices


def generate_password(length):
    return "".join(random.choice(string.ascii_letters) for _ in range(length))  # error: [random-for-secret]


token = "".join(choices(string.hexdigits, k=32))  # error: [random-for-secret]
session = {"session_id": random.getrandbits(128)}  # error: [random-for-secret]
reset_token = str(uuid.uuid1())  # error: [random-for-secret]
\`\`\`

\`\`\`python
import random


async def make_password_for(user):
    return "".join(random.sample("abcdefghijkmn23456789", 12))  # error: [random-for-secret]
\`\`\`

\`\`\`python
import random


def session_key():
    return "%032x" % random.getrandbits(128)  # error: [random-for-secret]
\`\`\`

## Good

\`\`\`python
import random
import secrets
import string


def generate_password(length):
    return "".join(secrets.choice(string.ascii_letters) for _ in range(length))


token_count = random.randint(1, 5)
sample = random.choices(range(10), k=3)
generator = random.SystemRandom()
api_key = generator.choice("abc")
password_lengths = [random.randint(8, 12) for _ in range(3)]
\`\`\`
`,
  'rsa-padding-weak': `# rsa-padding-weak

With PKCS #1 v1.5 padding, a server that tells good from bad padding deciphers messages for anyone who asks often enough (Bleichenbacher 1998, still found in 2018 as ROBOT).

## How to fix

Use OAEP (\`PKCS1_OAEP\`, \`padding.OAEP\`). For signatures, v1.5 is not affected.

## Bad

\`\`\`python
from Crypto.Cipher import PKCS1_v1_5
from cryptography.hazmat.primitives.asymmetric import padding


def seal(public, data):
    box = PKCS1_v1_5.new(public)  # error: [rsa-padding-weak]
    return public.encrypt(data, padding.PKCS1v15())  # error: [rsa-padding-weak]
\`\`\`

## Good

\`\`\`python
from Crypto.Cipher import PKCS1_OAEP
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding


def seal(public, private, data):
    box = PKCS1_OAEP.new(public)
    private.sign(data, padding.PKCS1v15(), hashes.SHA256())
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    return public.encrypt(data, oaep)
\`\`\`
`,
  'salt-constant': `# salt-constant

With one salt for all, equal passwords have equal hashes, and one table of guesses serves for every user.

## How to fix

Make a salt for each password with \`os.urandom(16)\` or \`secrets.token_bytes(16)\` and store it beside the hash.

## Bad

\`\`\`python
import hashlib

from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

SALT = b"pepper"
key = hashlib.pbkdf2_hmac("sha256", password, b"salt", 600_000)  # error: [salt-constant]
key = hashlib.scrypt(password, salt=SALT, n=2**15, r=8, p=1)  # error: [salt-constant]
kdf = PBKDF2HMAC(algorithm, 32, salt="salt".encode(), iterations=600_000)  # error: [salt-constant]
\`\`\`

## Good

\`\`\`python
import hashlib
import os

salt = os.urandom(16)
key = hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
key = hashlib.scrypt(password, salt=row["salt"], n=2**15, r=8, p=1)
\`\`\`
`,
  'small-key': `# small-key

RSA keys of 512 bits are factored in hours on rented machines; 1024 bits are within reach of states (NIST SP 800-131A).

## How to fix

At least 2048 bits for RSA, DSA and Diffie-Hellman, better 3072; 256 bits for curves.

## Bad

\`\`\`python
import rsa as toy
from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.asymmetric import ec, rsa

key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # error: [small-key]
BITS = 512
public, private = toy.newkeys(BITS)  # error: [small-key]
key = RSA.generate(2 ** 10)  # error: [small-key]
curve = ec.SECP192R1()  # error: [small-key]
\`\`\`

\`\`\`python
from cryptography.hazmat.primitives.asymmetric import rsa

rsa.generate_private_key(public_exponent=3, key_size=2048)  # error: [small-key]
\`\`\`

## Good

\`\`\`python
from cryptography.hazmat.primitives.asymmetric import ec, rsa

key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
key = rsa.generate_private_key(65537, bits)
curve = ec.SECP256R1()
\`\`\`
`,
  'token-too-short': `# token-too-short

Four random bytes are guessed by trying: a server that answers a thousand requests a second has seen half of them in three weeks.

## How to fix

Take at least 16 bytes; without an argument, the functions choose a good length.

## Bad

\`\`\`python
import secrets

link = secrets.token_urlsafe(4)  # error: [token-too-short]
SIZE = 2
code = secrets.token_hex(nbytes=SIZE)  # error: [token-too-short]
number = secrets.randbits(16)  # error: [token-too-short]
\`\`\`

## Good

\`\`\`python
import secrets

link = secrets.token_urlsafe()
code = secrets.token_hex(16)
number = secrets.randbits(256)
\`\`\`
`,
  'weak-cipher': `# weak-cipher

DES keys are tried out in a day, RC4 leaks its plaintext, and ciphers with 64-bit blocks (3DES, Blowfish, CAST5, IDEA) repeat blocks after a few gigabytes (CVE-2016-2183).

## How to fix

Use \`AESGCM\` or \`ChaCha20Poly1305\` of \`cryptography\`, or \`Fernet\`.

## Bad

\`\`\`python
import pyDes
from Crypto.Cipher import ARC4, DES as cipher
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

a = cipher.new(key, cipher.MODE_CBC, iv)  # error: [weak-cipher]
b = ARC4.new(key)  # error: [weak-cipher]
c = Cipher(algorithms.TripleDES(key), mode)  # error: [weak-cipher]
d = pyDes.des(key)  # error: [weak-cipher]
\`\`\`

## Good

\`\`\`python
from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

a = AES.new(key, AES.MODE_GCM)
b = AESGCM(key)
c = algorithms.AES(key)
DES = {"new": 1}
\`\`\`
`,
  'weak-hash': `# weak-hash

For MD5 and SHA-1, two texts with the same hash are made in seconds to days. For checksums of own files and cache keys that does not matter, so the finding is mild; in a function about signatures, tokens or passwords it is not.

## How to fix

Use \`hashlib.sha256\` or \`blake2b\`. Where the hash protects nothing, say so with \`usedforsecurity=False\`.

## Bad

\`\`\`python
import hashlib
from hashlib import md5 as digest

from Crypto.Hash import SHA1
from cryptography.hazmat.primitives import hashes

a = hashlib.md5(b"x").hexdigest()  # error: [weak-hash]
b = digest(b"x")  # error: [weak-hash]
c = hashlib.new("sha1", b"x")  # error: [weak-hash]
algorithm = "md5"
d = hashlib.new(name=algorithm)  # error: [weak-hash]
e = SHA1.new(b"x")  # error: [weak-hash]
f = hashes.MD5()  # error: [weak-hash]
g = getattr(hashlib, "sh" + "a1")(b"x")  # error: [weak-hash]


def sign(data):
    return hashlib.sha1(data).digest()  # error: [weak-hash]
\`\`\`

## Good

\`\`\`python
import hashlib

a = hashlib.sha256(b"md5").hexdigest()
b = hashlib.md5(b"x", usedforsecurity=False)
c = hashlib.new("sha3_256", b"x")


class Table:
    def md5(self, data):
        """hashlib.md5(data)"""
        return data


Table().md5(b"x")
\`\`\`
`,
}
