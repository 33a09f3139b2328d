/** Ends a switch over a closed union: a new variant that nobody handles is a compile error. */
export function unreachable(value: never): never {
  throw new TypeError(`unhandled variant: ${JSON.stringify(value)}`)
}
