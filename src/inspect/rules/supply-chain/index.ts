import type { Family } from '../../rule.ts'
import { dependencyUnpinned } from './dependency-unpinned.ts'
import { dependencyVulnerable } from './dependency-vulnerable.ts'
import { downloadUnverified } from './download-unverified.ts'
import { installExtraIndex } from './install-extra-index.ts'
import { installTimeCode } from './install-time-code.ts'
import { installUnpinned } from './install-unpinned.ts'
import { installUntrustedSource } from './install-untrusted-source.ts'
import { installedAtRunTime } from './installed-at-run-time.ts'
import { lookAlikePackage } from './look-alike-package.ts'

export const supplyChain: Family = {
  id: 'supply-chain',
  title: 'Supply chain',
  rules: [
    dependencyUnpinned,
    dependencyVulnerable,
    downloadUnverified,
    installExtraIndex,
    installTimeCode,
    installUnpinned,
    installUntrustedSource,
    installedAtRunTime,
    lookAlikePackage,
  ],
}
