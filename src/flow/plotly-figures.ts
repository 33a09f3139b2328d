import type { Figure } from '../kernel/answer.ts'
import { isJsonObject, type Json } from '../kernel/json.ts'

/** The plotly figures among figures, which hold their data as values. */
export function plotlyFigures(figures: readonly Figure[]): Json[] {
  return figures
    .filter(({ format }) => format === 'plotly')
    .map(({ bytes }): Json => JSON.parse(new TextDecoder().decode(bytes)))
}

/** The longest list anywhere in it, which is how many rows it may show. */
export function longestList(value: Json): number {
  if (Array.isArray(value)) {
    return value.reduce(
      (most: number, item: Json) => Math.max(most, longestList(item)),
      value.length,
    )
  }
  if (!isJsonObject(value)) return 0
  return Object.values(value).reduce<number>((most, item) => Math.max(most, longestList(item)), 0)
}

/**
 * A plotly figure as a page that needs nothing else. Its data comes from code that nobody trusts, so the page may load
 * nothing and send nothing (Content Security Policy), and no text in the data can end the script that it stands in.
 */
export function plotlyPage({ bytes }: Figure, library: string): string {
  const spec = new TextDecoder()
    .decode(bytes)
    .replace(/[<\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Chart</title>
<style>html, body, #chart { height: 100%; margin: 0 }</style>
</head>
<body>
<div id="chart"></div>
<script>${library}</script>
<script>Plotly.newPlot('chart', ${spec}, { responsive: true })</script>
</body>
</html>
`
}

const policy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
