import { topModule } from '../../../python/names.ts'
import type { Report, Rule } from '../../rule.ts'
import { onImport } from '../../rule.ts'

/** Libraries under licences that ask for the source of what uses them. */
const network: ReadonlySet<string> = new Set(
  'fitz pymupdf ghostscript ultralytics borb pyamlboot mongo_connector anki'.split(' '),
)
const strong: ReadonlySet<string> = new Set(
  'PyQt5 PyQt6 MySQLdb unidecode igraph html2text nmap scapy mutagen rpy2 cvxopt gmsh ansible pylint pygsl sage graph_tool phonopy'.split(
    ' ',
  ),
)

/** A library whose licence asks for the source. */
export const copyleftImport: Rule = {
  id: 'copyleft-import',
  title: 'A library is used whose licence asks for the source of what uses it',
  layer: 'imports',
  severity: 'low',
  confidence: 0.6,
  persona: 'default',
  cwe: [],
  owasp: [],
  on: [
    onImport(({ module }): Report | undefined => {
      const name = topModule(module)
      const help = 'Ask whoever looks after licences, or use another library.'
      if (network.has(name)) {
        return { message: `\`${name}\` is under the AGPL, which also holds for services.`, help }
      }
      return strong.has(name) || module === 'mysql.connector'
        ? { message: `\`${name}\` is under the GPL.`, confidence: 0.5, help }
        : undefined
    }),
  ],
}
