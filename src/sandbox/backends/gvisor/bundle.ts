import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Limits } from '../../../kernel/limits.ts'
import {
  type Bind,
  type GuestRoot,
  grantsTarget,
  parentCapabilities,
  workFolder,
} from '../../solo/guest-root.ts'
import type { Identity } from '../linux/unprivileged.ts'

export interface BundleOptions {
  readonly root: GuestRoot
  /** Folder that becomes the bundle. */
  readonly path: string
  readonly grantDir: string
  readonly user: Identity
  readonly limits: Limits
}

/** Writes an OCI bundle: a read-only root of the runtime alone, no network, no capability, one private folder. */
export function writeBundle(options: BundleOptions): void {
  mkdirSync(options.path, { mode: 0o700 })
  symlinkSync(options.root.path, join(options.path, 'rootfs'))
  writeFileSync(join(options.path, 'config.json'), JSON.stringify(bundleOf(options)))
}

/** The bundle's configuration (OCI runtime specification 1.0.2, config.md). */
export function bundleOf({ root, grantDir, user, limits }: BundleOptions): object {
  // They are the sandboxed kernel's own: on the host they count for nothing.
  const held = parentCapabilities
  return {
    ociVersion: '1.0.2',
    hostname: 'cordon',
    root: { path: root.path, readonly: true },
    process: {
      terminal: false,
      user,
      cwd: workFolder,
      args: root.command,
      env: Object.entries(root.environment).map(([name, value]) => `${name}=${value}`),
      noNewPrivileges: true,
      // The one limit that the guest itself cannot set here.
      rlimits: [{ type: 'RLIMIT_MSGQUEUE', hard: 0, soft: 0 }],
      capabilities: {
        ...{ bounding: held, effective: held, inheritable: held, permitted: held, ambient: held },
      },
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      {
        ...{ destination: workFolder, type: 'tmpfs', source: 'tmpfs' },
        options: ['nosuid', 'nodev', 'mode=1777', `size=${limits.diskBytes}`],
      },
      ...[...root.binds, { source: grantDir, target: grantsTarget }].map(readOnly),
    ],
    linux: {
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })),
    },
  }
}

function readOnly({ source, target }: Bind): object {
  return { destination: target, source, type: 'bind', options: ['bind', 'ro', 'nosuid', 'nodev'] }
}
