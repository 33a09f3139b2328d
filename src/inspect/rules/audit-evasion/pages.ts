// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'hidden-characters': `# hidden-characters

Marks of writing direction make an editor show code in another order than Python reads it: what looks like a comment runs, what looks like a condition is text. Tag characters carry instructions that only a model reads. Letters without width come in with pasted text and are only a remark.

## How to fix

Remove the character, or write it as an escape (\`"\\u202e"\`).

## Bad

\`\`\`python
access = "user"
if access != "none\u202e \u2066# only admins\u2069 \u2066":  # error: [hidden-characters]
    pass
text = "a\u200bb"  # error: [hidden-characters]
\`\`\`

## Good

\`\`\`python
text = "\\u202e"
name = "שלום"
emoji = "👨\u200d👩"
\`\`\`
`,
}
