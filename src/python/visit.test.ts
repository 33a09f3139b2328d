import { describe, expect, test } from 'vitest'
import type { Node } from './nodes.ts'
import { parseModule } from './parse.ts'
import { children, walk } from './visit.ts'

/** Together these hold every kind of node. */
const everything = `
from a import b as c
import d
@e
def f[T: int, *U, **V](g, /, h=1, *i: j, k=2, **l) -> m:
    global n; nonlocal o
    return (yield), (yield from p)
class q(r, s=t): pass
async def u():
    async for v in w: break
    async with x as y: continue
    await z
del aa; bb = cc; bb += 1; dd: ee = ff
type gg = hh
for ii in jj: pass
while kk: pass
if ll: pass
with mm: pass
match nn:
    case 1 | None | [oo, *pp] | {'qq': rr} | ss(tt, uu=vv) | (ww as xx): pass
raise yy from zz
try: pass
except ab as ac: pass
try: pass
except* ad: pass
assert ae, af
ag and (ah := ai) + -aj if ak else lambda al: am
{an: ao}, {ap}, [aq for ar in at], {au for av in aw}, {ax: ay for az in ba}, (bb for bc in bd)
be < bf; bg(*bh, bi=bj); f'{bk:{bl}}'; t'{bm}'; bn.bo[bp:bq:br]; [bs]; f'{1}'; t'{2:3}'
`

describe('children', () => {
  test('are every node that a node holds', () => {
    for (const node of allNodes(everything)) {
      const held = Object.values(node).flat().filter(isNode)
      expect(new Set(children(node))).toEqual(new Set(held))
      expect(children(node)).toHaveLength(held.length)
    }
  })

  test('there is no kind that the test leaves out', () => {
    const kinds = new Set(allNodes(everything).map((node) => node.kind))
    const errors = new Set(allNodes('(\n)) = 1\nasync 1').map((node) => node.kind))
    expect([...kinds].length).toBe(77)
    expect(errors).toContain('ErrorStatement')
  })
})

describe('walk', () => {
  const text = 'f(a, *b, c=d)[e]'

  test('visits in the order of the text, parents first', () => {
    const names = allNodes(text).flatMap((node) => (node.kind === 'Name' ? [node.id] : []))
    expect(names).toEqual(['f', 'a', 'b', 'd', 'e'])
  })

  test('does not look into what enter refuses', () => {
    const seen: string[] = []
    walk(parseModule(text).module, (node) => {
      seen.push(node.kind)
      return node.kind !== 'Call'
    })
    expect(seen).toEqual(['Module', 'Expr', 'Subscript', 'Call', 'Name'])
  })

  test('leaves each node after all that it holds', () => {
    const open: Node[] = []
    let count = 0
    walk(
      parseModule(everything).module,
      (node) => {
        open.push(node)
        count++
        return true
      },
      (node) => {
        expect(open.pop()).toBe(node)
      },
    )
    expect(open).toEqual([])
    expect(count).toBe(allNodes(everything).length)
  })
})

function allNodes(text: string): readonly Node[] {
  const found: Node[] = []
  walk(parseModule(text).module, (node) => {
    found.push(node)
    return true
  })
  return found
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value
}
