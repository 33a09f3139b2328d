"""Prints every documentation text with examples in it that pandas, numpy and matplotlib bring: [[name, text], …]."""

import importlib
import inspect
import json
import pkgutil
import warnings

warnings.simplefilter('ignore')
LIBRARIES = ('pandas', 'numpy', 'matplotlib')
PASSED_OVER = ('.tests', '.testing', '._pyinstaller', '.f2py', '.distutils', 'backend')


def modules(library):
    root = importlib.import_module(library)
    yield root
    for found in pkgutil.walk_packages(root.__path__, f'{library}.', onerror=lambda _: None):
        if any(part in found.name for part in PASSED_OVER):
            continue
        try:
            yield importlib.import_module(found.name)
        except BaseException:
            continue


def documented(library):
    for module in modules(library):
        for name, thing in sorted(vars(module).items()):
            yield f'{module.__name__}.{name}', thing
            if inspect.isclass(thing) and str(thing.__module__).startswith(library):
                for inner in sorted(vars(thing)):
                    yield f'{module.__name__}.{name}.{inner}', getattr(thing, inner, None)


def main():
    texts = {}
    for library in LIBRARIES:
        for name, thing in documented(library):
            try:
                text = inspect.getdoc(thing)
            except Exception:
                continue
            if isinstance(text, str) and '>>>' in text and not isinstance(thing, str):
                texts.setdefault(text, name)
    print(json.dumps([[name, text] for text, name in texts.items()]))


main()
