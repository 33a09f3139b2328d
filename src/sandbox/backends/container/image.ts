import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { CordonError } from '../../../kernel/errors.ts'
import type { GuestRoot } from '../../solo/guest-root.ts'
import { ask, type Engine } from './engine.ts'

/**
 * Name of an image that holds the root's mount points and links: engines that cannot start from a folder import it once.
 * It is named by what it holds, and no registry is asked.
 */
export function importRoot(engine: Engine, root: GuestRoot): string {
  const targets = root.binds.map(({ target }) => target).sort()
  const name = `cordon-root:${createHash('sha256').update(targets.join('\0')).digest('hex').slice(0, 16)}`
  if (ask(engine, ['image', 'inspect', name]).status === 0) return name
  const tar = spawnSync('tar', ['-C', root.path, '--owner=0', '--group=0', '-c', '.'], {
    maxBuffer: 1 << 24,
  })
  const { program, env } = engine
  const made = spawnSync(program, ['import', '-', name], { env, cwd: '/', input: tar.stdout })
  if (tar.status === 0 && made.status === 0) return name
  const why = made.stderr.toString().trim().split('\n').at(-1)?.slice(0, 300) || 'it gave no reason'
  const message = `Cannot start sandbox "container": ${engine.name} could not import its root: ${why}`
  throw new CordonError('sandbox-unavailable', message, {
    help: `Start ${engine.name}, and see that this user may use it.`,
  })
}
