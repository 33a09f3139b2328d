import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Context } from '../../context.ts'
import { onFlow } from '../../flow-match.ts'
import { nameOf } from '../../named-values.ts'
import type { Rule } from '../../rule.ts'
import { httpCalls } from '../../tables/network.ts'
import { isAddress } from '../../tables/paths.ts'
import { remote } from '../../tables/sources.ts'
import { leadingText, textParts } from '../../text-parts.ts'

const tableReaders = ['csv', 'parquet', 'excel', 'feather'].map((kind) => `pandas.read_${kind}`)

/** They take a text as well as its address. */
const textReaders = /^pandas\.read_(json|html|xml)$/

/** Loaders of documents that fetch pages. */
const loaders = ['langchain_community', 'langchain'].flatMap((library) =>
  [
    'WebBaseLoader',
    'RecursiveUrlLoader',
    'AsyncHtmlLoader',
    'UnstructuredURLLoader',
    'SitemapLoader',
    'PlaywrightURLLoader',
    'SeleniumURLLoader',
  ].map((name) => `${library}.document_loaders.${name}`),
)

/** Somebody else says where a request goes. */
export const requestForgery: Rule = {
  id: 'request-forgery',
  title: 'The address of a request comes from outside',
  layer: 'taint',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [918],
  owasp: ['A10:2021', 'ASVS-5.2.6'],
  on: onFlow(
    {
      sinks: [
        ...[...httpCalls].map(([name, { at, keyword }]) => ({ names: [name], at, keyword })),
        ...[...tableReaders, ...loaders].map((name) => ({
          names: [name],
          at: 0,
          keyword: name.startsWith('pandas.') ? 'filepath_or_buffer' : 'web_path',
        })),
        ...[
          'socket.create_connection',
          'socket.socket().connect',
          'aiohttp.ClientSession().ws_connect',
        ].map((name) => ({ names: [name], at: 0, keyword: 'address' })),
        ...[
          'websockets.connect',
          'websocket.create_connection',
          'websockets.sync.client.connect',
        ].map((name) => ({ names: [name], at: 0, keyword: 'uri' })),
        ...['HTTPConnection', 'HTTPSConnection'].map((name) => ({
          names: [`http.client.${name}`],
          at: 0,
          keyword: 'host',
        })),
        ...['json', 'html', 'xml'].map((kind) => ({
          names: [`pandas.read_${kind}`],
          at: 0,
          keyword: 'io',
        })),
      ],
      into: 'address',
      from: remote,
    },
    ({ call, argument, from }, context) =>
      hasFixedHost(argument, call.site, context) ||
      (tableReaders.includes(call.name) && isPath(argument, call.site, context)) ||
      (textReaders.test(call.name) && !isCalledAddress(argument))
        ? undefined
        : {
            message: `\`${call.shortName}\` goes where ${from} says.`,
            help: 'Choose the host from a fixed list, and check the resolved address.',
          },
  ),
}

/** Names that an address is followed back through, and values of each. */
const mostHops = 4
const mostValues = 8

/** A constant folder comes first, so that it is no address. */
function isPath(node: Expression, site: Site, context: Context): boolean {
  const before = leadingText(textParts(context, { node, site }))
  return before !== '' && !isAddress(before) && !/^(https?|s3|ftp):?\/?\/?$/.test(before)
}

/** A constant scheme and host come first, so that only path or query can be chosen. */
function hasFixedHost(node: Expression, site: Site, context: Context, hops = 0): boolean {
  const before = leadingText(textParts(context, { node, site }))
  if (before !== '') return isAddress(before) && /^\w+:\/\/[^/]+\//.test(before)
  if (node.kind !== 'Name' || hops >= mostHops) return false
  const values = context.meaning.assigned(node, site).slice(0, mostValues)
  return (
    values.length > 0 &&
    values.every((value) => hasFixedHost(value.node, value.site, context, hops + 1))
  )
}

/** What it is called says that it is an address. */
function isCalledAddress(node: Expression): boolean {
  const key =
    node.kind === 'Subscript' && node.slice.kind === 'Constant'
      ? String(node.slice.value)
      : nameOf(node)
  return /(^|_)(url|uri|link|href|address|endpoint|source|src)s?$/i.test(key ?? '')
}
