import type { Model, Relation } from './model.ts'
import { type Findings, type Ids, SECONDS_MAX, whole } from './validate.ts'

export function validateRelations(model: Model, ids: Ids, findings: Findings): void {
  const relations = model.relations ?? []
  const followers = new Map<string, string[]>()
  relations.forEach((relation, r) => {
    const path = `relations[${r}]`
    const members = relation.kind === 'order' ? [relation.first, relation.second] : relation.visits
    for (const id of members) if (!ids.visits.has(id)) findings.add(path, 'unknown', `Visit ${id} does not exist.`)
    if (new Set(members).size !== members.length) findings.add(path, 'contradiction', 'A visit is named twice.')
    if (members.length < 2) findings.add(path, 'size', 'A relation needs at least two visits.')
    if (relation.kind !== 'order') return
    whole(findings, `${path}.gapMinSeconds`, relation.gapMinSeconds, 0, SECONDS_MAX)
    whole(findings, `${path}.gapMaxSeconds`, relation.gapMaxSeconds, 0, SECONDS_MAX)
    if ((relation.gapMinSeconds ?? 0) > (relation.gapMaxSeconds ?? SECONDS_MAX))
      findings.add(path, 'contradiction', 'The least gap is longer than the longest gap.')
    followers.set(relation.first, [...(followers.get(relation.first) ?? []), relation.second])
  })
  findCycle(followers, findings)
  findSameAndDifferent(relations, findings)
}

/** Depth-first search with an own stack: chains may be long. */
function findCycle(followers: Map<string, string[]>, findings: Findings): void {
  const done = new Set<string>()
  for (const start of followers.keys()) {
    const open = new Set<string>()
    const stack: { id: string; next: number }[] = [{ id: start, next: 0 }]
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { id: string; next: number }
      if (top.next === 0) open.add(top.id)
      const after = followers.get(top.id)?.[top.next++]
      if (after === undefined) {
        open.delete(top.id)
        done.add(top.id)
        stack.pop()
      } else if (open.has(after)) {
        findings.add('relations', 'cycle', `Visits ${top.id} and ${after} are each to come before the other.`)
        return
      } else if (!done.has(after)) stack.push({ id: after, next: 0 })
    }
  }
}

function findSameAndDifferent(relations: readonly Relation[], findings: Findings): void {
  const same = new Set<string>()
  for (const relation of relations)
    if (relation.kind === 'same-technician')
      for (const a of relation.visits) for (const b of relation.visits) if (a !== b) same.add(`${a}\n${b}`)
  relations.forEach((relation, r) => {
    if (relation.kind !== 'together' && relation.kind !== 'different-technicians') return
    for (const a of relation.visits)
      for (const b of relation.visits)
        if (a < b && same.has(`${a}\n${b}`))
          findings.add(
            `relations[${r}]`,
            'contradiction',
            `Visits ${a} and ${b} need the same and different technicians.`,
          )
  })
}
