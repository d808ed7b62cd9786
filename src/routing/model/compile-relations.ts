import type { Context } from './compile.ts'
import { type CompiledRelations, DIFFERENT_TECHNICIANS, FAR, ORDER, SAME_TECHNICIAN, TOGETHER } from './compiled.ts'

type Pair = { kind: number; first: number; second: number; gapMin: number; gapMax: number }

export function compileRelations(context: Context): CompiledRelations {
  const pairs = listPairs(context)
  const n = context.visits.length
  const from = new Int32Array(n + 1)
  for (const pair of pairs) {
    from[pair.first + 1]++
    from[pair.second + 1]++
  }
  for (let v = 0; v < n; v++) from[v + 1] += from[v]
  const fill = from.slice(0, n)
  const of = new Int32Array(pairs.length * 2)
  pairs.forEach((pair, r) => {
    of[fill[pair.first]++] = r
    of[fill[pair.second]++] = r
  })
  const { group, groups } = timeGroups(pairs, n)
  return {
    kind: Uint8Array.from(pairs, (pair) => pair.kind),
    first: Int32Array.from(pairs, (pair) => pair.first),
    second: Int32Array.from(pairs, (pair) => pair.second),
    gapMinSeconds: Int32Array.from(pairs, (pair) => pair.gapMin),
    gapMaxSeconds: Int32Array.from(pairs, (pair) => pair.gapMax),
    from,
    of,
    group,
    groups,
  }
}

function listPairs(context: Context): Pair[] {
  const pairs: Pair[] = []
  const at = (id: string) => context.visitOf.get(id) as number
  const add = (kind: number, first: number, second: number, gapMin = 0, gapMax = FAR) =>
    pairs.push({ kind, first, second, gapMin, gapMax })
  for (const relation of context.model.relations ?? []) {
    if (relation.kind === 'order')
      add(ORDER, at(relation.first), at(relation.second), relation.gapMinSeconds, relation.gapMaxSeconds)
    else if (relation.kind === 'together') add(TOGETHER, at(relation.visits[0]), at(relation.visits[1]))
    else {
      const kind = relation.kind === 'same-technician' ? SAME_TECHNICIAN : DIFFERENT_TECHNICIANS
      relation.visits.forEach((a, i) => {
        for (const b of relation.visits.slice(i + 1)) add(kind, at(a), at(b))
      })
    }
  }
  context.twins.forEach((twin, v) => {
    if (twin > v) add(TOGETHER, v, twin)
  })
  return pairs
}

/** Components of what order and together tie in time. */
function timeGroups(pairs: Pair[], n: number): { group: Int32Array; groups: Int32Array[] } {
  const parent = Int32Array.from({ length: n }, (_, v) => v)
  const root = (v: number): number => {
    let r = v
    while (parent[r] !== r) r = parent[r]
    parent[v] = r
    return r
  }
  const tied = new Uint8Array(n)
  for (const pair of pairs) {
    if (pair.kind !== ORDER && pair.kind !== TOGETHER) continue
    tied[pair.first] = 1
    tied[pair.second] = 1
    parent[root(pair.first)] = root(pair.second)
  }
  const group = new Int32Array(n).fill(-1)
  const members: number[][] = []
  const numberOf = new Map<number, number>()
  for (let v = 0; v < n; v++) {
    if (!tied[v]) continue
    const r = root(v)
    let g = numberOf.get(r)
    if (g === undefined) {
      g = members.length
      numberOf.set(r, g)
      members.push([])
    }
    group[v] = g
    members[g].push(v)
  }
  return { group, groups: members.map((list) => Int32Array.from(list)) }
}
