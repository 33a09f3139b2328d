"""Prints the names of the test modules that come with pandas, numpy and matplotlib, each library's in an order of their own
that has nothing to do with their subjects: {"pandas": […], "numpy": […], "matplotlib": […]}."""

import hashlib
import importlib.util
import json
import pathlib

# Modules that need compilers.
PASSED_OVER = ('f2py', 'distutils')


def test_modules(library):
    root = pathlib.Path(importlib.util.find_spec(library).origin).parent
    for path in root.rglob('test_*.py'):
        name = '.'.join(path.relative_to(root.parent).with_suffix('').parts)
        if '.tests.' in name and not any(part in name for part in PASSED_OVER):
            yield name


def spread(names):
    """The same on every machine, and any part of it from its start is a sample of the whole."""
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())


print(json.dumps({library: spread(test_modules(library)) for library in ('pandas', 'numpy', 'matplotlib')}))
