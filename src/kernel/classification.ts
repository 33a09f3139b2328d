/** How sensitive data is, mildest first. */
export const classifications = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'] as const
export type Classification = (typeof classifications)[number]
