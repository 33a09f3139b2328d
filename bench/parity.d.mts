import type { Figure } from './figures.mjs'

export function measure(options?: { every?: number; modules?: string[] }): Promise<Figure[]>
