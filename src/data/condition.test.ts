import { expect, test } from 'vitest'
import type { Principal } from '../kernel/principal.ts'
import { checkCondition, compileCondition, parseCondition } from './condition.ts'
import type { Kind } from './kind.ts'
import { Parameters } from './sql.ts'

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['i', 'integer'],
  ['n', 'number'],
  ['t', 'text'],
  ['u', 'text'],
  ['b', 'boolean'],
  ['d', 'time'],
  ['odd name"', 'text'],
  ['nested', 'other'],
])
const principal: Principal = {
  id: 'ana',
  roles: ['analyst', 'B'],
  groups: [],
  attributes: { region: 'b', age: 2, share: 1.5, isHead: true, desks: ['a', 'é'], none: [] },
}

function parsed(text: string) {
  const condition = parseCondition(text)
  if (!condition.ok) throw new Error(condition.issues[0]?.message)
  return condition.value
}

test.each([
  ['row.i ==', 'not a condition'],
  ['row.i + 1', 'must be true or false, but is'],
  ['col == 1', 'unknown name "col"'],
  ['row.i.x == 1', 'only row.<column>'],
  ['row.ii == 1', 'the data has no column "ii"; did you mean "i"?'],
  ['row[row.t] == 1', 'a name in brackets must be a text'],
  ['row.i == "1"', 'integer cannot be compared with text'],
  ['row.t in ["a", 1]', 'text cannot be in a list of integer'],
  ['row.t in row.u', '"in" needs a list, not text'],
  ['row.nested == row.nested', 'other cannot be compared with other'],
  ['row.i < null', 'null can only be compared'],
  ['row.t && true', 'true or false is needed here, not text'],
  ['row.t + row.i == row.t', '"+" does not work on text and integer'],
  ['-row.t == "a"', 'text has no negative'],
  ['row.t.exists(x, x == "a")', 'no function "exists"'],
  ['row.t.startWith("a")', 'no function "startWith" with 2 operands; did you mean "startsWith"?'],
  ['size(row.i) > 1', 'a text is needed here, not integer'],
  ['row.t.matches("(?=a)")', 'matches() takes a regular expression'],
  ['row.t.matches("(?<n>a)")', 'matches() takes a regular expression'],
  [String.raw`row.t.matches("\\p{Script=Greek}")`, 'matches() takes a regular expression'],
  ['row.t.matches(row.u)', 'matches() takes a regular expression'],
  ['row.d < timestamp("tomorrow")', 'timestamp() takes a text such as'],
  ['has(row)', 'has() takes'],
  ['{"a": 1} == row.t', '"map" is not supported'],
  ['b"a" == row.t', 'bytes and unsigned literals'],
  ['row.t == (row.b ? "a" : 1)', 'both sides of ":" must be alike'],
])('says what is wrong with %s', (text, message) => {
  const condition = parseCondition(text)
  const issues = condition.ok ? checkCondition(condition.value, kinds) : condition.issues
  expect(issues.map((issue) => issue.message).join()).toContain(message)
})

test.each([
  ['row.t == user.missing', 'the caller has no attribute "missing"'],
  ['row.b || row.t == user.missing', 'the caller has no attribute "missing"'],
  ['row.t == user.constructor', 'the caller has no attribute "constructor"'],
  ['row.t == user.age', 'text cannot be compared with integer'],
  ['row.t in user.region', '"in" needs a list, not text'],
])('denies %s', (text, reason) => {
  const parameters = new Parameters()
  const compiled = compileCondition(parsed(text), { columns: kinds, principal, parameters })
  expect(compiled).toMatchObject({ status: 'denied', reason: expect.stringContaining(reason) })
})
