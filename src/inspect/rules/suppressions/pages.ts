// Written by scripts/rule-pages.mjs.
export const pages: Readonly<Record<string, string>> = {
  'suppression-unknown-rule': `# suppression-unknown-rule

A comment \`# cordon: ignore[rule-id] reason\` names a rule that does not exist, or none at all. It suppresses nothing, and whoever wrote it believes that it does. There is no comment that silences every rule of a line.

## How to fix

Name the rule as the finding shows it: \`# cordon: ignore[shell-command] the command is a constant of ours\`. Several are separated by commas.
`,
  'suppression-unused': `# suppression-unused

A comment \`# cordon: ignore[rule-id] reason\` stands where that rule finds nothing. Left behind, it would hide the next fault that comes to this line.

## How to fix

Remove the comment, or put it at the end of the line that the finding names, or alone on the line above it.
`,
  'suppression-without-reason': `# suppression-without-reason

A comment \`# cordon: ignore[rule-id]\` says that a finding is to be taken out, but not why. Nobody can review it later, so it suppresses nothing until a reason is given.

## How to fix

Write the reason behind the bracket, in words: \`# cordon: ignore[shell-command] the command is a constant of ours\`.
`,
}
