import type { ProfiledDataset } from '../../../api/operations/data-profile.ts'
import { type Mask, maskLabel } from '../../../data/policy.ts'
import type { ColumnProfile } from '../../../data/profile/profile.ts'
import { findingText } from '../../../data/profile/proposal-yaml.ts'
import { unreachable } from '../../../kernel/unreachable.ts'
import { emptyText } from './profile.ts'

/** A page for the owner of the data: what each column holds and what others would see of it. It loads nothing and runs nothing. */
export function profileHtml({ name, fileName, profile, configuration }: ProfiledDataset): string {
  const { rowCount, columns, digest } = profile
  const protectedCount = columns.filter(({ proposal }) => proposal.mask.kind !== 'none').length
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(name)}: proposed protection</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884; vertical-align: top }
.RESTRICTED { font-weight: 700 }
small { opacity: .75 }
pre { overflow-x: auto; padding: 1rem; background: #8881 }
</style>
<h1>${escapeHtml(name)}: proposed protection</h1>
<p>${escapeHtml(fileName)} has ${rowCount.toLocaleString('en')} rows and ${columns.length} columns. This page holds none of its values.
${protectedCount} of the columns would be masked or left out for everyone, until you say otherwise.</p>
<p>As the owner of the data, read each line and ask: is this what the column holds, and may colleagues see what the last
column says? Detection can be wrong in both directions.</p>
<div class="wide"><table>
<thead><tr><th scope="col">Column<th scope="col">Found<th scope="col">Empty<th scope="col">Distinct<th scope="col">Classification<th scope="col">Others would see</thead>
<tbody>
${columns.map(rowHtml).join('\n')}
</tbody>
</table></div>
<h2>The same as configuration</h2>
<pre>${escapeHtml(configuration)}</pre>
<p><small>SHA-256 of the file: <code>${digest}</code></small></p>
</html>
`
}

function rowHtml(column: ColumnProfile): string {
  const { classification, mask } = column.proposal
  const distinct = `${column.isDistinctExact ? '' : 'about '}${column.distinctCount.toLocaleString('en')}`
  return [
    `<tr><th scope="row">${escapeHtml(column.name)}<br><small>${escapeHtml(column.type)}</small></th>`,
    `<td>${escapeHtml(findingText(column))}</td>`,
    `<td>${emptyText(column.nullShare)}</td>`,
    `<td>${distinct}</td>`,
    `<td class="${classification}">${classification}</td>`,
    `<td>${escapeHtml(inWords(mask))}<br><small>${escapeHtml(maskLabel(mask))}</small></td></tr>`,
  ].join('')
}

function inWords(mask: Mask): string {
  switch (mask.kind) {
    case 'none':
      return 'the value as it is'
    case 'hash':
      return 'a pseudonym: equal values stay equal, the value itself stays hidden'
    case 'tokenize':
      return 'a pseudonym that only those who may see the column can turn back'
    case 'bucket':
      return 'the range that the number lies in'
    case 'noise':
      return `the number, moved by up to ${mask.size}`
    case 'partial':
      return 'a few characters'
    case 'fpe':
      return 'another value of the same form, equal for equal values'
    case 'bin':
      return `the number rounded down to steps of ${mask.size}`
    case 'detect':
      return 'the text, with what is found in it put under pseudonyms'
    case 'region':
      return 'the region of the place'
    case 'date':
      return `the ${mask.step} only`
    case 'custom':
      return `what ${mask.expression} makes of the row`
    case 'redact':
      return 'that there is a value, not which'
    case 'constant':
      return 'always the same value'
    case 'null':
      return 'nothing, in every row'
    case 'remove':
      return 'nothing: the column is left out'
    default:
      return unreachable(mask)
  }
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
