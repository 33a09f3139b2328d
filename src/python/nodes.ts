/**
 * The tree of a Python module, as CPython 3.14's `ast` has it (Parser/Python.asdl), with these differences: fields are
 * in camel case, operators and contexts are strings, `decorator_list` is `decorators`, a constant carries its type,
 * async comprehensions and simple annotations are booleans, and there are error nodes where text could not be read.
 */

/** UTF-16 offsets into the source text, end exclusive. */
export interface Positioned {
  readonly start: number
  readonly end: number
}

export type Context = 'Load' | 'Store' | 'Del'
export type BinaryOperator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'MatMult'
  | 'Div'
  | 'Mod'
  | 'Pow'
  | 'LShift'
  | 'RShift'
  | 'BitOr'
  | 'BitXor'
  | 'BitAnd'
  | 'FloorDiv'
export type CompareOperator =
  | 'Eq'
  | 'NotEq'
  | 'Lt'
  | 'LtE'
  | 'Gt'
  | 'GtE'
  | 'Is'
  | 'IsNot'
  | 'In'
  | 'NotIn'
export type ConstantType =
  | 'str'
  | 'bytes'
  | 'int'
  | 'float'
  | 'complex'
  | 'bool'
  | 'none'
  | 'ellipsis'
/** str: the text; bytes: one UTF-16 unit a byte; int: bigint beyond 2^53; complex: the imaginary part. */
export type ConstantValue = string | number | bigint | boolean | null

export interface Module extends Positioned {
  readonly kind: 'Module'
  readonly body: readonly Statement[]
}

export interface FunctionDef extends Positioned {
  readonly kind: 'FunctionDef'
  readonly name: string
  readonly args: Arguments
  readonly body: readonly Statement[]
  readonly decorators: readonly Expression[]
  readonly returns: Expression | null
  readonly typeParams: readonly TypeParameter[]
}

export interface AsyncFunctionDef extends Positioned {
  readonly kind: 'AsyncFunctionDef'
  readonly name: string
  readonly args: Arguments
  readonly body: readonly Statement[]
  readonly decorators: readonly Expression[]
  readonly returns: Expression | null
  readonly typeParams: readonly TypeParameter[]
}

export interface ClassDef extends Positioned {
  readonly kind: 'ClassDef'
  readonly name: string
  readonly bases: readonly Expression[]
  readonly keywords: readonly Keyword[]
  readonly body: readonly Statement[]
  readonly decorators: readonly Expression[]
  readonly typeParams: readonly TypeParameter[]
}

export interface Return extends Positioned {
  readonly kind: 'Return'
  readonly value: Expression | null
}

export interface Delete extends Positioned {
  readonly kind: 'Delete'
  readonly targets: readonly Expression[]
}

export interface Assign extends Positioned {
  readonly kind: 'Assign'
  readonly targets: readonly Expression[]
  readonly value: Expression
}

export interface TypeAlias extends Positioned {
  readonly kind: 'TypeAlias'
  readonly name: Name
  readonly typeParams: readonly TypeParameter[]
  readonly value: Expression
}

export interface AugAssign extends Positioned {
  readonly kind: 'AugAssign'
  readonly target: Expression
  readonly op: BinaryOperator
  readonly value: Expression
}

export interface AnnAssign extends Positioned {
  readonly kind: 'AnnAssign'
  readonly target: Expression
  readonly annotation: Expression
  readonly value: Expression | null
  readonly isSimple: boolean
}

export interface For extends Positioned {
  readonly kind: 'For'
  readonly target: Expression
  readonly iter: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}

export interface AsyncFor extends Positioned {
  readonly kind: 'AsyncFor'
  readonly target: Expression
  readonly iter: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}

export interface While extends Positioned {
  readonly kind: 'While'
  readonly test: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}

export interface If extends Positioned {
  readonly kind: 'If'
  readonly test: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}

export interface With extends Positioned {
  readonly kind: 'With'
  readonly items: readonly WithItem[]
  readonly body: readonly Statement[]
}

export interface AsyncWith extends Positioned {
  readonly kind: 'AsyncWith'
  readonly items: readonly WithItem[]
  readonly body: readonly Statement[]
}

export interface Match extends Positioned {
  readonly kind: 'Match'
  readonly subject: Expression
  readonly cases: readonly MatchCase[]
}

export interface Raise extends Positioned {
  readonly kind: 'Raise'
  readonly exc: Expression | null
  readonly cause: Expression | null
}

export interface Try extends Positioned {
  readonly kind: 'Try'
  readonly body: readonly Statement[]
  readonly handlers: readonly ExceptHandler[]
  readonly orelse: readonly Statement[]
  readonly finalbody: readonly Statement[]
}

export interface TryStar extends Positioned {
  readonly kind: 'TryStar'
  readonly body: readonly Statement[]
  readonly handlers: readonly ExceptHandler[]
  readonly orelse: readonly Statement[]
  readonly finalbody: readonly Statement[]
}

export interface Assert extends Positioned {
  readonly kind: 'Assert'
  readonly test: Expression
  readonly msg: Expression | null
}

export interface Import extends Positioned {
  readonly kind: 'Import'
  readonly names: readonly Alias[]
}

export interface ImportFrom extends Positioned {
  readonly kind: 'ImportFrom'
  readonly module: string | null
  readonly names: readonly Alias[]
  readonly level: number
}

export interface Global extends Positioned {
  readonly kind: 'Global'
  readonly names: readonly string[]
}

export interface Nonlocal extends Positioned {
  readonly kind: 'Nonlocal'
  readonly names: readonly string[]
}

export interface Expr extends Positioned {
  readonly kind: 'Expr'
  readonly value: Expression
}

export interface Pass extends Positioned {
  readonly kind: 'Pass'
}

export interface Break extends Positioned {
  readonly kind: 'Break'
}

export interface Continue extends Positioned {
  readonly kind: 'Continue'
}

export interface ErrorStatement extends Positioned {
  readonly kind: 'ErrorStatement'
  readonly message: string
}

export interface BoolOp extends Positioned {
  readonly kind: 'BoolOp'
  readonly op: 'And' | 'Or'
  readonly values: readonly Expression[]
}

export interface NamedExpr extends Positioned {
  readonly kind: 'NamedExpr'
  readonly target: Name
  readonly value: Expression
}

export interface BinOp extends Positioned {
  readonly kind: 'BinOp'
  readonly left: Expression
  readonly op: BinaryOperator
  readonly right: Expression
}

export interface UnaryOp extends Positioned {
  readonly kind: 'UnaryOp'
  readonly op: 'Invert' | 'Not' | 'UAdd' | 'USub'
  readonly operand: Expression
}

export interface Lambda extends Positioned {
  readonly kind: 'Lambda'
  readonly args: Arguments
  readonly body: Expression
}

export interface IfExp extends Positioned {
  readonly kind: 'IfExp'
  readonly test: Expression
  readonly body: Expression
  readonly orelse: Expression
}

export interface Dict extends Positioned {
  readonly kind: 'Dict'
  readonly keys: readonly (Expression | null)[]
  readonly values: readonly Expression[]
}

export interface Set extends Positioned {
  readonly kind: 'Set'
  readonly elts: readonly Expression[]
}

export interface ListComp extends Positioned {
  readonly kind: 'ListComp'
  readonly elt: Expression
  readonly generators: readonly Comprehension[]
}

export interface SetComp extends Positioned {
  readonly kind: 'SetComp'
  readonly elt: Expression
  readonly generators: readonly Comprehension[]
}

export interface DictComp extends Positioned {
  readonly kind: 'DictComp'
  readonly key: Expression
  readonly value: Expression
  readonly generators: readonly Comprehension[]
}

export interface GeneratorExp extends Positioned {
  readonly kind: 'GeneratorExp'
  readonly elt: Expression
  readonly generators: readonly Comprehension[]
}

export interface Await extends Positioned {
  readonly kind: 'Await'
  readonly value: Expression
}

export interface Yield extends Positioned {
  readonly kind: 'Yield'
  readonly value: Expression | null
}

export interface YieldFrom extends Positioned {
  readonly kind: 'YieldFrom'
  readonly value: Expression
}

export interface Compare extends Positioned {
  readonly kind: 'Compare'
  readonly left: Expression
  readonly ops: readonly CompareOperator[]
  readonly comparators: readonly Expression[]
}

export interface Call extends Positioned {
  readonly kind: 'Call'
  readonly func: Expression
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
}

export interface FormattedValue extends Positioned {
  readonly kind: 'FormattedValue'
  readonly value: Expression
  readonly conversion: 'none' | 's' | 'r' | 'a'
  readonly formatSpec: JoinedStr | null
}

export interface Interpolation extends Positioned {
  readonly kind: 'Interpolation'
  readonly value: Expression
  readonly text: string
  readonly conversion: 'none' | 's' | 'r' | 'a'
  readonly formatSpec: JoinedStr | null
}

export interface JoinedStr extends Positioned {
  readonly kind: 'JoinedStr'
  readonly values: readonly Expression[]
}

export interface TemplateStr extends Positioned {
  readonly kind: 'TemplateStr'
  readonly values: readonly Expression[]
}

export interface Constant extends Positioned {
  readonly kind: 'Constant'
  readonly type: ConstantType
  readonly value: ConstantValue
}

export interface Attribute extends Positioned {
  readonly kind: 'Attribute'
  readonly value: Expression
  readonly attr: string
  readonly ctx: Context
}

export interface Subscript extends Positioned {
  readonly kind: 'Subscript'
  readonly value: Expression
  readonly slice: Expression
  readonly ctx: Context
}

export interface Starred extends Positioned {
  readonly kind: 'Starred'
  readonly value: Expression
  readonly ctx: Context
}

export interface Name extends Positioned {
  readonly kind: 'Name'
  readonly id: string
  readonly ctx: Context
}

export interface List extends Positioned {
  readonly kind: 'List'
  readonly elts: readonly Expression[]
  readonly ctx: Context
}

export interface Tuple extends Positioned {
  readonly kind: 'Tuple'
  readonly elts: readonly Expression[]
  readonly ctx: Context
}

export interface Slice extends Positioned {
  readonly kind: 'Slice'
  readonly lower: Expression | null
  readonly upper: Expression | null
  readonly step: Expression | null
}

export interface ErrorExpression extends Positioned {
  readonly kind: 'ErrorExpression'
  readonly message: string
}

export interface MatchValue extends Positioned {
  readonly kind: 'MatchValue'
  readonly value: Expression
}

export interface MatchSingleton extends Positioned {
  readonly kind: 'MatchSingleton'
  readonly value: true | false | null
}

export interface MatchSequence extends Positioned {
  readonly kind: 'MatchSequence'
  readonly patterns: readonly Pattern[]
}

export interface MatchMapping extends Positioned {
  readonly kind: 'MatchMapping'
  readonly keys: readonly Expression[]
  readonly patterns: readonly Pattern[]
  readonly rest: string | null
}

export interface MatchClass extends Positioned {
  readonly kind: 'MatchClass'
  readonly cls: Expression
  readonly patterns: readonly Pattern[]
  readonly kwdAttrs: readonly string[]
  readonly kwdPatterns: readonly Pattern[]
}

export interface MatchStar extends Positioned {
  readonly kind: 'MatchStar'
  readonly name: string | null
}

export interface MatchAs extends Positioned {
  readonly kind: 'MatchAs'
  readonly pattern: Pattern | null
  readonly name: string | null
}

export interface MatchOr extends Positioned {
  readonly kind: 'MatchOr'
  readonly patterns: readonly Pattern[]
}

export interface Comprehension extends Positioned {
  readonly kind: 'Comprehension'
  readonly target: Expression
  readonly iter: Expression
  readonly ifs: readonly Expression[]
  readonly isAsync: boolean
}

export interface ExceptHandler extends Positioned {
  readonly kind: 'ExceptHandler'
  readonly type: Expression | null
  readonly name: string | null
  readonly body: readonly Statement[]
}

export interface Arguments extends Positioned {
  readonly kind: 'Arguments'
  readonly posonlyargs: readonly Arg[]
  readonly args: readonly Arg[]
  readonly vararg: Arg | null
  readonly kwonlyargs: readonly Arg[]
  readonly kwDefaults: readonly (Expression | null)[]
  readonly kwarg: Arg | null
  readonly defaults: readonly Expression[]
}

export interface Arg extends Positioned {
  readonly kind: 'Arg'
  readonly name: string
  readonly annotation: Expression | null
}

export interface Keyword extends Positioned {
  readonly kind: 'Keyword'
  readonly arg: string | null
  readonly value: Expression
}

export interface Alias extends Positioned {
  readonly kind: 'Alias'
  readonly name: string
  readonly asname: string | null
}

export interface WithItem extends Positioned {
  readonly kind: 'WithItem'
  readonly contextExpr: Expression
  readonly optionalVars: Expression | null
}

export interface MatchCase extends Positioned {
  readonly kind: 'MatchCase'
  readonly pattern: Pattern
  readonly guard: Expression | null
  readonly body: readonly Statement[]
}

export interface TypeVar extends Positioned {
  readonly kind: 'TypeVar'
  readonly name: string
  readonly bound: Expression | null
  readonly defaultValue: Expression | null
}

export interface ParamSpec extends Positioned {
  readonly kind: 'ParamSpec'
  readonly name: string
  readonly defaultValue: Expression | null
}

export interface TypeVarTuple extends Positioned {
  readonly kind: 'TypeVarTuple'
  readonly name: string
  readonly defaultValue: Expression | null
}

/** Something that stands on a line of its own. */
export type Statement =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue
  | ErrorStatement

/** Something that has a value, or a target. */
export type Expression =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | Set
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | Interpolation
  | JoinedStr
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice
  | ErrorExpression

/** What stands after `case`. */
export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr

/** What stands in the brackets of a generic definition (PEP 695, PEP 696). */
export type TypeParameter = TypeVar | ParamSpec | TypeVarTuple

/** Anything in the tree. */
export type Node =
  | Module
  | Statement
  | Expression
  | Pattern
  | TypeParameter
  | Comprehension
  | ExceptHandler
  | Arguments
  | Arg
  | Keyword
  | Alias
  | WithItem
  | MatchCase
