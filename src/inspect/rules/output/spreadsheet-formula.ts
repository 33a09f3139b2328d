import { fromStrangers, originOf } from '../../origins.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** What others wrote, in files that spreadsheets open. */
export const spreadsheetFormula: Rule = {
  id: 'spreadsheet-formula',
  title: 'A cell of a table may be a formula',
  layer: 'taint',
  severity: 'medium',
  confidence: 0.65,
  persona: 'default',
  cwe: [1236],
  owasp: ['A03:2021'],
  on: [
    onCall(
      [
        'csv.writer().writerow',
        'csv.writer().writerows',
        'csv.DictWriter().writerow',
        'csv.DictWriter().writerows',
        'openpyxl.Workbook().active.append',
        'xlsxwriter.Workbook().add_worksheet().write',
        'xlsxwriter.Workbook().add_worksheet().write_formula',
        '.write_formula',
        '.writerow',
      ],
      (call, context) => {
        for (const node of call.call?.args ?? []) {
          const origin = originOf(context, { node, site: call.site }, fromStrangers)
          if (origin)
            return {
              message: `\`${call.shortName}\` writes what \`${origin.name}\` gives, which may be a formula.`,
              flow: origin.flow,
              ...(origin.kind === 'network' ? { severity: 'low' as const } : {}),
              help: "Put a `'` before values that begin with =, +, -, @ or a tab.",
            }
        }
        return undefined
      },
    ),
  ],
}
