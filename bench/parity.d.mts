import type { Figure } from './figures.mjs'

export function measure(options?: {
  every?: number
  wholeMs?: number
  hasTests?: boolean
}): Promise<Figure[]>
