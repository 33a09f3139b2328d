// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'torch-load-unsafe': `# torch-load-unsafe

\`torch.load\` unpickles, so that a checkpoint runs code when it is read. Since PyTorch 2.6 \`weights_only=True\` is the default; before, it had to be asked for.

## How to fix

Pass \`weights_only=True\`, or read safetensors.

## Bad

\`\`\`python
import torch

model = torch.load("model.pt")  # error: [torch-load-unsafe]
model = torch.load("model.pt", weights_only=False)  # error: [torch-load-unsafe]
\`\`\`

## Good

\`\`\`python
import torch

weights = torch.load("model.pt", weights_only=True)
\`\`\`
`,
  'unsafe-unpickling': `# unsafe-unpickling

A pickle is a program: reading it runs the functions that it names with the arguments that it holds. \`marshal\`, \`shelve\`, \`dill\`, \`joblib\` and numpy's object arrays are the same underneath. Block-lists inside an unpickler have been passed again and again.

## How to fix

Store tables as Parquet or CSV, values as JSON, arrays as \`.npy\` without objects, models in a format without code (safetensors, ONNX).

## Bad

\`\`\`python
import pickle
import shelve
from pickle import loads as read

import joblib
import numpy as np
import pandas as pd

with open("model.pkl", "rb") as file:
    model = pickle.load(file)  # error: [unsafe-unpickling]
value = read(b"...")  # error: [unsafe-unpickling]
reader = pickle.Unpickler(file)  # error: [unsafe-unpickling]
store = shelve.open("x")  # error: [unsafe-unpickling]
other = joblib.load("model.joblib")  # error: [unsafe-unpickling]
frame = pd.read_pickle("frame.pkl")  # error: [unsafe-unpickling]
array = np.load("x.npy", allow_pickle=True)  # error: [unsafe-unpickling]
\`\`\`

## Good

\`\`\`python
import json
import pickle

import numpy as np
import pandas as pd

frame = pd.read_parquet("frame.parquet")
array = np.load("x.npy")
value = json.loads("{}")
data = pickle.dumps(value)
\`\`\`
`,
  'yaml-load-unsafe': `# yaml-load-unsafe

PyYAML's \`load\` without a safe loader follows tags such as \`!!python/object/apply:os.system\`, so that reading a document runs code.

## How to fix

Use \`yaml.safe_load\`, or pass \`Loader=yaml.SafeLoader\`.

## Bad

\`\`\`python
import yaml

config = yaml.load(text)  # error: [yaml-load-unsafe]
config = yaml.load(text, Loader=yaml.Loader)  # error: [yaml-load-unsafe]
config = yaml.unsafe_load(text)  # error: [yaml-load-unsafe]
\`\`\`

## Good

\`\`\`python
import yaml
from yaml import CSafeLoader

config = yaml.safe_load(text)
config = yaml.load(text, Loader=yaml.SafeLoader)
config = yaml.load(text, CSafeLoader)
\`\`\`
`,
}
