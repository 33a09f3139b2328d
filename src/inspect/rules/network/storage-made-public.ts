import type { Meaning } from '../../../python/meaning.ts'
import type { Dict, Expression, Node } from '../../../python/nodes.ts'
import type { Site } from '../../../python/scopes.ts'
import { integerOf } from '../../../python/values.ts'
import { walk } from '../../../python/visit.ts'
import type { Report, Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

const grants =
  /^(public-read|public-read-write|authenticated-read|publicRead|publicReadWrite|blob|container)$/

/** Objects and buckets that anyone may read, and links that live too long. */
export const storageMadePublic: Rule = {
  id: 'storage-made-public',
  title: 'Stored data is made readable for everyone',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.9,
  persona: 'default',
  cwe: [732],
  owasp: ['A01:2021', 'A05:2021'],
  on: [
    onCall(
      [
        '.put_object',
        '.upload_file',
        '.upload_fileobj',
        '.create_bucket',
        '.put_bucket_acl',
        '.put_object_acl',
        '.put',
        '.copy_object',
        ...[
          'put_object',
          'upload_file',
          'upload_fileobj',
          'create_bucket',
          'put_bucket_acl',
          'put_object_acl',
          'copy_object',
        ].map((name) => `boto3.client().${name}`),
      ],
      (call, { meaning }) => {
        const extra = call
          .values(-1, 'ExtraArgs')
          .flatMap((value) => (value.kind === 'mapping' ? value.entries : []))
        const acl = extra.find(
          ({ key }) => key?.node.kind === 'Constant' && key.node.value === 'ACL',
        )
        const texts = [
          ...call.texts(-1, 'ACL'),
          ...(acl ? meaning.texts(acl.value.node, acl.value.site) : []),
        ]
        return texts.some((text) =>
          /^(public-read|public-read-write|authenticated-read)$/.test(text),
        )
          ? report(call.shortName)
          : undefined
      },
    ),
    onCall(['.put_bucket_policy', 'boto3.client().put_bucket_policy'], (call, { meaning }) => {
      const node = call.argument(-1, 'Policy')
      return node && isForEveryone(node, call.site, meaning) ? report(call.shortName) : undefined
    }),
    onCall(['.delete_public_access_block', 'boto3.client().delete_public_access_block'], (call) =>
      report(call.shortName),
    ),
    onCall(
      [
        '.make_public',
        'google.cloud.storage.Client().bucket().make_public',
        'google.cloud.storage.Client().bucket().blob().make_public',
        'google.cloud.storage.Client().get_bucket().make_public',
      ],
      (call) => report(call.shortName),
    ),
    onCall(['.create_container', '.set_container_access_policy'], (call) =>
      call.texts(-1, 'public_access').some((text) => grants.test(text))
        ? report(call.shortName)
        : undefined,
    ),
    onCall(
      [
        '.generate_presigned_url',
        '.generate_presigned_post',
        'boto3.client().generate_presigned_url',
        'boto3.client().generate_presigned_post',
      ],
      (call) => {
        const seconds = call
          .values(-1, 'ExpiresIn')
          .map(integerOf)
          .find((value) => value !== undefined && value > 86_400)
        return seconds === undefined
          ? undefined
          : {
              message: `The link is good for ${Math.round(seconds / 3_600)} hours.`,
              severity: 'low',
              help: 'Let links live for minutes.',
            }
      },
    ),
  ],
}

function report(name: string): Report {
  return {
    message: `\`${name}\` lets everyone read what is stored.`,
    help: 'Keep it private, and hand out links that expire.',
  }
}

/** A statement that allows something to the principal `*`, as text or as the dictionary that is made one. */
function isForEveryone(node: Expression, site: Site, meaning: Meaning): boolean {
  const text = meaning.text(node, site)
  if (text !== undefined) return /"Effect"\s*:\s*"Allow"/.test(text) && everyone.test(text)
  const pending = [{ node, site }]
  for (let i = 0; i < pending.length && i < mostParts; i++) {
    const part = pending[i]
    if (!part) break
    let isFound = false
    walk(part.node, (inner) => {
      isFound ||= namesEveryone(inner)
      if (inner.kind === 'Name' && pending.length < mostParts)
        pending.push(...meaning.assigned(inner, part.site))
      return !isFound
    })
    if (isFound) return true
  }
  return false
}

/** Names that a policy is put together from. */
const mostParts = 20
const everyone = /"Principal"\s*:\s*("\*"|\{\s*"AWS"\s*:\s*"\*"\s*\})/

function namesEveryone(node: Node): boolean {
  if (node.kind !== 'Dict') return false
  const isAllow = entryOf(node, 'Effect')
  const principal = entryOf(node, 'Principal')
  const inner = principal?.kind === 'Dict' ? entryOf(principal, 'AWS') : principal
  return isText(isAllow, 'Allow') && isText(inner, '*')
}

function entryOf({ keys, values }: Dict, name: string): Expression | undefined {
  return values.find((_, i) => isText(keys[i] ?? undefined, name))
}

function isText(node: Expression | undefined, text: string): boolean {
  return node?.kind === 'Constant' && node.value === text
}
