import { priceNodes, setTour } from '../../plan/apply.ts'
import type { PlanState } from '../../plan/state.ts'
import type { Random } from '../random.ts'

const none = new Int32Array(0)

/**
 * Gives the whole tour of one shift to another one and takes that one's in return (which may be empty): homes, skills and
 * stocks differ, so a good row of visits may be in the wrong hands, and no string removal finds that out. Takes the best
 * exchange of a random tour if it saves anything; answers whether it did.
 */
export function swapTours(state: PlanState, random: Random): boolean {
  const { m } = state
  const one = random.below(m.shiftCount)
  if (state.length[one] === 0 || !isFree(state, one)) return false
  let best = -1e-6
  let partner = -1
  for (let other = 0; other < m.shiftCount; other++) {
    if (other === one || !isFree(state, other)) continue
    // Rests and longest work join shifts of one technician; only exchanges between technicians are priced apart.
    if (m.shifts.technician[other] === m.shifts.technician[one]) continue
    const theirs = priceNodes(state, other, state.tours[one], state.length[one])
    if (theirs - state.cents[one] - state.cents[other] >= best) continue
    const ours = priceNodes(state, one, state.tours[other], state.length[other])
    const delta = theirs + ours - state.cents[one] - state.cents[other]
    if (delta >= best) continue
    best = delta
    partner = other
  }
  if (partner < 0) return false
  const mine = state.tours[one].slice(0, state.length[one])
  const theirs = state.tours[partner].slice(0, state.length[partner])
  setTour(state, one, none, 0)
  setTour(state, partner, none, 0)
  if (setTour(state, one, theirs, theirs.length) && setTour(state, partner, mine, mine.length)) return true
  // The technicians' other shifts did not let it: everything as it was.
  setTour(state, one, none, 0)
  setTour(state, partner, none, 0)
  setTour(state, one, mine, mine.length)
  setTour(state, partner, theirs, theirs.length)
  return false
}

/** Nothing fixed, and nothing tied in time to other tours. */
function isFree(state: PlanState, s: number): boolean {
  const { m } = state
  for (let i = 0; i < state.length[s]; i++) {
    const v = state.tours[s][i]
    if (v < m.visitCount && (m.visits.fixed[v] || m.relations.from[v + 1] > m.relations.from[v])) return false
  }
  return true
}
