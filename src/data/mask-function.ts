import type { DuckDBConnection } from '@duckdb/node-api'

type FunctionEngine = Pick<typeof import('@duckdb/node-api'), 'DuckDBScalarFunction' | 'VARCHAR'>

/** The name under which a cell's SQL finds `Maskers`, over a text and the name of a masker. */
export const maskFunction = 'cordon_mask'

/** What the engine's error says where a text cannot be masked; it holds nothing of the text. */
export const maskFault = 'no masked form'

/** Functions that mask texts, by names that the SQL of one query binds; each is there for as long as its query. */
export class Maskers {
  private readonly known = new Map<string, (text: string) => string>()
  private count = 0

  /** Takes a function up and gives its name. */
  add(masker: (text: string) => string): string {
    const name = String(this.count++)
    this.known.set(name, masker)
    return name
  }

  remove(names: readonly string[]): void {
    for (const name of names) this.known.delete(name)
  }

  /** Teaches an instance to call them. */
  register({ DuckDBScalarFunction, VARCHAR }: FunctionEngine, connection: DuckDBConnection): void {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: maskFunction,
        returnType: VARCHAR,
        parameterTypes: [VARCHAR, VARCHAR],
        mainFunction: (info, chunk, output) => {
          const [texts, names] = [chunk.getColumnVector(0), chunk.getColumnVector(1)]
          try {
            for (let row = 0; row < chunk.rowCount; row++) {
              const [text, name] = [texts.getItem(row), names.getItem(row)]
              output.setItem(row, typeof text === 'string' ? this.mask(text, name) : null)
            }
            output.flush()
          } catch {
            info.setError(maskFault)
          }
        },
      }),
    )
  }

  private mask(text: string, name: unknown): string {
    const masker = this.known.get(String(name))
    if (!masker) throw new RangeError('no such masker')
    return masker(text)
  }
}
