import { GrowingInt32 } from '../arrays.ts'
import { nodeFlag } from '../vehicle/way.ts'
import { type RoadNetwork, arcTo } from './network.ts'
import { turnCostMs } from './turn-cost.ts'

export interface StateGraph {
  readonly stateCount: number
  readonly stateArc: Int32Array
  readonly turnStart: Int32Array
  readonly turnTo: Int32Array
  readonly turnMs: Int32Array
}

/** Remembers how far a driver is inside a forbidden sequence: the construction of Aho and Corasick (1975). */
export class BanAutomaton {
  /** For each copied state: the arcs that lead to it, the last one being its own. */
  readonly prefixes: number[][] = []
  private readonly arcCount: number
  private readonly complete = new Set<string>()
  private readonly stateOfPrefix = new Map<string, number>()
  private readonly bannedPairs = new Set<number>()
  private readonly startsPrefix = new Set<number>()

  constructor(arcCount: number, sequences: readonly (readonly number[])[]) {
    this.arcCount = arcCount
    for (const sequence of sequences) {
      if (sequence.length === 2) {
        this.bannedPairs.add(sequence[0] * arcCount + sequence[1])
        continue
      }
      this.complete.add(sequence.join(' '))
      this.startsPrefix.add(sequence[0])
      for (let length = 2; length < sequence.length; length++) {
        const prefix = sequence.slice(0, length)
        const key = prefix.join(' ')
        if (this.stateOfPrefix.has(key)) continue
        this.stateOfPrefix.set(key, arcCount + this.prefixes.length)
        this.prefixes.push(prefix)
      }
    }
  }

  /** The state after driving `nextArc` from `state` (whose arc is `arc`), or -1 where that is forbidden. */
  after(state: number, arc: number, nextArc: number): number {
    if (this.bannedPairs.has(arc * this.arcCount + nextArc)) return -1
    const inside = state >= this.arcCount
    if (!inside && !this.startsPrefix.has(arc)) return nextArc
    const driven = inside ? this.prefixes[state - this.arcCount] : [arc]
    let result = nextArc
    // from the shortest suffix to the longest: the longest that is a prefix decides
    for (let from = driven.length - 1; from >= 0; from--) {
      const key = `${driven.slice(from).join(' ')} ${nextArc}`
      if (this.complete.has(key)) return -1
      result = this.stateOfPrefix.get(key) ?? result
    }
    return result
  }
}

/** All states and turns of a network. `anyUTurn` lets drivers turn round at every junction, not only at dead ends. */
export function stateGraphOf(
  network: RoadNetwork,
  sequences: readonly (readonly number[])[],
  anyUTurn: boolean,
): StateGraph {
  const automaton = new BanAutomaton(network.arcCount, sequences)
  const copies = automaton.prefixes
  const stateCount = network.arcCount + copies.length
  const stateArc = new Int32Array(stateCount)
  const turnStart = new Int32Array(stateCount + 1)
  const turnTo = new GrowingInt32(network.arcCount * 3)
  const turnMs = new GrowingInt32(network.arcCount * 3)
  for (let state = 0; state < stateCount; state++) {
    const arc =
      state < network.arcCount ? state : copies[state - network.arcCount][copies[state - network.arcCount].length - 1]
    stateArc[state] = arc
    const junction = arcTo(network, arc)
    const road = network.arcRoad[arc]
    const blocked = (network.junctionFlags[junction] & nodeFlag.blocked) !== 0
    let uTurn = -1
    let exits = 0
    for (let next = network.outStart[junction]; next < network.outStart[junction + 1]; next++) {
      if (network.arcRoad[next] === road && next !== arc) {
        uTurn = next
        continue
      }
      const nextState = blocked ? -1 : automaton.after(state, arc, next)
      if (nextState < 0) continue
      exits++
      turnTo.push(nextState)
      turnMs.push(turnCostMs(network, arc, next))
    }
    const uTurnState = uTurn >= 0 && (anyUTurn || exits === 0) ? automaton.after(state, arc, uTurn) : -1
    if (uTurnState >= 0) {
      turnTo.push(uTurnState)
      turnMs.push(turnCostMs(network, arc, uTurn))
    }
    turnStart[state + 1] = turnTo.length
  }
  return { stateCount, stateArc, turnStart, turnTo: turnTo.trimmed(), turnMs: turnMs.trimmed() }
}
