/** Starts counting; each call gives the milliseconds of processor time that this process took since, however busy the machine is. */
export function startCpuTime(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  }
}
