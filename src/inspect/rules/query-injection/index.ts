import type { Family } from '../../rule.ts'
import { graphQueryBuiltFromText } from './graph-query-built-from-text.ts'
import { ldapBuiltFromText } from './ldap-built-from-text.ts'
import { mongoOperatorInjection } from './mongo-operator-injection.ts'
import { pathExpressionFromOutside } from './path-expression-from-outside.ts'
import { searchQueryFromOutside } from './search-query-from-outside.ts'
import { sqlDestroysData } from './sql-destroys-data.ts'
import { sqlInjection } from './sql-injection.ts'
import { sqlLeavesTheDatabase } from './sql-leaves-the-database.ts'
import { sqlNameFromText } from './sql-name-from-text.ts'
import { xpathBuiltFromText } from './xpath-built-from-text.ts'

export const queryInjection: Family = {
  id: 'query-injection',
  title: 'Query injection',
  rules: [
    graphQueryBuiltFromText,
    ldapBuiltFromText,
    mongoOperatorInjection,
    pathExpressionFromOutside,
    searchQueryFromOutside,
    sqlDestroysData,
    sqlInjection,
    sqlLeavesTheDatabase,
    sqlNameFromText,
    xpathBuiltFromText,
  ],
}
