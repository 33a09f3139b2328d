import type { Node, Positioned } from '../../../python/nodes.ts'
import type { Context } from '../../context.ts'
import type { Report, Rule } from '../../rule.ts'
import { onFile } from '../../rule.ts'

/** Letters of other scripts that look like Latin ones. */
const lookAlikes =
  /[\u0405\u0406\u0408\u0410\u0412\u0415\u041A\u041C-\u041E\u0420-\u0422\u0425\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u0391\u0392\u0395-\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u03BF\u0501\u051B\u051D\u0561\u0570\u0578\u057D]/
const invisible = /[\u115F\u1160\u3164\uFFA0\u200B-\u200D\u2060\uFEFF\u00AD]/
const latin = /[A-Za-z]/

/** Names that read as others: mixed alphabets, letters that Python folds, invisible letters. */
export const lookAlikeName: Rule = {
  id: 'look-alike-name',
  title: 'A name is written in letters that look like others',
  layer: 'syntax',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [1007],
  owasp: ['A08:2021'],
  on: [onFile(reportOn)],
}

function reportOn({ text, meaning }: Context): readonly Report[] {
  return isAscii(text) ? [] : meaning.bindings.nodes.flatMap((node) => reportOnNode(node, text))
}

function reportOnNode(node: Node, text: string): readonly Report[] {
  switch (node.kind) {
    case 'Name':
      return judge(node, node.id, text)
    case 'Attribute':
      return judge({ start: wordStart(text, node.end), end: node.end }, node.attr, text)
    case 'Arg':
      return judge({ start: node.start, end: wordEnd(text, node.start) }, node.name, text)
    default:
      return []
  }
}

function judge(at: Positioned, name: string, text: string): readonly Report[] {
  const written = text.slice(at.start, at.end)
  const message = isAscii(written) ? undefined : fault(written, name)
  return message === undefined ? [] : [{ message, at, help: `Write the name in plain letters.` }]
}

function fault(written: string, name: string): string | undefined {
  if (isAscii(name))
    return `The name is written in other letters, but Python reads it as \`${name}\`.`
  if (invisible.test(written)) return 'The name holds letters that are not shown.'
  if (latin.test(name) && lookAlikes.test(name)) {
    return 'The name mixes Latin letters with look-alikes of another alphabet.'
  }
  return undefined
}

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text)
}

function wordStart(text: string, end: number): number {
  let start = end
  while (start > 0 && /[\p{ID_Continue}]/u.test(text.charAt(start - 1))) start--
  return start
}

function wordEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && /[\p{ID_Continue}]/u.test(text.charAt(end))) end++
  return end
}
