/** A Python example of a rule's page. */
export interface PageBlock {
  readonly isBad: boolean
  readonly code: string
}

/** The ```` ```python ```` blocks under `## Bad` and `## Good`. */
export function pageBlocks(page: string): readonly PageBlock[] {
  const blocks: PageBlock[] = []
  for (const section of page.split(/^## /m).slice(1)) {
    const isBad = section.startsWith('Bad\n')
    if (!isBad && !section.startsWith('Good\n')) continue
    for (const match of section.matchAll(/^```python\n(.*?)^```$/gms)) {
      blocks.push({ isBad, code: match[1] ?? '' })
    }
  }
  return blocks
}
