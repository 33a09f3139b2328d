import { z } from 'zod'
import type { Operation } from '../operation.ts'
import type { SetupReport } from '../services.ts'

/** The runtime profile to make, by name or by the path of a lock file; that of the configuration where it is left out. */
const SetupInput = z.strictObject({ profile: z.string().min(1).exactOptional() })
export type SetupInput = z.infer<typeof SetupInput>

/** What `cordon setup --json` prints. */
const SetupDocument = z.strictObject({
  document: z.literal('cordon.setup/1'),
  notes: z.array(z.string()),
  source: z.string(),
  python: z.string(),
  packages: z.record(z.string(), z.string()),
  digest: z.string(),
})

/** Makes this machine ready to run scripts. */
export const setupOperation: Operation<SetupInput, SetupReport> = {
  name: 'setup',
  summary:
    'Make this machine ready: the Python runtime and, as root on Debian or Ubuntu, bubblewrap',
  permission: 'administer',
  surfaces: ['cli', 'library'],
  input: SetupInput,
  output: SetupDocument,
  run: async ({ profile }, services, call) => services.setup(call, profile),
  document: (report) => ({ document: 'cordon.setup/1', ...report }),
}
