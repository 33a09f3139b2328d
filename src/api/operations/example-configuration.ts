/** What `cordon init` writes: every section, with the defaults shown where they matter. A test reads it. */
export const exampleConfiguration = `# Cordon's configuration. Every section but "version" can be left out.
version: 1

# Where the ledger, the keys and the receipts are kept. Relative paths start from this file.
# Left out, it is a folder of the user's (or of the system, as root).
state: .cordon

# What holds a run in. A run may ask for less than these limits, never for more.
sandbox:
  limits:
    wall: 30s
    memory: 512MB
    output: 1MB
    result: 64MB
  # How many scripts may wait for their turn; one more is refused. "concurrency: 4" sets how many run at once, one a
  # core where it is left out.
  queue: 1000

# Which modules a script may import beyond the ones that come allowed.
inspect:
  imports:
    mode: allow-list
    allow: []

# Who may do what: dataset:operation:CLASSIFICATION. A permission covers its classification and all below
# (PUBLIC, INTERNAL, CONFIDENTIAL, RESTRICTED). Operations: read, aggregate, export, prompt, approve, administer.
roles:
  analyst:
    permissions: ["orders:read:CONFIDENTIAL"]
  head:
    permissions: ["*:*:*"]

# From which severity of a finding on a script is denied, or held for a person's approval.
decide:
  deny-at: critical
  hold-at: medium
  hold-risk: high
  # Conditions of your own, in CEL (https://cel.dev), over: principal, findings, datasets, imports, hosts, processes,
  # files_read, files_written, has_dynamic_code, draws_figures, risk.
  rules:
    - when: 'datasets.exists(d, d.is_exported && d.classification == "RESTRICTED")'
      verdict: hold
      reason: a whole restricted table leaves only with approval

# What each dataset holds and who sees what of it.
datasets:
  orders:
    classification: CONFIDENTIAL
    # Who sees which rows: a CEL condition for each role over row (a column's value) and user (the principal's attributes).
    rows:
      analyst: row.region == user.region
      head: "true"
    # What a caller sees in place of a value: none, hash, tokenize (a hash that the entitled can turn back), partial,
    # redact, null, remove, {generalize: 50}, {generalize: month}, {bucket: [100, 500]}, {noise: 5}, {constant: x} or
    # {custom: CEL}.
    # Columns that are not listed are shown as they are.
    columns:
      customer_id:
        classification: CONFIDENTIAL
        mask: { default: hash, head: none }
      email:
        classification: RESTRICTED
        mask: { default: remove, head: partial }
`
