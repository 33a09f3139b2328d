"""How much more two bare processes do at once than one: what the machine's two cores allow at most. Arguments: code, runs."""

import os
import sys
import time

import pandas  # noqa: F401 - there before the fork, as in a sandbox's parent

code, runs = compile(sys.argv[1], 'script.py', 'exec'), int(sys.argv[2])


def work(processes):
    started = time.monotonic()
    children = []
    for _ in range(processes):
        child = os.fork()
        if child == 0:
            for _ in range(runs):
                exec(code, {})
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return processes * runs / (time.monotonic() - started)


work(1)
print(work(2) / work(1))
