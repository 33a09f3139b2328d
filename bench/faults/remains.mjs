// What a process of Cordon's may have on this machine, and what is left of one that has died.
import { readdirSync, readFileSync } from 'node:fs'
import { findGroupParents } from '../../dist/sandbox/backends/linux/control-groups.js'

/** The processes of a sandbox, by the process of Cordon's that it belongs to: `{pid, level, inner, command}`. */
export function sandboxProcesses(owner) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      const ids = /^NSpid:\s+(.*)$/m.exec(read(`/proc/${pid}/status`))?.[1]?.split(/\s+/) ?? []
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
      return { pid: Number(pid), level: ids.length, inner: Number(ids.at(-1)), command }
    })
    .filter(({ pid, command }) =>
      [command, read(`/proc/${pid}/mountinfo`)].some((text) => text.includes(folderOf(owner))),
    )
    .filter(({ level }) => level > 0)
}

/** The egress gateway of a process of Cordon's: a child of its own. */
export function gatewaysOf(owner) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/cmdline`).includes('gateway-process'))
    .filter((pid) => new RegExp(`^PPid:\\s+${owner}$`, 'm').test(read(`/proc/${pid}/status`)))
    .map(Number)
}

/** Everything that a process of Cordon's has left: processes, mounts, control groups and folders, in words. */
export function remainsOf(owner, runDir) {
  const name = folderOf(owner)
  const mounts = read('/proc/self/mountinfo').split('\n')
  return [
    ...sandboxProcesses(owner).map(({ pid }) => `process ${pid}`),
    ...mounts.filter((line) => line.includes(name)).map((line) => `mount ${line}`),
    ...groupsOf(owner).map((group) => `control group ${group}`),
    ...list(runDir)
      .filter((folder) => folder.startsWith(name))
      .map((folder) => `folder ${folder}`),
  ]
}

/** Control groups that bear the name of a process's sandboxes. */
export function groupsOf(owner) {
  const { memory, pids } = findGroupParents() ?? {}
  return [...new Set([memory, pids])].flatMap((parent) =>
    list(parent)
      .filter((name) => name.startsWith(`cordon-${folderOf(owner)}`))
      .map((name) => `${parent}/${name}`),
  )
}

function folderOf(owner) {
  return `sandbox-${owner}-`
}

function list(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
