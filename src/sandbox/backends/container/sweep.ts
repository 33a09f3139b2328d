import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ask, type Engine } from './engine.ts'

/** The label that tells which sandbox folder a container belongs to. */
export function labelOf(folder: string): string {
  return `${key}=${folder}`
}

/** Removes the containers of sandboxes of this state folder whose folder is gone. */
export function sweepContainers(engine: Engine, stateDir: string): void {
  const format = `{{.Names}}\t{{.Label "${key}"}}`
  const { stdout } = ask(engine, ['ps', '--all', '--filter', `label=${key}`, '--format', format])
  for (const line of (stdout ?? '').split('\n')) {
    const [name, folder] = line.split('\t')
    if (!(name && folder?.startsWith(join(stateDir, '/'))) || existsSync(folder)) continue
    ask(engine, removal(engine, name))
  }
}

/** The words that end a container at once and remove it, whether it is there or not. */
export function removal(engine: Engine, name: string): string[] {
  const patience = engine.name === 'podman' ? ['--ignore', '--time', '0'] : []
  return ['rm', '--force', ...patience, name]
}

const key = 'cordon.sandbox'
