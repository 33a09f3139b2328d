// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'undefined-name': `# undefined-name

Nothing in the file makes the name, so using it ends in \`NameError\`. Datasets are known where the policy names them; a part of a larger program is not, so the rule is opt-in.

## How to fix

Import or assign it.

## Bad

\`\`\`python
import json

value = jsn.loads("{}")  # error: [undefined-name]
\`\`\`

## Good

\`\`\`python
import json

value = json.loads("{}")
print(__name__, [x for x in "ab"])
\`\`\`
`,
  'used-before-defined': `# used-before-defined

Python runs from top to bottom. A name that is made further down, or was deleted, ends the script with \`NameError\`; in a notebook, it only works because cells were run in another order.

## How to fix

Move the definition up.

## Bad

\`\`\`python
print(total)  # error: [used-before-defined]
total = 1
rows = [1]
del rows
print(rows)  # error: [used-before-defined]
\`\`\`

## Good

\`\`\`python
def show():
    return later


later = 1
print(show())
for i in range(2):
    if i:
        print(last)
    last = i
print(other)
\`\`\`

\`\`\`python
from __future__ import annotations


def size(of: Box) -> Length:
    return of.length


default: Box | None = None


class Box:
    length: Length = 1


Length = int
\`\`\`
`,
}
