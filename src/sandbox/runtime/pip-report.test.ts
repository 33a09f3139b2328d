import { describe, expect, test } from 'vitest'
import { parsePipReport } from './pip-report.ts'

const a = 'a'.repeat(64)

function report(archive: object, name = 'Et_XML.file'): string {
  const item = { download_info: { url: 'x', ...archive }, metadata: { name, version: '1.5' } }
  return JSON.stringify({ version: '1', install: [item] })
}

describe('a pip report', () => {
  test.each([
    ['hashes', { archive_info: { hashes: { md5: 'x', sha256: a } } }],
    ['only the older hash', { archive_info: { hash: `sha256=${a}` } }],
  ])('with %s gives normalized name, version and hash', (_, archive) => {
    expect(parsePipReport(report(archive))).toEqual({
      ok: true,
      value: { 'et-xml-file': { version: '1.5', sha256: a } },
    })
  })

  test.each([
    ['a folder', { dir_info: {} }],
    ['no hash', { archive_info: {} }],
    ['another hash', { archive_info: { hash: 'md5=abc' } }],
    ['a broken hash', { archive_info: { hashes: { sha256: 'A'.repeat(64) } } }],
  ])('with %s is an issue at the package', (_, archive) => {
    const parsed = parsePipReport(report(archive))
    expect(parsed).toEqual({
      ok: false,
      issues: [{ path: ['install', 0], message: 'Et_XML.file 1.5 came without a SHA-256' }],
    })
  })

  test.each(['', '[]', '{"version":"2","install":[]}', '{"version":"1"}', 'null'])(
    'that reads %j is an issue',
    (text) => {
      expect(parsePipReport(text).ok).toBe(false)
    },
  )
})
