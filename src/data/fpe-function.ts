import type { DuckDBConnection } from '@duckdb/node-api'
import { FormatPreserving } from './format-preserving.ts'

type FunctionEngine = Pick<
  typeof import('@duckdb/node-api'),
  'DuckDBScalarFunction' | 'VARCHAR' | 'BLOB'
>

/** The name under which a cell's SQL finds `FormatPreserving.seal`, over a text and a key of 32 bytes. */
export const fpeFunction = 'cordon_fpe'

/** What the engine's error says where a value cannot be sealed; it holds nothing of the value. */
export const fpeFault = 'no format-preserving form'

/** Teaches an instance format-preserving encryption. */
export function registerFpe(
  { DuckDBScalarFunction, VARCHAR, BLOB }: FunctionEngine,
  connection: DuckDBConnection,
) {
  const sealers = new Map<string, FormatPreserving>()
  const sealerOf = (key: Uint8Array) => {
    const name = Buffer.from(key).toString('hex')
    const sealer = sealers.get(name) ?? new FormatPreserving(key)
    sealers.set(name, sealer)
    return sealer
  }
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: fpeFunction,
      returnType: VARCHAR,
      parameterTypes: [VARCHAR, BLOB],
      mainFunction: (info, chunk, output) => {
        const [texts, keys] = [chunk.getColumnVector(0), chunk.getColumnVector(1)]
        try {
          for (let row = 0; row < chunk.rowCount; row++) {
            const [text, key] = [texts.getItem(row), keys.getItem(row)]
            output.setItem(row, typeof text === 'string' ? sealerOf(bytesOf(key)).seal(text) : null)
          }
          output.flush()
        } catch {
          info.setError(fpeFault)
        }
      },
    }),
  )
}

function bytesOf(value: unknown): Uint8Array {
  if (typeof value === 'object' && value !== null && 'bytes' in value) {
    if (value.bytes instanceof Uint8Array) return value.bytes
  }
  throw new TypeError('not a key')
}
