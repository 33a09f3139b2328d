import type { Figure } from './figures.mjs'

export function measure(options?: { kills?: number; seed?: number }): Promise<Figure[]>
