const kinds = {
  END: 0,
  NEWLINE: 1,
  INDENT: 2,
  DEDENT: 3,
  NAME: 4,
  NUMBER: 5,
  STRING: 6,
  FSTRING_START: 7,
  FSTRING_MIDDLE: 8,
  FSTRING_END: 9,
  ERROR: 10,
  LPAR: 11,
  RPAR: 12,
  LSQB: 13,
  RSQB: 14,
  LBRACE: 15,
  RBRACE: 16,
  COMMA: 17,
  COLON: 18,
  SEMI: 19,
  DOT: 20,
  ELLIPSIS: 21,
  EQUAL: 22,
  RARROW: 23,
  AT: 24,
  PLUS: 25,
  MINUS: 26,
  STAR: 27,
  SLASH: 28,
  DOUBLESLASH: 29,
  PERCENT: 30,
  DOUBLESTAR: 31,
  AMPER: 32,
  VBAR: 33,
  CIRCUMFLEX: 34,
  TILDE: 35,
  LEFTSHIFT: 36,
  RIGHTSHIFT: 37,
  LESS: 38,
  GREATER: 39,
  LESSEQUAL: 40,
  GREATEREQUAL: 41,
  EQEQUAL: 42,
  NOTEQUAL: 43,
  COLONEQUAL: 44,
  PLUSEQUAL: 45,
  MINEQUAL: 46,
  STAREQUAL: 47,
  SLASHEQUAL: 48,
  DOUBLESLASHEQUAL: 49,
  PERCENTEQUAL: 50,
  ATEQUAL: 51,
  AMPEREQUAL: 52,
  VBAREQUAL: 53,
  CIRCUMFLEXEQUAL: 54,
  RIGHTSHIFTEQUAL: 55,
  LEFTSHIFTEQUAL: 56,
  DOUBLESTAREQUAL: 57,
  EXCLAMATION: 58,
  FALSE: 64,
  NONE: 65,
  TRUE: 66,
  AND: 67,
  AS: 68,
  ASSERT: 69,
  ASYNC: 70,
  AWAIT: 71,
  BREAK: 72,
  CLASS: 73,
  CONTINUE: 74,
  DEF: 75,
  DEL: 76,
  ELIF: 77,
  ELSE: 78,
  EXCEPT: 79,
  FINALLY: 80,
  FOR: 81,
  FROM: 82,
  GLOBAL: 83,
  IF: 84,
  IMPORT: 85,
  IN: 86,
  IS: 87,
  LAMBDA: 88,
  NONLOCAL: 89,
  NOT: 90,
  OR: 91,
  PASS: 92,
  RAISE: 93,
  RETURN: 94,
  TRY: 95,
  WHILE: 96,
  WITH: 97,
  YIELD: 98,
}

/** Token kinds, numbered so that a table can be indexed by them; operators carry CPython's names (Grammar/Tokens). */
export const T: Readonly<typeof kinds> = kinds

const keywordNames = Object.entries(T).filter(([, kind]) => kind >= T.FALSE)

/** Keyword spellings by kind; soft keywords (`match`, `case`, `type`, `_`) are names. */
export const keywordSpelling: ReadonlyMap<number, string> = new Map(
  keywordNames.map(([name, kind]) => [kind, spell(name)]),
)

/** True for a keyword that no expression can hold: found on a line inside brackets, it says that they were never closed. */
export const isStatementKeyword: Uint8Array = tableOf([
  T.ASSERT,
  T.BREAK,
  T.CLASS,
  T.CONTINUE,
  T.DEF,
  T.DEL,
  T.ELIF,
  T.EXCEPT,
  T.FINALLY,
  T.GLOBAL,
  T.IMPORT,
  T.NONLOCAL,
  T.PASS,
  T.RAISE,
  T.RETURN,
  T.TRY,
  T.WHILE,
  T.WITH,
])

/** True for a token with which an expression can begin. */
export const startsExpression: Uint8Array = tableOf([
  T.NAME,
  T.NUMBER,
  T.STRING,
  T.FSTRING_START,
  T.LPAR,
  T.LSQB,
  T.LBRACE,
  T.ELLIPSIS,
  T.MINUS,
  T.PLUS,
  T.TILDE,
  T.NOT,
  T.LAMBDA,
  T.AWAIT,
  T.NONE,
  T.TRUE,
  T.FALSE,
])

/** One entry a token kind, 1 for those listed. */
export function tableOf(kinds: readonly number[]): Uint8Array {
  const table = new Uint8Array(128)
  for (const kind of kinds) table[kind] = 1
  return table
}

const longestKeyword = 8
const keywordBuckets: readonly (readonly (readonly [string, number])[])[] = bucketKeywords()

/** The kind of the word at these offsets: a keyword's, or `NAME`. */
export function wordKind(text: string, start: number, end: number): number {
  const length = end - start
  if (length > longestKeyword) return T.NAME
  const bucket = keywordBuckets[bucketOf(length, text.charCodeAt(start))]
  if (bucket === undefined) return T.NAME
  for (const [spelling, kind] of bucket) if (text.startsWith(spelling, start)) return kind
  return T.NAME
}

function bucketOf(length: number, firstCode: number): number {
  return (length << 5) | (firstCode & 31)
}

function bucketKeywords(): (readonly (readonly [string, number])[])[] {
  const buckets = new Array<[string, number][]>((longestKeyword + 1) << 5)
  for (const [kind, spelling] of keywordSpelling) {
    const index = bucketOf(spelling.length, spelling.charCodeAt(0))
    buckets[index] = [...(buckets[index] ?? []), [spelling, kind]]
  }
  return buckets
}

function spell(name: string): string {
  const isCapital = name === 'FALSE' || name === 'NONE' || name === 'TRUE'
  return isCapital ? name.charAt(0) + name.slice(1).toLowerCase() : name.toLowerCase()
}
