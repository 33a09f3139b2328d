import type { Family } from '../../rule.ts'
import { crossJoin } from './cross-join.ts'
import { endlessIterator } from './endless-iterator.ts'
import { endlessLoop } from './endless-loop.ts'
import { endlessRecursion } from './endless-recursion.ts'
import { hugeAllocation } from './huge-allocation.ts'
import { hugeFile } from './huge-file.ts'
import { hugeLoop } from './huge-loop.ts'
import { interactiveInput } from './interactive-input.ts'
import { limitRemoved } from './limit-removed.ts'
import { longSleep } from './long-sleep.ts'
import { loopConditionFixed } from './loop-condition-fixed.ts'
import { loopFeedsItself } from './loop-feeds-itself.ts'
import { lossKeepsGraph } from './loss-keeps-graph.ts'
import { numberBomb } from './number-bomb.ts'
import { patternBacktracks } from './pattern-backtracks.ts'
import { patternFromOutside } from './pattern-from-outside.ts'
import { processBomb } from './process-bomb.ts'
import { threadsStarted } from './threads-started.ts'
import { unpackedUnbounded } from './unpacked-unbounded.ts'

export const resources: Family = {
  id: 'resources',
  title: 'Resource exhaustion',
  rules: [
    crossJoin,
    endlessIterator,
    endlessLoop,
    endlessRecursion,
    hugeAllocation,
    hugeFile,
    hugeLoop,
    interactiveInput,
    limitRemoved,
    longSleep,
    loopConditionFixed,
    loopFeedsItself,
    lossKeepsGraph,
    numberBomb,
    patternBacktracks,
    patternFromOutside,
    processBomb,
    threadsStarted,
    unpackedUnbounded,
  ],
}
