import type { Family } from '../../rule.ts'
import { assertAlwaysTrue } from './assert-always-true.ts'
import { checkFailsOpen } from './check-fails-open.ts'
import { conditionAlwaysTrue } from './condition-always-true.ts'
import { errorSwallowed } from './error-swallowed.ts'
import { matchWithoutDefault } from './match-without-default.ts'
import { mutableDefault } from './mutable-default.ts'
import { patternNotAnchored } from './pattern-not-anchored.ts'
import { returnInFinally } from './return-in-finally.ts'

export const robustness: Family = {
  id: 'robustness',
  title: 'Weak logic',
  rules: [
    assertAlwaysTrue,
    checkFailsOpen,
    conditionAlwaysTrue,
    errorSwallowed,
    matchWithoutDefault,
    mutableDefault,
    patternNotAnchored,
    returnInFinally,
  ],
}
