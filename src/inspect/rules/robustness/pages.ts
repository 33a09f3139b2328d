// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'assert-always-true': `# assert-always-true

\`assert (x, "message")\` tests a tuple of two, which is always true.

## How to fix

Write \`assert x, "message"\`.

## Bad

\`\`\`python
assert (x > 0, "x must be positive")  # error: [assert-always-true]
assert "x is positive"  # error: [assert-always-true]
\`\`\`

## Good

\`\`\`python
assert x > 0, "x must be positive"
assert (x > 0 and
        y > 0)
\`\`\`
`,
  'check-fails-open': `# check-fails-open

Whoever can make the check fail passes it: a service that is down, a token that can't be read.

## How to fix

Return \`False\`, or let the error through.

## Bad

\`\`\`python
def is_allowed(user):
    try:
        return service.ask(user)
    except Exception:
        return True  # error: [check-fails-open]


def verify(token):
    try:
        decode(token)
    except ValueError:
        print("odd token")
        return True  # error: [check-fails-open]
    return True
\`\`\`

## Good

\`\`\`python
def is_allowed(user):
    try:
        return service.ask(user)
    except ConnectionError:
        return False


def is_missing(path):
    return not path.exists()


def load(path):
    try:
        read(path)
    except OSError:
        return True
\`\`\`
`,
  'condition-always-true': `# condition-always-true

\`role == "admin" or "owner"\` means \`(role == "admin") or "owner"\`, and a text that is not empty is true. Everyone passes.

## How to fix

Write \`role in ("admin", "owner")\`.

## Bad

\`\`\`python
if role == "admin" or "owner":  # error: [condition-always-true]
    delete()
while answer == "y" or "yes" or 1:  # error: [condition-always-true]
    answer = ask()
\`\`\`

## Good

\`\`\`python
if role == "admin" or role == "owner":
    delete()
if role in ("admin", "owner"):
    delete()
name = given == "x" or ""
title = text or "none"
\`\`\`
`,
  'error-swallowed': `# error-swallowed

\`except: pass\` hides every fault, those that nobody thought of too. Around a check of rights or signatures, it lets everyone in.

## How to fix

Catch the error that is expected, refuse where a check fails, and log the rest.

## Bad

\`\`\`python
try:
    verify(token)
except Exception:  # error: [error-swallowed]
    pass
try:
    step()
except:  # error: [error-swallowed]
    ...
\`\`\`

\`\`\`python
import contextlib

with contextlib.suppress(Exception):  # error: [error-swallowed]
    notify()
\`\`\`

## Good

\`\`\`python
try:
    step()
except FileNotFoundError:
    pass
try:
    step()
except Exception as error:
    log(error)
try:
    step()
except Exception:
    count = 0
\`\`\`

\`\`\`python
import contextlib

with contextlib.suppress(FileNotFoundError):
    remove()
\`\`\`
`,
  'match-without-default': `# match-without-default

A value that none of the cases names falls through, and the function gives \`None\`.

## How to fix

Add \`case _:\` that raises.

## Bad

\`\`\`python
def price(kind):
    match kind:  # error: [match-without-default]
        case "book":
            return 1
        case "game":
            return 2
\`\`\`

## Good

\`\`\`python
def price(kind):
    match kind:
        case "book":
            return 1
        case _:
            raise ValueError(kind)
\`\`\`
`,
  'mutable-default': `# mutable-default

A default is made once. What one call puts into it, the next one finds.

## How to fix

Use \`None\` as the default, and make the list inside.

## Bad

\`\`\`python
def add(item, items=[]):  # error: [mutable-default]
    items.append(item)
    return items
\`\`\`

## Good

\`\`\`python
def add(item, items=None, names=()):
    items = [] if items is None else items
    return [*items, item]
\`\`\`
`,
  'pattern-not-anchored': `# pattern-not-anchored

\`re.match\` looks at the beginning of a text only, so that \`192.168.0.1; rm -rf /\` passes a check for addresses. \`$\` also lets a line break through; \`\\Z\` does not.

## How to fix

Use \`re.fullmatch\`.

## Bad

\`\`\`python
import re


def is_valid_ip(text):
    return re.match(r"\\d+\\.\\d+\\.\\d+\\.\\d+", text) is not None  # error: [pattern-not-anchored]


def validate(name):
    pattern = re.compile("[a-z]+")  # error: [pattern-not-anchored]
    return bool(pattern.match(name))
\`\`\`

## Good

\`\`\`python
import re


def is_valid_ip(text):
    return re.fullmatch(r"\\d+\\.\\d+\\.\\d+\\.\\d+", text) is not None


def validate(name):
    return bool(re.match(r"[a-z]+$", name))


def first_number(text):
    return re.match(r"\\d+", text)
\`\`\`
`,
  'return-in-finally': `# return-in-finally

\`return\`, \`break\` and \`continue\` in \`finally\` throw away the error that is on its way (PEP 765).

## How to fix

Leave after the block.

## Bad

\`\`\`python
def read(path):
    try:
        return open(path).read()
    finally:
        return ""  # error: [return-in-finally]
\`\`\`

## Good

\`\`\`python
def read(path):
    try:
        return open(path).read()
    finally:
        print("done")
        for x in path:
            break
\`\`\`
`,
}
