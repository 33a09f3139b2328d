import { z } from 'zod'
import type { Operation } from '../operation.ts'
import type { Ability } from '../services.ts'

const DoctorInput = z.strictObject({})
type DoctorInput = z.infer<typeof DoctorInput>

/** What `cordon doctor --json` prints. */
const DoctorDocument = z.strictObject({
  document: z.literal('cordon.doctor/1'),
  isReady: z.boolean(),
  abilities: z.array(
    z.strictObject({
      name: z.string(),
      state: z.enum(['ok', 'missing', 'optional']),
      detail: z.string(),
      mend: z.string().optional(),
    }),
  ),
})

/** Says what this machine can enforce. */
export const doctorOperation: Operation<DoctorInput, readonly Ability[]> = {
  name: 'doctor',
  summary: 'List what this machine can enforce, what is missing, and the command that mends it',
  permission: 'none',
  surfaces: ['cli', 'library'],
  input: DoctorInput,
  output: DoctorDocument,
  run: async (_, services) => services.probe(),
  document: (abilities) => ({
    document: 'cordon.doctor/1',
    isReady: abilities.every(({ state }) => state !== 'missing'),
    abilities,
  }),
}
