// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'data-not-pinned': `# data-not-pinned

A branch moves. Tomorrow the same script reads other data, or what somebody has put there.

## How to fix

Name a commit or a release, and check the hash of what comes.

## Bad

\`\`\`python
import pandas as pd
import requests

base = "https://raw.githubusercontent.com/acme/data/main/"
frame = pd.read_csv(base + "bonds.csv")  # error: [data-not-pinned]
requests.get("https://github.com/acme/data/raw/master/a.json")  # error: [data-not-pinned]
\`\`\`

## Good

\`\`\`python
import pandas as pd

pd.read_csv("https://raw.githubusercontent.com/acme/data/0123abc/bonds.csv")
pd.read_csv("bonds.csv")
\`\`\`
`,
  'determinism-off': `# determinism-off

With \`cudnn.benchmark\` cuDNN tries several algorithms and takes the fastest, which may be another one in the next run. The same seed then gives other weights and other scores.

## How to fix

Call \`torch.use_deterministic_algorithms(True)\` and leave \`cudnn.benchmark\` off. Where speed matters more, say so in a suppression.

## Bad

\`\`\`python
import torch

torch.backends.cudnn.benchmark = True  # error: [determinism-off]
torch.backends.cudnn.deterministic = False  # error: [determinism-off]
torch.use_deterministic_algorithms(False)  # error: [determinism-off]
\`\`\`

## Good

\`\`\`python
import torch

torch.backends.cudnn.benchmark = False
torch.backends.cudnn.deterministic = True
torch.use_deterministic_algorithms(True)
\`\`\`
`,
  'determinism-unset': `# determinism-unset

cuDNN tries several algorithms and takes the fastest, which may be another one in the next run.

## How to fix

Call \`torch.use_deterministic_algorithms(True)\` and leave \`cudnn.benchmark\` off.

## Bad

\`\`\`python
import torch

torch.manual_seed(1)  # error: [determinism-unset]
\`\`\`

## Good

\`\`\`python
import torch

torch.manual_seed(1)
torch.use_deterministic_algorithms(True)
\`\`\`
`,
  'leak-from-test-data': `# leak-from-test-data

A scaler that has seen the test data tells the model about it, so that the score is too good and nobody gets it again.

## How to fix

Split first and fit to the training part only, or put both into a pipeline.

## Bad

\`\`\`python
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()
scaled = scaler.fit_transform(x)  # error: [leak-from-test-data]
a, b = train_test_split(scaled, random_state=1)
\`\`\`

\`\`\`python
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler


def prepare(frame, target):
    frame[["a", "b"]] = MinMaxScaler().fit_transform(frame[["a", "b"]])  # error: [leak-from-test-data]
    return train_test_split(frame, target, random_state=1)


def select(x, y):
    best = SelectKBest(k=5).fit_transform(x, y)  # error: [leak-from-test-data]
    return train_test_split(best, y, random_state=1)
\`\`\`

\`\`\`python
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split as halves


def impute(x, y):
    x = SimpleImputer().fit_transform(x)  # error: [leak-from-test-data]
    return halves(x, y, random_state=1)
\`\`\`

\`\`\`python
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler


def scale(x, y):
    scaler = MinMaxScaler()
    scaler.fit(x)  # error: [leak-from-test-data]
    return train_test_split(scaler.transform(x), y, random_state=1)
\`\`\`

## Good

\`\`\`python
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

a, b = train_test_split(x, random_state=1)
scaler = StandardScaler()
a = scaler.fit_transform(a)
b = scaler.transform(b)
\`\`\`

\`\`\`python
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

target = LabelEncoder().fit_transform(target)
a, b, c, d = train_test_split(table, target, random_state=1)
\`\`\`
`,
  'personal-path': `# personal-path

A path in somebody's home folder works on one machine, and tells who it belongs to.

## How to fix

Use a relative path, or a parameter.

## Bad

\`\`\`python
import pandas as pd

frame = pd.read_csv("/home/anna/data/bonds.csv")  # error: [personal-path]
folder = "C:\\\\Users\\\\anna\\\\"
open(folder + "x.txt")  # error: [personal-path]
\`\`\`

## Good

\`\`\`python
import pandas as pd

frame = pd.read_csv("data/bonds.csv")
print("/home/anna/data")
open("/tmp/x")
\`\`\`
`,
  'random-state-missing': `# random-state-missing

Without \`random_state\`, a split or a model is another one in every run.

## How to fix

Pass \`random_state\`.

## Bad

\`\`\`python
import pandas as pd
from sklearn.ensemble import RandomForestClassifier as Forest
from sklearn.model_selection import train_test_split

a, b = train_test_split(x)  # error: [random-state-missing]
model = Forest(n_estimators=10)  # error: [random-state-missing]
part = pd.read_csv("a.csv").sample(10)  # error: [random-state-missing]
\`\`\`

\`\`\`python
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import KFold, StratifiedKFold

folds = KFold(n_splits=5, shuffle=True)  # error: [random-state-missing]
others = StratifiedKFold(5, shuffle=True)  # error: [random-state-missing]
groups = KMeans(3, random_state=None)  # error: [random-state-missing]
points, names = make_blobs(100)  # error: [random-state-missing]
settings = {"n_estimators": 200}
model = GradientBoostingRegressor(**settings)  # error: [random-state-missing]


def thin(frame):
    return frame.sample(frac=0.1)  # error: [random-state-missing]
\`\`\`

\`\`\`python
import random

from sklearn.ensemble import ExtraTreesClassifier

random.seed(1)
model = ExtraTreesClassifier()  # error: [random-state-missing]
\`\`\`

## Good

\`\`\`python
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

a, b = train_test_split(x, random_state=1)
c, d = train_test_split(x, shuffle=False)
model = LinearRegression()
\`\`\`

\`\`\`python
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import KFold

folds = KFold(n_splits=5)
others = KFold(n_splits=5, shuffle=True, random_state=3)
settings = {"n_estimators": 200, "random_state": 4}
model = GradientBoostingRegressor(**settings)


def train(given, frame, distribution):
    distribution.sample()
    return GradientBoostingRegressor(**given), frame.sample(n=5, random_state=1)
\`\`\`
`,
  'seed-missing': `# seed-missing

Without a seed, a figure or a model can't be made again, and nobody can tell whether a change helped. One finding for each library; \`random\` counts only beside numpy or a library that learns, because passwords and games need no seed.

## How to fix

Set a seed: \`random.seed(1)\`, \`rng = np.random.default_rng(1)\`, \`torch.manual_seed(1)\`.

## Bad

\`\`\`python
import random

import numpy as np

x = random.random()  # error: [seed-missing]
y = np.random.normal(0, 1, 10)  # error: [seed-missing]
z = random.choice("abc")
\`\`\`

\`\`\`python
import numpy as np
import torch
from numpy.random import RandomState, default_rng

torch.manual_seed(0)
rng = default_rng()  # error: [seed-missing]
other = RandomState(None)  # error: [seed-missing]
noise = np.random.normal(0, 1, 10)  # error: [seed-missing]
weights = torch.randn(3)
\`\`\`

## Good

\`\`\`python
import numpy as np

np.random.seed(1)
y = np.random.normal(0, 1, 10)
rng = np.random.default_rng(1)
z = rng.normal()
\`\`\`

\`\`\`python
import numpy as np

parts = np.random.SeedSequence(8).spawn(4)
generators = [np.random.default_rng(part) for part in parts]


def draw(rng=None):
    rng = rng or np.random.default_rng(0)
    return rng.normal()


class Jitter:
    seed: int | None = None

    def move(self, values):
        return values + np.random.default_rng(self.seed).normal(size=len(values))
\`\`\`

\`\`\`python
import random

import numpy as np


def backoff(attempt):
    return min(60, 2**attempt) + random.random()


print(np.mean([1, 2]))
\`\`\`
`,
  'seed-varies': `# seed-varies

A seed from the clock, the process or the hash of a text is no seed: it is another one in every run.

## How to fix

Use a constant, and write down which.

## Bad

\`\`\`python
import random
import time

import numpy as np

random.seed(time.time())  # error: [seed-varies]
np.random.seed(int(time.time()))  # error: [seed-varies]
random.seed(hash("name"))  # error: [seed-varies]
\`\`\`

\`\`\`python
import os
import random
import time

import numpy as np

random.seed()  # error: [seed-varies]
np.random.seed(int(time.time()) % 1000)  # error: [seed-varies]
now = time.time_ns()
rng = np.random.RandomState(now & 0xFFFF)  # error: [seed-varies]
np.random.seed(int.from_bytes(os.urandom(4), "big"))  # error: [seed-varies]
\`\`\`

\`\`\`python
import numpy as np

np.random.seed(None)  # error: [seed-varies]
\`\`\`

## Good

\`\`\`python
import random

random.seed(42)
random.seed(number)
\`\`\`
`,
}
