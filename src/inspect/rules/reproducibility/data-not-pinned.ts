import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const moving =
  /^https?:\/\/(raw\.githubusercontent\.com\/[^/]+\/[^/]+\/(refs\/heads\/)?(main|master|dev|develop|HEAD)\/|github\.com\/[^/]+\/[^/]+\/(raw|blob)\/(main|master)\/|huggingface\.co\/.+\/resolve\/main\/)/

/** Data that can be another tomorrow. */
export const dataNotPinned: Rule = {
  id: 'data-not-pinned',
  title: 'Data is read from a branch that moves',
  layer: 'calls',
  severity: 'low',
  confidence: 0.9,
  persona: 'default',
  cwe: [494],
  owasp: ['A08:2021'],
  on: [
    onCall(
      [
        ...['csv', 'json', 'excel', 'parquet', 'table', 'html'].map(
          (kind) => `pandas.read_${kind}`,
        ),
        ...[
          'requests.get',
          'httpx.get',
          'urllib.request.urlopen',
          'urllib.request.urlretrieve',
          'wget.download',
          'polars.read_csv',
        ],
      ],
      (call): Report | undefined =>
        call.texts(0, 'url').some((text) => moving.test(text)) ||
        call.texts(0, 'filepath_or_buffer').some((text) => moving.test(text))
          ? {
              message: `\`${call.shortName}\` reads whatever the branch holds today.`,
              help: 'Name a commit, and check the hash.',
            }
          : undefined,
    ),
  ],
}
