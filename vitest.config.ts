import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** One folder for what tests make in passing. */
const globalSetup = 'test/temporary.ts'
const long = ['**/*.real.test.ts', '**/*.long.test.ts']

/**
 * `unit` needs nothing but Node and is quick. `real` starts bubblewrap, Python and whole processes; with it run the
 * long laws and floods.
 */
export default defineConfig({
  test: {
    // Real tests mostly wait for processes of their own, so two files at a time fill two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup,
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: long,
          // No module holds state, so files can share what they import.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'real',
          globalSetup,
          include: ['src', 'test'].flatMap((folder) => long.map((name) => `${folder}/${name}`)),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
