# Goes in front of every script, outside and inside alike: runs what is asked of it and tells how it ended.
import contextlib
import doctest
import hashlib
import io
import json
import os
import sys
import warnings

os.environ['PYTHONWARNINGS'] = 'ignore'
warnings.simplefilter('ignore')


def run_examples(text):
    """Runs the examples of one documentation text; gives [what it printed, how it failed, digests of figures] for each."""
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd

    names = {'__name__': '__main__', 'np': np, 'pd': pd, 'plt': plt}
    told = []
    for example in doctest.DocTestParser().get_examples(text):
        out, failure = io.StringIO(), ''
        try:
            with contextlib.redirect_stdout(out):
                exec(compile(example.source, '<example>', 'single'), names)
        except Exception as error:
            failure = f'{type(error).__name__}: {error}'
        told.append([out.getvalue(), failure, example.exc_msg is not None, _figures(plt)])
    return told


def _figures(plt):
    digests = []
    for number in plt.get_fignums():
        picture = io.BytesIO()
        plt.figure(number).savefig(picture, format='png', dpi=50)
        digests.append(hashlib.sha256(picture.getvalue()).hexdigest())
    plt.close('all')
    return digests


def run_tests(module, folder):
    """Runs a library's own test module with pytest from a folder; gives the outcome of each test by its name, and what a
    failed one raised."""
    sys.path.insert(0, folder)
    import pytest

    seen = {}

    class Watcher:
        def pytest_runtest_logreport(self, report):
            name = report.nodeid.partition('::')[2]
            if report.when == 'call' or report.outcome != 'passed':
                crash = getattr(report.longrepr, 'reprcrash', None) if report.failed else None
                seen[name] = f'{report.outcome}: {crash.message[:300]}' if crash else report.outcome

    flags = ['--pyargs', module, '-q', '--capture=sys', '--basetemp=parity', '-c', os.devnull]
    off = ['cacheprovider', 'faulthandler', 'hypothesispytest']
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(flags + [part for name in off for part in ('-p', f'no:{name}')], [Watcher()])
    # What tests drew and left is no answer.
    if 'matplotlib.pyplot' in sys.modules:
        sys.modules['matplotlib.pyplot'].close('all')
    return seen
