// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'connection-unpickled': `# connection-unpickled

\`Connection.recv()\`, managers with an address and ZeroMQ's \`recv_pyobj\` unpickle. Whoever reaches the port, and knows or guesses the key, runs code (CVE-2025-30165).

## How to fix

Send JSON or bytes, and check them.

## Bad

\`\`\`python
from multiprocessing.connection import Client, Listener
from multiprocessing.managers import BaseManager

listener = Listener(("0.0.0.0", 6000))  # error: [connection-unpickled]
client = Client(("host", 6000), authkey=b"x")  # error: [connection-unpickled]
manager = BaseManager(address=("", 50000), authkey=b"x")  # error: [connection-unpickled]
value = socket.recv_pyobj()  # error: [connection-unpickled]
\`\`\`

## Good

\`\`\`python
import json
from multiprocessing import Pipe
from multiprocessing.managers import BaseManager

left, right = Pipe()
manager = BaseManager()
value = json.loads(socket.recv())
\`\`\`
`,
  'corpus-unpickled': `# corpus-unpickled

joblib's and other caches keep results as pickles, and NLTK's models were pickles until 3.9 (CVE-2024-39705). Whoever can write to the folder runs code in the next script that reads it.

## How to fix

Keep the folder where only this program writes, or store Parquet or JSON.

## Bad

\`\`\`python
import diskcache
from joblib import Memory

memory = Memory("/tmp/cache")  # error: [corpus-unpickled]
cache = diskcache.Cache("folder")  # error: [corpus-unpickled]
\`\`\`

## Good

\`\`\`python
import functools

import joblib


@functools.lru_cache
def work(x):
    return x


joblib.Parallel(n_jobs=2)
\`\`\`

\`\`\`python
from joblib import Memory

memory = Memory("cache", verbose=0)
other = Memory(location=None)
\`\`\`
`,
  'decoder-hook': `# decoder-hook

JSON and msgpack hold no code, until a hook looks up a class by a name that the data gives: then they are pickles with another face.

## How to fix

Choose the class from a dictionary of those that are meant.

## Bad

\`\`\`python
import importlib
import json

import msgpack
import msgpack_numpy


def restore(data):
    module = importlib.import_module(data["module"])
    return getattr(module, data["class"])(**data["values"])


value = json.loads(text, object_hook=restore)  # error: [decoder-hook]
other = msgpack.unpackb(raw, object_hook=msgpack_numpy.decode)  # error: [decoder-hook]
\`\`\`

## Good

\`\`\`python
import json
from decimal import Decimal

CLASSES = {"bond": Bond}


def restore(data):
    return CLASSES[data["class"]](**data["values"]) if "class" in data else data


value = json.loads(text, object_hook=restore)
other = json.loads(text, parse_float=Decimal, object_pairs_hook=dict)
\`\`\`
`,
  'hdf-unpickled': `# hdf-unpickled

\`pandas.read_hdf\` restores columns of Python objects, and PyTables attributes, by unpickling. A file from a stranger runs code when it is read. Reading raw memory as objects does so too, and crashes at best.

## How to fix

Store tables as Parquet, and arrays with a plain number type.

## Bad

\`\`\`python
import numpy as np
import pandas as pd
from pandas import read_hdf as read

frame = pd.read_hdf("x.h5", "table")  # error: [hdf-unpickled]
other = read("x.h5")  # error: [hdf-unpickled]
store = pd.HDFStore("x.h5").get("table")  # error: [hdf-unpickled]
objects = np.fromfile("x.bin", dtype=object)  # error: [hdf-unpickled]
\`\`\`

## Good

\`\`\`python
import h5py
import numpy as np
import pandas as pd

frame = pd.read_parquet("x.parquet")
numbers = np.fromfile("x.bin", dtype="float64")
file = h5py.File("x.h5")
frame.to_hdf("x.h5", key="table")
\`\`\`
`,
  'hydra-instantiated': `# hydra-instantiated

\`hydra.utils.instantiate\` calls whatever function the key \`_target_\` names, \`os.system\` too. Resolving an OmegaConf tree reads the environment (\`\${oc.env:SECRET}\`) and calls resolvers.

## How to fix

Check the configuration against a schema, and choose from a dictionary of the classes that are meant.

## Bad

\`\`\`python
import json
import sys

from hydra.utils import instantiate as make
from omegaconf import OmegaConf

config = json.loads(sys.stdin.read())
model = make(config)  # error: [hydra-instantiated]
tree = OmegaConf.create(input())
values = OmegaConf.to_container(tree, resolve=True)  # error: [hydra-instantiated]
\`\`\`

## Good

\`\`\`python
from hydra.utils import instantiate
from omegaconf import OmegaConf

model = instantiate({"_target_": "torch.nn.Linear", "in_features": 1})
tree = OmegaConf.load("config.yaml")
values = OmegaConf.to_container(OmegaConf.create(input()), resolve=False)
\`\`\`
`,
  'keras-unsafe-load': `# keras-unsafe-load

A Keras model can hold Lambda layers, which are marshalled Python. \`safe_mode=False\` runs them; files in the old HDF5 format run them whatever \`safe_mode\` says (CVE-2025-1550, CVE-2025-9905).

## How to fix

Use the \`.keras\` format with \`safe_mode=True\`, which is the default, or build the model in code and load its weights.

## Bad

\`\`\`python
import keras
import tensorflow as tf
from tensorflow.keras.models import load_model as load

model = keras.models.load_model("m.keras", safe_mode=False)  # error: [keras-unsafe-load]
other = load("m.h5")  # error: [keras-unsafe-load]
third = tf.keras.models.load_model(filepath="m.hdf5")  # error: [keras-unsafe-load]
keras.config.enable_unsafe_deserialization()  # error: [keras-unsafe-load]
\`\`\`

## Good

\`\`\`python
import keras
from tensorflow.keras.models import load_model

model = load_model("m.keras")
other = keras.models.load_model("m.keras", safe_mode=True)
model.load_weights("m.weights.h5")
\`\`\`
`,
  'langchain-object-loaded': `# langchain-object-loaded

\`langchain_core.load.loads\` makes objects from JSON with \`lc\` keys. A text that a model or a user wrote can name classes and read secrets of the environment into them (CVE-2025-68664).

## How to fix

Pass \`allowed_objects=\` with the classes that are meant and leave \`secrets_from_env\` off.

## Bad

\`\`\`python
from langchain_core.load import loads
from langchain_core.load import load as make

chain = loads(text, secrets_from_env=True)  # error: [langchain-object-loaded]
other = make(data, allowed_objects="all")  # error: [langchain-object-loaded]
third = loads(text)  # error: [langchain-object-loaded]
\`\`\`

## Good

\`\`\`python
import json
from json import loads

from langchain_core.load import dumps

text = dumps(chain)
data = loads(text)
\`\`\`
`,
  'model-revision-unpinned': `# model-revision-unpinned

A model or data set is named by its repository only, so that the next run can get another one: results change, and whoever takes over the name or the account decides what is loaded.

## How to fix

Pass \`revision=\` with a commit, or load from a folder of your own.

## Bad

\`\`\`python
from datasets import load_dataset
from huggingface_hub import hf_hub_download
from transformers import AutoModel, pipeline

model = AutoModel.from_pretrained("org/model")  # error: [model-revision-unpinned]
name = "org/" + "model"
other = AutoModel.from_pretrained(name, revision="main")  # error: [model-revision-unpinned]
data = load_dataset("org/data")  # error: [model-revision-unpinned]
file = hf_hub_download(repo_id="org/model", filename="x.json")  # error: [model-revision-unpinned]
\`\`\`

## Good

\`\`\`python
from datasets import load_dataset
from transformers import AutoModel

REVISION = "8d34f1c"
model = AutoModel.from_pretrained("org/model", revision=REVISION)
local = AutoModel.from_pretrained("./models/mine")
other = AutoModel.from_pretrained("/models/mine")
data = load_dataset("csv", data_files="x.csv")
offline = AutoModel.from_pretrained("org/model", local_files_only=True)
\`\`\`
`,
  'model-unpickled': `# model-unpickled

Many libraries keep models as pickles, or as graphs that read files when they run (TensorFlow's \`SavedModel\`). Their \`load\` runs code that the file holds, whatever its ending says.

## How to fix

Load models only from a store that you control, by digest. Where there is a choice use safetensors, ONNX, or a format of plain numbers.

## Bad

\`\`\`python
import mlflow
import tensorflow as tf
from gensim.models import Word2Vec

model = mlflow.pyfunc.load_model(uri)  # error: [model-unpickled]
graph = tf.saved_model.load("folder")  # error: [model-unpickled]
vectors = Word2Vec.load("w2v.model")  # error: [model-unpickled]
net = Net.load_from_checkpoint("x.ckpt")  # error: [model-unpickled]
options.register_custom_ops_library("x.so")  # error: [model-unpickled]
\`\`\`

## Good

\`\`\`python
import lightgbm as lgb
import mlflow
import xgboost as xgb

booster = xgb.Booster()
booster.load_model("m.json")
other = lgb.Booster(model_file="m.txt")
mlflow.log_metric("x", 1)
config = Config.load("x.toml")
\`\`\`
`,
  'pickle-payload': `# pickle-payload

Bytes that hold the opcodes of a pickle which imports \`os.system\` or \`builtins.exec\` have one purpose.

## How to fix

Remove them.

## Bad

\`\`\`python
import pickle

data = b"cos\\nsystem\\n(S'id'\\ntR."  # error: [pickle-payload]
newer = b"\\x80\\x04\\x95\\x1d\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x8c\\x05posix\\x94\\x8c\\x06system\\x94\\x93"  # error: [pickle-payload]
\`\`\`

## Good

\`\`\`python
import pickle

data = b"\\x80\\x04K\\x01."
text = "cos\\nsystem"
lines = ["import os\\n", "system\\n"]
value = pickle.dumps({"os": "system"})
\`\`\`
`,
  'pickle-serializer-chosen': `# pickle-serializer-chosen

A worker that accepts pickles runs whatever is put on its queue. Celery, RQ, Django sessions and Spark can exchange JSON or Arrow instead.

## How to fix

Choose JSON, msgpack or Arrow, and list only those in \`accept_content\`.

## Bad

\`\`\`python
from celery import Celery
from django.contrib.sessions.serializers import PickleSerializer

app = Celery("x")
app.conf.update(task_serializer="pickle")  # error: [pickle-serializer-chosen]
app.conf.accept_content = ["pickle", "json"]  # error: [pickle-serializer-chosen]


@app.task(serializer="pickle")  # error: [pickle-serializer-chosen]
def work(x):
    return x


sessions = PickleSerializer()  # error: [pickle-serializer-chosen]
\`\`\`

## Good

\`\`\`python
from celery import Celery

app = Celery("x")
app.conf.update(task_serializer="json", accept_content=["json"])
app.conf.result_serializer = "json"
vegetables = dict(content="pickle")
\`\`\`
`,
  'pickled-weights': `# pickled-weights

\`pytorch_model.bin\`, \`.pt\` and \`.ckpt\` files are pickles. For nearly every public model there is a \`.safetensors\` file with the same numbers and no code.

## How to fix

Leave \`use_safetensors\` at its default, or set it to \`True\`.

## Bad

\`\`\`python
from huggingface_hub import hf_hub_download
from transformers import AutoModel

model = AutoModel.from_pretrained("./m", use_safetensors=False)  # error: [pickled-weights]
path = hf_hub_download("org/model", "pytorch_model.bin")  # error: [pickled-weights]
other = hf_hub_download(repo_id="org/model", filename="model.pkl")  # error: [pickled-weights]
\`\`\`

## Good

\`\`\`python
from huggingface_hub import hf_hub_download
from transformers import AutoModel

model = AutoModel.from_pretrained("./m", use_safetensors=True)
path = hf_hub_download("org/model", "model.safetensors")
config = hf_hub_download("org/model", "config.json")
\`\`\`
`,
  'reduce-payload': `# reduce-payload

\`__reduce__\` says which function rebuilds an object. With \`os.system\` there, the pickle is a weapon for whoever reads it, and \`copy.copy(x)\` in this very process calls it too.

## How to fix

Give back the class and its values, or leave \`__reduce__\` out.

## Bad

\`\`\`python
import os
import pickle
from os import system as run


class Payload:
    def __reduce__(self):
        return (os.system, ("id",))  # error: [reduce-payload]


class Other:
    def __reduce_ex__(self, protocol):
        command = "id"
        return run, (command,)  # error: [reduce-payload]


class Third:
    def __reduce__(self):
        return eval, ("1",)  # error: [reduce-payload]
\`\`\`

## Good

\`\`\`python
class Bond:
    def __init__(self, price):
        self.price = price

    def __reduce__(self):
        return (Bond, (self.price,))


class Text(str):
    def __reduce__(self):
        return str, (str(self),)
\`\`\`
`,
  'remote-code-trusted': `# remote-code-trusted

With \`trust_remote_code=True\` the Hugging Face libraries download Python files from the repository and run them. Whoever can push to the repository runs code on this machine.

## How to fix

Use a model whose class is part of the library. Otherwise read the files, and pin \`revision\` to that commit.

## Bad

\`\`\`python
from datasets import load_dataset
from transformers import AutoModel, pipeline

trust = True
model = AutoModel.from_pretrained("x/y", trust_remote_code=True)  # error: [remote-code-trusted]
pipe = pipeline("text-generation", "x/y", trust_remote_code=trust)  # error: [remote-code-trusted]
data = load_dataset("x/y", trust_remote_code=True)  # error: [remote-code-trusted]
pinned = AutoModel.from_pretrained("x/y", revision="0123456789abcdef", trust_remote_code=True)  # error: [remote-code-trusted]
\`\`\`

\`\`\`python
from transformers import AutoModel

options = {"trust_remote_code": True}
model = AutoModel.from_pretrained("acme/model", **options)  # error: [remote-code-trusted]
\`\`\`

## Good

\`\`\`python
from transformers import AutoModel

model = AutoModel.from_pretrained("x/y", trust_remote_code=False)
other = AutoModel.from_pretrained("x/y")
options = {"name": "trust_remote_code=True"}
\`\`\`
`,
  'ruamel-yaml-unsafe': `# ruamel-yaml-unsafe

\`ruamel.yaml\` follows tags such as \`!!python/object/apply:os.system\` when it is asked for the \`unsafe\` type, or by its old functions without a safe loader.

## How to fix

Use \`YAML(typ="safe")\`, or \`typ="rt"\` to keep comments.

## Bad

\`\`\`python
import ruamel.yaml
from ruamel.yaml import YAML as Reader

data = Reader(typ="unsafe").load(text)  # error: [ruamel-yaml-unsafe]
other = ruamel.yaml.load(text)  # error: [ruamel-yaml-unsafe]
third = ruamel.yaml.load(text, Loader=ruamel.yaml.Loader)  # error: [ruamel-yaml-unsafe]
\`\`\`

## Good

\`\`\`python
import ruamel.yaml
from ruamel.yaml import YAML

data = YAML(typ="safe").load(text)
plain = YAML().load(text)
other = ruamel.yaml.load(text, Loader=ruamel.yaml.SafeLoader)
\`\`\`
`,
  'skops-trusted-all': `# skops-trusted-all

skops refuses types that it does not know, so that a model file can be looked at before it is loaded. \`trusted=True\`, or handing back \`get_untrusted_types()\` unread, takes that away.

## How to fix

Print \`get_untrusted_types(file=...)\`, look, and list the types by name.

## Bad

\`\`\`python
import skops.io as sio

model = sio.load("m.skops", trusted=True)  # error: [skops-trusted-all]
types = sio.get_untrusted_types(file="m.skops")
other = sio.load("m.skops", trusted=types)  # error: [skops-trusted-all]
\`\`\`

## Good

\`\`\`python
import skops.io as sio

model = sio.load("m.skops")
other = sio.load("m.skops", trusted=["numpy.float64"])
\`\`\`
`,
  'torch-hub-unpinned': `# torch-hub-unpinned

\`torch.hub.load\` downloads a repository and runs its \`hubconf.py\`. Without a commit it is whatever the repository holds today; a tag can be moved.

## How to fix

Name a commit, \`owner/name:<40 hex digits>\`, or clone the repository and use \`source="local"\`.

## Bad

\`\`\`python
import torch
from torch.hub import load as fetch

model = torch.hub.load("pytorch/vision", "resnet18")  # error: [torch-hub-unpinned]
tagged = fetch("pytorch/vision:v0.10.0", "resnet18", trust_repo=True)  # error: [torch-hub-unpinned]
other = torch.hub.load(name, "model")  # error: [torch-hub-unpinned]
\`\`\`

## Good

\`\`\`python
import torch

model = torch.hub.load("/models/mine", "resnet18", source="local")
pinned = torch.hub.load("a/b:0123456789012345678901234567890123456789", "m")
\`\`\`
`,
  'torch-load-unsafe': `# torch-load-unsafe

\`torch.load\` unpickles, so that a checkpoint runs code when it is read. Since PyTorch 2.6 \`weights_only=True\` is the default; before, it had to be asked for.

## How to fix

Pass \`weights_only=True\`, or read safetensors.

## Bad

\`\`\`python
import torch

model = torch.load("model.pt")  # error: [torch-load-unsafe]
model = torch.load("model.pt", weights_only=False)  # error: [torch-load-unsafe]
options = {"weights_only": False}
read = torch.load
model = read("model.pt", pickle_module=dill)  # error: [torch-load-unsafe]
\`\`\`

\`\`\`python
# /// script
# dependencies = ["torch==2.5.1"]
# ///
import torch

weights = torch.load("model.pt", weights_only=True)  # error: [torch-load-unsafe]
\`\`\`

## Good

\`\`\`python
import torch

weights = torch.load("model.pt", weights_only=True)
\`\`\`

\`\`\`python
# /// script
# dependencies = ["torch>=2.6"]
# ///
import torch

weights = torch.load("model.pt")
\`\`\`
`,
  'torch-object-collective': `# torch-object-collective

\`broadcast_object_list\` and its like pickle Python objects, and \`torch.distributed.rpc\` calls functions by name. Whoever can reach the port of a worker runs code on all of them (CVE-2024-5480).

## How to fix

Exchange tensors, and keep the workers on a network of their own.

## Bad

\`\`\`python
import torch.distributed as dist
from torch.distributed import rpc

dist.broadcast_object_list(items, src=0)  # error: [torch-object-collective]
dist.all_gather_object(results, mine)  # error: [torch-object-collective]
rpc.init_rpc("worker")  # error: [torch-object-collective]
\`\`\`

## Good

\`\`\`python
import torch.distributed as dist

dist.broadcast(tensor, src=0)
dist.all_gather(tensors, tensor)
\`\`\`
`,
  'torch-package-loaded': `# torch-package-loaded

TorchScript archives, exported programs and \`torch.package\` files hold code next to weights: loading one runs what its author wrote.

## How to fix

Keep the model as code of your own and load its weights from safetensors.

## Bad

\`\`\`python
import torch
from torch import jit
from torch.package import PackageImporter

model = jit.load("m.pt")  # error: [torch-package-loaded]
package = PackageImporter("m.pt")  # error: [torch-package-loaded]
torch.serialization.add_safe_globals([getattr, print])  # error: [torch-package-loaded]
\`\`\`

## Good

\`\`\`python
import torch
from safetensors.torch import load_file

weights = load_file("m.safetensors")
traced = torch.jit.script(model)
torch.serialization.add_safe_globals([MyLayer])
\`\`\`
`,
  'unpickler-block-list': `# unpickler-block-list

A \`find_class\` that refuses \`os\` and \`subprocess\` lets hundreds of other ways through: \`builtins.eval\`, \`functools.partial\`, \`pip._internal.main\`, or an attribute with a dotted name. Every published block-list was passed.

## How to fix

List the few names that are allowed and refuse the rest.

## Bad

\`\`\`python
import pickle
from pickle import Unpickler as Reader


class Guarded(pickle.Unpickler):
    def find_class(self, module, name):  # error: [unpickler-block-list]
        if module in ("os", "subprocess"):
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


class Open(Reader):
    def find_class(self, module, name):  # error: [unpickler-block-list]
        return super().find_class(module.replace("old", "new"), name)
\`\`\`

## Good

\`\`\`python
import pickle

ALLOWED = {("builtins", "set")}


class Strict(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


class Chosen(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) in ALLOWED:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


class Nothing(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError(name)
\`\`\`
`,
  'unsafe-unpickling': `# unsafe-unpickling

A pickle is a program: reading it runs the functions that it names with the arguments that it holds. \`marshal\`, \`shelve\`, \`dill\`, \`joblib\` and numpy's object arrays are the same underneath. Block-lists inside an unpickler have been passed again and again. Where the script pickled the data itself just before, in memory or in a file of the same path, the finding is a remark.

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
from statsmodels.regression.linear_model import OLSResults

with open("model.pkl", "rb") as file:
    model = pickle.load(file)  # error: [unsafe-unpickling]
value = read(b"...")  # error: [unsafe-unpickling]
reader = pickle.Unpickler(file)  # error: [unsafe-unpickling]
store = shelve.open("x")  # error: [unsafe-unpickling]
other = joblib.load("model.joblib")  # error: [unsafe-unpickling]
frame = pd.read_pickle("frame.pkl")  # error: [unsafe-unpickling]
array = np.load("x.npy", allow_pickle=True)  # error: [unsafe-unpickling]
readers = {"pkl": pickle.load}  # error: [unsafe-unpickling]
frames = list(map(pd.read_pickle, paths))  # error: [unsafe-unpickling]
flag = True
other = np.load(file="x.npy", allow_pickle=flag)  # error: [unsafe-unpickling]
opened = reader_of("x.npz", allow_pickle=True)  # error: [unsafe-unpickling]
fitted = OLSResults.load("fit.pickle")  # error: [unsafe-unpickling]
copy = pickle.loads(pickle.dumps(value))  # error: [unsafe-unpickling]
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
np.save("x.npy", array, allow_pickle=True)
\`\`\`

\`\`\`python
import pickle


class Plain(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) in {("builtins", "list"), ("collections", "OrderedDict")}:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)
\`\`\`
`,
  'vector-index-unpickled': `# vector-index-unpickled

\`FAISS.load_local\` and its like keep documents in a pickle next to the vectors. \`allow_dangerous_deserialization=True\` switches the warning off, not the danger.

## How to fix

Rebuild the index from its documents, or keep it in a vector store that needs no pickle.

## Bad

\`\`\`python
from langchain_community.vectorstores import FAISS

ALLOW = True
index = FAISS.load_local("folder", model, allow_dangerous_deserialization=True)  # error: [vector-index-unpickled]
other = FAISS.load_local("folder", model, allow_dangerous_deserialization=ALLOW)  # error: [vector-index-unpickled]
\`\`\`

## Good

\`\`\`python
from langchain_community.vectorstores import FAISS

index = FAISS.from_texts(texts, model)
other = FAISS.load_local("folder", model, allow_dangerous_deserialization=False)
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
read = yaml.load
config = read(text, Loader=yaml.FullLoader)  # error: [yaml-load-unsafe]
configs = list(map(yaml.full_load, texts))  # error: [yaml-load-unsafe]
\`\`\`

## Good

\`\`\`python
import yaml
from yaml import CSafeLoader

config = yaml.safe_load(text)
config = yaml.load(text, Loader=yaml.SafeLoader)
config = yaml.load(text, CSafeLoader)


class Loader(yaml.SafeLoader):
    pass


config = yaml.load(text, Loader=Loader)
try:
    from yaml import CSafeLoader as Fast
except ImportError:
    from yaml import SafeLoader as Fast
config = yaml.load(text, Loader=Fast)
# yaml.load(text) in a comment
\`\`\`
`,
}
