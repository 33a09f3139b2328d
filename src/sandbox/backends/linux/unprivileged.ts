/** A user that owns nothing on this machine. */
export interface Identity {
  readonly uid: number
  readonly gid: number
}

/**
 * Who the sandbox's processes are: for root a user id that no account has and no other live sandbox of this machine
 * uses, for anyone else undefined, which means themselves.
 */
export function chooseIdentity(ownUid: number, pid: number, slot: number): Identity | undefined {
  if (ownUid !== 0) return undefined
  const id = firstId + pid * slotsPerProcess + (slot % slotsPerProcess)
  return { uid: id, gid: id }
}

/** Above every id that distributions, systemd and subordinate id ranges hand out, below 2³¹. */
const firstId = 1_900_000_000
const slotsPerProcess = 16
