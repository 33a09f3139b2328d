// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'analysis-truncated': `# analysis-truncated

Working out what the names mean took more steps than a script of this size has any need for, and was stopped. Code gets like this by accident never and on purpose easily, so it is not called clean.

## How to fix

Write the script plainly: fewer aliases of aliases and fewer values put together from pieces.
`,
  'code-too-deep': `# code-too-deep

Brackets, blocks or expressions are nested deeper than Python itself follows them (200 brackets, 100 indents). What lies below was not inspected.

## How to fix

Give the inner parts names.
`,
  'script-too-large': `# script-too-large

The script is longer than the policy has inspected (\`inspect -> maxScriptBytes\`, 1 MiB by default). Models write short scripts; a long one holds data or something that is not to be found.

## How to fix

Hand data in as a dataset, and keep code in the script.
`,
  'source-undecodable': `# source-undecodable

The bytes are not valid in the encoding that the source declares (UTF-8 where it declares none), or they hold null bytes. Readers that guess see different code than Python does, so nothing is guessed.

## How to fix

Save the file as UTF-8 without a null byte, and remove an encoding comment that says otherwise.
`,
  'syntax-error': `# syntax-error

Python would not run this text. What could be read of it is inspected all the same, so that a broken line does not hide the others; but a text that is not understood is never called clean.

## How to fix

Correct the line that the message points at.

## Bad

\`\`\`python
x = (1 +  # error: [syntax-error]
\`\`\`

\`\`\`python
for  # error: [syntax-error]
y = 1
\`\`\`

## Good

\`\`\`python
match = 1
type Number = int
\`\`\`
`,
}
