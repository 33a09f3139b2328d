import type { Expression } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import type { Located } from '../../../python/values.ts'
import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'
import { originsOf } from '../../value-origins.ts'

const help = "Pass `filter='data'`, which refuses members that lead out of the folder."
const tarClasses = ['tarfile.open()', 'tarfile.TarFile()', 'tarfile.TarFile.open()']

/** A tar file that may write anywhere. */
export const archiveExtracted: Rule = {
  id: 'archive-extracted',
  title: 'An archive is extracted without a filter',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [22],
  owasp: ['A01:2021'],
  on: [
    onCall(
      tarClasses.flatMap((name) => [`${name}.extractall`, `${name}.extract`]),
      (call, context) => {
        const isAll = call.name.endsWith('all')
        const filters = call.values(-1, 'filter')
        const isTrusting = filters.some(
          (filter) =>
            (filter.kind === 'text' && filter.text === 'fully_trusted') ||
            (filter.kind === 'path' && filter.path === 'tarfile.fully_trusted_filter'),
        )
        if (filters.length > 0 ? !isTrusting : hasOwnFilter(call, context)) return undefined
        const isChecked = isAll && call.argument(1, 'members') !== undefined
        return {
          message: isTrusting
            ? `\`${call.shortName}\` trusts the archive with every path.`
            : `\`${call.shortName}\` lets the archive write outside of the folder before Python 3.14.`,
          help,
          severity: isChecked ? 'low' : isSent(call, context) ? 'high' : 'medium',
        }
      },
    ),
    onCall(['shutil.unpack_archive'], (call) => {
      if (call.argument(-1, 'filter') || call.text(2, 'format') === 'zip') return undefined
      if (call.texts(0, 'filename').some((name) => name.endsWith('.zip'))) return undefined
      return {
        message:
          '`shutil.unpack_archive` lets a tar file write outside of the folder before Python 3.14.',
        severity: 'medium',
        help,
      }
    }),
    onCall(['zipfile.ZipFile().extractall'], (call, context) =>
      isSent(call, context)
        ? {
            message: `\`${call.shortName}\` writes whatever names and sizes a stranger's archive holds.`,
            severity: 'low',
            help: 'Check names, types and sizes of the members first, and extract into an empty folder.',
          }
        : undefined,
    ),
    onCall(
      [
        'py7zr.SevenZipFile().extractall',
        'rarfile.RarFile().extractall',
        'patoolib.extract_archive',
      ],
      (call) => ({
        message: `\`${call.shortName}\` writes members wherever their names lead.`,
        severity: 'medium',
        help: 'Check the names of the members first.',
      }),
    ),
  ],
}

/** `archive.extraction_filter = …`, or the same of the class. */
function hasOwnFilter({ node, site: at }: CallMatch, { meaning }: Context): boolean {
  const archive = node.kind === 'Attribute' && node.value.kind === 'Name' ? node.value.id : ''
  const stores = meaning.bindings.attributeStores.get('extraction_filter') ?? []
  return stores.some(({ target: { node: target, site } }) => {
    const isOwn =
      target.value.kind === 'Name' && target.value.id === archive && site.scope === at.scope
    return isOwn || meaning.paths(target.value, site).includes('tarfile.TarFile')
  })
}

/** The archive's name or bytes come from someone else. */
function isSent({ node, site }: CallMatch, context: Context): boolean {
  if (node.kind !== 'Attribute') return false
  const origins = originsOf(node.value, site, context)
  const inside = openedWith(node.value, site, context).flatMap((one) =>
    originsOf(one.node, one.site, context),
  )
  return [...origins, ...inside].some(({ kind }) => ['web', 'download', 'tool'].includes(kind))
}

/** The arguments of the `tarfile.open` that made an object. */
function openedWith(node: Expression, site: Site, { meaning }: Context): readonly Located[] {
  const made = node.kind === 'Name' ? meaning.assigned(node, site) : [{ node, site }]
  return made.flatMap(({ node: call, site: at }) =>
    call.kind === 'Call'
      ? [...call.args, ...call.keywords.map(({ value }) => value)].map((one) => ({
          node: one,
          site: at,
        }))
      : [],
  )
}
