# The policy of the throughput measurement row by row with pandas apply; prints rows a second.
import hashlib
import hmac
import sys
import time

import pandas as pd

path, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
key = bytes([3]) * 32
desks = {"d1", "d2", "d3"}


def pseudonym(text):
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def masked(row):
    return pd.Series([row["n"], pseudonym(row["isin"]), pseudonym(row["email"]), pseudonym(row["account"]), row["region"], row["desk"]])


start = time.perf_counter()
frame = pd.read_csv(path, nrows=count)
kept = frame[frame.apply(lambda row: row["region"] == "EMEA" and row["desk"] in desks, axis=1)]
kept.apply(masked, axis=1).to_csv(out, index=False)
print(count / (time.perf_counter() - start))
