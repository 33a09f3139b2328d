import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ask, type Engine } from './engine.ts'

/** The label by which the containers of a state folder are found again. */
export function labelOf(stateDir: string): string {
  return `cordon.state=${stateDir}`
}

/** Name of the nth container of a sandbox folder. */
export function nameOf(folder: string, token: string, nth: number): string {
  return `cordon-${basename(folder)}-${token}-${nth}`
}

/** Removes the containers of this state folder whose sandbox folder is gone. */
export function sweepContainers(engine: Engine, stateDir: string): void {
  const filter = ['--filter', `label=${labelOf(stateDir)}`, '--format', '{{.Names}}']
  const { stdout } = ask(engine, ['ps', '--all', ...filter])
  for (const name of (stdout ?? '').split('\n')) {
    const folder = /^cordon-(.+)-[0-9a-f]+-\d+$/.exec(name)?.[1]
    if (folder === undefined || existsSync(join(stateDir, folder))) continue
    ask(engine, removal(engine, name))
  }
}

/** The words that end a container at once and remove it, whether it is there or not. */
export function removal(engine: Engine, name: string): string[] {
  const patience = engine.name === 'podman' ? ['--ignore', '--time', '0'] : []
  return ['rm', '--force', ...patience, name]
}
