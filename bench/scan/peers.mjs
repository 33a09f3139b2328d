import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The command line of Bandit over a folder; throws where it is not installed. */
export function banditCommand(folder) {
  const command = ['bandit', '--recursive', '--quiet', '--format', 'json', '--exit-zero', folder]
  if (runs(['bandit', '--version'])) {
    // Releases before 1.7 know no --exit-zero; the exit code is not looked at.
    return command.filter((word) => word !== '--exit-zero')
  }
  throw new Error('Bandit is needed beside Cordon: apt-get install bandit, or pip install bandit.')
}

/** The command line of Ruff's security rules over a folder on one thread, from a virtual environment where there is no other. */
export function ruffCommand(folder, workFolder) {
  const program = runs(['ruff', '--version']) ? 'ruff' : ruffIn(join(workFolder, 'ruff'))
  const words = ['check', '--isolated', '--no-cache', '--exit-zero', '--quiet', '--select', 'S']
  return ['env', 'RAYON_NUM_THREADS=1', program, ...words, '--output-format', 'json', folder]
}

function ruffIn(environment) {
  const program = join(environment, 'bin/ruff')
  if (existsSync(program)) return program
  execFileSync('python3', ['-m', 'venv', environment])
  execFileSync(join(environment, 'bin/pip'), ['install', '--quiet', 'ruff'], { stdio: 'ignore' })
  return program
}

function runs([program, ...args]) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}
