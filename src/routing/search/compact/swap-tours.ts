import type { Random } from '../random.ts'
import { clear, fill, priceRow, visitsOf } from './rows.ts'
import type { Tours } from './tours.ts'
import { touch, type Undo } from './undo.ts'

let mine = new Int32Array(64)
let theirs = new Int32Array(64)

/**
 * Gives the whole tour of one shift to another one and takes that one's in return (which may be empty): homes, skills and
 * stocks differ, so a good row of visits may be in the wrong hands, and no string removal finds that out. Takes the best
 * exchange of a random tour if it saves anything.
 */
export function swapTours(t: Tours, undo: Undo, random: Random): boolean {
  const { shiftCount, n } = t.instance
  const one = random.below(shiftCount)
  if (t.size[one] === 0) return false
  if (mine.length < n) {
    mine = new Int32Array(n)
    theirs = new Int32Array(n)
  }
  const length = visitsOf(t, one, mine)
  let best = -1e-6
  let partner = -1
  for (let other = 0; other < shiftCount; other++) {
    if (other === one) continue
    const given = priceRow(t, other, mine, length)
    if (given - t.cents[one] - t.cents[other] >= best) continue
    const taken = priceRow(t, one, theirs, visitsOf(t, other, theirs))
    const delta = given + taken - t.cents[one] - t.cents[other]
    if (delta >= best) continue
    best = delta
    partner = other
  }
  if (partner < 0) return false
  const back = visitsOf(t, partner, theirs)
  touch(undo, t, one)
  touch(undo, t, partner)
  clear(t, one)
  clear(t, partner)
  fill(t, one, theirs, back)
  fill(t, partner, mine, length)
  return true
}
