import { allArguments, argument, textArgument } from './call-arguments.ts'
import { printed } from './constants.ts'
import type { Evaluator } from './evaluator.ts'
import { elements, itemByKey, itemsOf } from './items.ts'
import { attributeOf, canonical, topModule } from './names.ts'
import type { Call } from './nodes.ts'
import { moduleScope } from './scopes.ts'
import { decodeBytes, fromBase32, fromBase64, fromHex } from './text-methods.ts'
import type { Located, Value, Values } from './values.ts'
import {
  integerOf,
  joinValues,
  maxItems,
  numberValue,
  pathValue,
  textValue,
  unknown,
  unknowns,
} from './values.ts'

type Result = (evaluator: Evaluator, call: Located<Call>) => Values | undefined

/** What calls of functions outside of the file give that are worked out, by full name. */
export const builtinResults: ReadonlyMap<string, Result> = new Map<string, Result>([
  ['builtins.getattr', namedAttribute],
  ['builtins.object.__getattribute__', namedAttribute],
  ['inspect.getattr_static', namedAttribute],
  ['builtins.__import__', (e, call) => imported(e, call, true)],
  ['importlib.import_module', (e, call) => imported(e, call, false)],
  ['pkgutil.resolve_name', (e, call) => imported(e, call, false)],
  ['builtins.globals', (_, { site }) => [{ kind: 'namespace', scope: moduleScope(site.scope) }]],
  ['builtins.locals', (_, { site }) => [{ kind: 'namespace', scope: site.scope }]],
  ['builtins.vars', vars],
  ['builtins.chr', (e, call) => mapInteger(e, call, (code) => textOfCode(code))],
  ['builtins.ord', (e, call) => mapText(e, call, (text) => codeOf(text))],
  ['builtins.int', toInteger],
  ['builtins.str', toText],
  ['builtins.bytes', toBytes],
  ['builtins.bytearray', toBytes],
  ['builtins.bytes.fromhex', (e, call) => mapText(e, call, (text) => bytesOf(fromHex(text)))],
  ['builtins.bytearray.fromhex', (e, call) => mapText(e, call, (text) => bytesOf(fromHex(text)))],
  ['binascii.unhexlify', (e, call) => mapText(e, call, (text) => bytesOf(fromHex(text)))],
  ['binascii.a2b_hex', (e, call) => mapText(e, call, (text) => bytesOf(fromHex(text)))],
  ['binascii.a2b_base64', (e, call) => mapText(e, call, (text) => bytesOf(fromBase64(text)))],
  ['base64.b64decode', (e, call) => mapText(e, call, (text) => bytesOf(fromBase64(text)))],
  ['base64.standard_b64decode', (e, call) => mapText(e, call, (text) => bytesOf(fromBase64(text)))],
  ['base64.urlsafe_b64decode', (e, call) => mapText(e, call, (text) => bytesOf(fromBase64(text)))],
  ['base64.decodebytes', (e, call) => mapText(e, call, (text) => bytesOf(fromBase64(text)))],
  ['base64.b32decode', (e, call) => mapText(e, call, (text) => bytesOf(fromBase32(text)))],
  ['base64.b16decode', (e, call) => mapText(e, call, (text) => bytesOf(fromHex(text)))],
  ['codecs.decode', (e, call) => decoded(e, call)],
  ['builtins.reversed', (e, call) => sequenceOf(e, call, (items) => items.toReversed())],
  ['builtins.list', (e, call) => sequenceOf(e, call, (items) => items)],
  ['builtins.tuple', (e, call) => sequenceOf(e, call, (items) => items)],
  ['builtins.iter', (e, call) => allArguments(e, call, 0)],
  ['builtins.next', (e, call) => firstItem(e, call)],
  ['builtins.map', mapped],
  ['builtins.dict', keywordMapping],
  ['functools.partial', (e, call) => allArguments(e, call, 0)],
  ...['closing', 'aclosing', 'nullcontext'].map(
    (name) =>
      [
        `contextlib.${name}`,
        (e: Evaluator, call: Located<Call>) => allArguments(e, call, 0),
      ] as const,
  ),
  ['builtins.staticmethod', (e, call) => allArguments(e, call, 0)],
  ['functools.reduce', reduced],
  ['operator.attrgetter()', gotAttribute],
  ['operator.methodcaller()', gotAttribute],
  ['operator.itemgetter()', gotItem],
  ['shlex.split', splitCommand],
  ['os.path.join', joinedPath],
  ['os.path.expanduser', (e, call) => allArguments(e, call, 0)],
  ['os.path.abspath', (e, call) => allArguments(e, call, 0)],
  ['os.path.normpath', (e, call) => allArguments(e, call, 0)],
  ['os.path.realpath', (e, call) => allArguments(e, call, 0)],
])

function namedAttribute(evaluator: Evaluator, call: Located<Call>): Values {
  const objects = allArguments(evaluator, call, 0)
  const names = allArguments(evaluator, call, 1)
  const fallback = call.node.args.length > 2 ? [allArguments(evaluator, call, 2)] : []
  const found = names.flatMap((name) =>
    name.kind === 'text'
      ? objects.map((object) => evaluator.attribute(object, name.text))
      : [unknowns],
  )
  return joinValues([...found, ...fallback])
}

/** `__import__('a.b')` gives `a` unless it is given names to take; `import_module('a.b')` gives `a.b`. */
function imported(evaluator: Evaluator, call: Located<Call>, givesTop: boolean): Values {
  const wantsPart =
    call.node.args.length > 3 || call.node.keywords.some(({ arg }) => arg === 'fromlist')
  return allArguments(evaluator, call, 0).map((name) => {
    if (name.kind !== 'text') return unknown
    const module = name.text.replace(':', '.')
    return pathValue(canonical(givesTop && !wantsPart ? topModule(module) : module))
  })
}

function vars(evaluator: Evaluator, call: Located<Call>): Values {
  const { site } = call
  if (call.node.args.length === 0) return [{ kind: 'namespace', scope: site.scope }]
  return allArguments(evaluator, call, 0).map((object) =>
    object.kind === 'path' ? pathValue(attributeOf(object.path, '__dict__')) : unknown,
  )
}

function textOfCode(code: number): Value {
  return code >= 0 && code <= 0x10_ffff ? textValue(String.fromCodePoint(code)) : unknown
}

function codeOf(text: string): Value {
  const code = text.codePointAt(0)
  return code !== undefined && text.length === (code > 0xffff ? 2 : 1) ? numberValue(code) : unknown
}

function bytesOf(bytes: string | undefined): Value {
  return bytes === undefined ? unknown : textValue(bytes, true)
}

function mapInteger(
  evaluator: Evaluator,
  call: Located<Call>,
  convert: (n: number) => Value,
): Values {
  return allArguments(evaluator, call, 0).map((value) => {
    const integer = integerOf(value)
    return integer === undefined ? unknown : convert(integer)
  })
}

function mapText(
  evaluator: Evaluator,
  call: Located<Call>,
  convert: (text: string) => Value,
): Values {
  return allArguments(evaluator, call, 0).map((value) =>
    value.kind === 'text' ? convert(value.text) : unknown,
  )
}

function toInteger(evaluator: Evaluator, call: Located<Call>): Values {
  const radixValue = call.node.args.length > 1 ? integerOf(argument(evaluator, call, 1)) : 10
  return allArguments(evaluator, call, 0).map((value) => {
    if (value.kind === 'number') return value
    const radix = radixValue === 0 ? 16 : radixValue
    if (value.kind !== 'text' || radix === undefined || radix < 2 || radix > 36) return unknown
    const number = Number.parseInt(value.text.replace(/^0[xbo]/i, ''), radix)
    return Number.isSafeInteger(number) ? numberValue(number) : unknown
  })
}

function toText(evaluator: Evaluator, call: Located<Call>): Values {
  const encoding = call.node.args.length > 1 ? textArgument(evaluator, call, 1) : undefined
  return allArguments(evaluator, call, 0).map((value) => {
    const text =
      value.kind === 'text' && value.isBytes && encoding !== undefined
        ? decodeBytes(value.text, encoding)
        : printed(value)
    if (text !== undefined) return textValue(text)
    return value.kind === 'path' && value.path === 'pathlib.Path()' ? value : unknown
  })
}

function toBytes(evaluator: Evaluator, call: Located<Call>): Values {
  const value = argument(evaluator, call, 0)
  if (value?.kind === 'text') return [textValue(value.text, true)]
  const items = value && itemsOf(evaluator, value)
  if (!items) return unknowns
  let bytes = ''
  for (const item of items) {
    const byte = item.length === 1 ? integerOf(item[0]) : undefined
    if (byte === undefined || byte < 0 || byte > 255) return unknowns
    bytes += String.fromCharCode(byte)
  }
  return [textValue(bytes, true)]
}

function decoded(evaluator: Evaluator, call: Located<Call>): Values {
  const encoding = call.node.args.length > 1 ? textArgument(evaluator, call, 1) : 'utf-8'
  return mapText(evaluator, call, (text) => {
    const result = decodeBytes(text, encoding)
    return result === undefined ? unknown : textValue(result)
  })
}

function sequenceOf(
  evaluator: Evaluator,
  call: Located<Call>,
  change: (items: readonly Value[]) => readonly Value[],
): Values {
  const value = argument(evaluator, call, 0)
  const items = value && itemsOf(evaluator, value)
  if (!items) return unknowns
  const flat = items.map((item) => (item.length === 1 && item[0]) || unknown)
  return [{ kind: 'values', items: change(flat) }]
}

function firstItem(evaluator: Evaluator, call: Located<Call>): Values {
  const value = argument(evaluator, call, 0)
  return value ? elements(evaluator, value, 0) : unknowns
}

/** `map(chr, …)` and the like; a function of the file is not followed here. */
function mapped(evaluator: Evaluator, call: Located<Call>): Values {
  const func = argument(evaluator, call, 0)
  const value = argument(evaluator, call, 1)
  const items = value && itemsOf(evaluator, value)
  if (func?.kind !== 'path' || !items || items.length > maxItems) return unknowns
  const convert = itemConversions.get(func.path)
  if (!convert) return unknowns
  return [
    {
      kind: 'values',
      items: items.map((item) => (item.length === 1 && item[0] ? convert(item[0]) : unknown)),
    },
  ]
}

const itemConversions: ReadonlyMap<string, (value: Value) => Value> = new Map([
  ['builtins.chr', (value: Value) => textOfCode(integerOf(value) ?? -1)],
  ['builtins.ord', (value: Value) => (value.kind === 'text' ? codeOf(value.text) : unknown)],
  [
    'builtins.str',
    (value: Value) => {
      const text = printed(value)
      return text === undefined ? unknown : textValue(text)
    },
  ],
])

function keywordMapping(_: Evaluator, { node, site }: Located<Call>): Values | undefined {
  if (node.args.length > 0) return undefined
  const entries = node.keywords.map(({ arg, value, start, end }) => {
    const key = { kind: 'Constant', type: 'str', value: arg, start, end } as const
    return { key: arg === null ? null : { node: key, site }, value: { node: value, site } }
  })
  return [{ kind: 'mapping', entries }]
}

/** `functools.reduce(getattr, ['a', 'b'], object)`. */
function reduced(evaluator: Evaluator, call: Located<Call>): Values {
  const func = argument(evaluator, call, 0)
  const names = argument(evaluator, call, 1)
  const items = names && itemsOf(evaluator, names)
  if (func?.kind !== 'path' || func.path !== 'builtins.getattr' || !items) return unknowns
  let values = allArguments(evaluator, call, 2)
  for (const item of items) {
    const name = item.length === 1 ? item[0] : undefined
    if (name?.kind !== 'text') return unknowns
    values = joinValues(values.map((value) => evaluator.attribute(value, name.text)))
  }
  return values
}

/** `attrgetter('a.b')(object)`, `methodcaller('a')(object)`: the attribute itself, so that rules see its name. */
function gotAttribute(evaluator: Evaluator, call: Located<Call>): Values {
  const maker = call.node.func
  if (maker.kind !== 'Call') return unknowns
  const name = textArgument(evaluator, { node: maker, site: call.site }, 0)
  if (name === undefined) return unknowns
  let values = allArguments(evaluator, call, 0)
  for (const part of name.split('.')) {
    values = joinValues(values.map((value) => evaluator.attribute(value, part)))
  }
  return values
}

function gotItem(evaluator: Evaluator, call: Located<Call>): Values {
  const maker = call.node.func
  if (maker.kind !== 'Call') return unknowns
  const key = argument(evaluator, { node: maker, site: call.site }, 0)
  if (!key) return unknowns
  return joinValues(
    allArguments(evaluator, call, 0).map((value) => itemByKey(evaluator, value, key)),
  )
}

/** `os.path.join` as POSIX has it: an absolute part starts anew. */
function joinedPath(evaluator: Evaluator, call: Located<Call>): Values | undefined {
  let joined = ''
  for (let i = 0; i < call.node.args.length; i++) {
    const part = textArgument(evaluator, call, i)
    if (part === undefined) return undefined
    if (part.startsWith('/') || joined === '') joined = part
    else joined += joined.endsWith('/') ? part : `/${part}`
  }
  return [textValue(joined)]
}

/** `shlex.split` of a text without quotes or escapes. */
function splitCommand(evaluator: Evaluator, call: Located<Call>): Values | undefined {
  const text = textArgument(evaluator, call, 0)
  if (text === undefined || /['"\\#]/.test(text)) return undefined
  const words = text.split(/\s+/).filter((word) => word !== '')
  return words.length > maxItems
    ? undefined
    : [{ kind: 'values', items: words.map((word) => textValue(word)) }]
}
