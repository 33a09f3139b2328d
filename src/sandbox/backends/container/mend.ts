import { CordonError } from '../../../kernel/errors.ts'

/** What an engine complains of, and the command that mends it. */
const mends: readonly (readonly [RegExp, string])[] = [
  [
    /additional UIDs or GIDs|sub[ug]id range|\/etc\/sub[ug]id/i,
    'usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER", as root',
  ],
  [/new[ug]idmap/, 'apt-get install uidmap'],
  [/cannot connect to the docker daemon/i, 'systemctl start docker'],
  [/permission denied.*docker|docker.*permission denied/i, 'usermod -aG docker "$USER", as root'],
  [/cgroups in hybrid mode|OCI runtime "runc" not found/, 'apt-get install runc'],
  [/OCI runtime "runsc" not found/, 'apt-get install runsc'],
]

/** The same failure with the command that mends it, where it is one that engines are known for. */
export function withMend(error: unknown): unknown {
  if (!(error instanceof CordonError)) return error
  const help = mends.find(([complaint]) => complaint.test(error.message))?.[1]
  return help === undefined
    ? error
    : new CordonError(error.code, error.message, { help, cause: error })
}
