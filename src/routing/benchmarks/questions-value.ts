import { compile } from '../model/compile.ts'
import type { Visit } from '../model/model.ts'
import { book, memoryLog } from '../questions/bookings.ts'
import { type Board, currentModel, openBoard, readPlan } from '../questions/board.ts'
import { priceSlots, type Slot } from '../questions/slots.ts'
import type { Forecast } from '../questions/look-ahead.ts'
import { repair } from '../questions/repair.ts'
import { makeTown, type Town } from '../questions/testing/town.ts'
import { solveGeneral } from '../search/general/solve-general.ts'
import { makeRandom } from '../search/random.ts'

/** How a customer comes to a window. */
export type Policy = 'free' | 'smart'

export type ValueOptions = {
  seed: number
  technicians: number
  days: number
  requests: number
  policy: Policy
  /** Slots named at a time by the smart policy. */
  offered: number
  affinityCents?: number
  lookAhead?: boolean
  /** After so many requests the plan is improved for a night, promised windows kept. Default never. */
  nightAfter?: number
}

export type ValueResult = {
  appointments: number
  refused: number
  travelHours: number
  km: number
  /** Mean affinity of visits that name any, -1 to 1. */
  affinity: number
}

/** Share of windows at which a customer can be at home. */
const AT_HOME = 0.5
/** What is used of a request's place and time when nothing is known yet: mean service plus a short drive. */
const SECONDS_MEAN = 45 * 60

/**
 * A stream of requests, each booked at once for good. Free choice: the customer takes the favourite of all windows that can
 * be kept. Smart: the cheapest slots are named a few at a time, until one suits. Requests, homes, favourites and times at home
 * are the same for both by seed.
 */
export async function playStream(options: ValueOptions): Promise<ValueResult> {
  const { board, town, refused } = await bookStream(options)
  return { appointments: options.requests - refused, refused, ...travelOf(board, town) }
}

async function bookStream(options: ValueOptions): Promise<{ board: Board; town: Town; refused: number }> {
  const town = makeTown({ ...options, affinityCents: options.affinityCents ?? 1e-6 })
  const { board } = openBoard(town.model, undefined, { spareVisits: options.requests, sparePairs: 0 })
  const log = memoryLog()
  const tastes = makeRandom(options.seed * 31 + 7)
  let refused = 0
  for (let n = 0; n < options.requests; n++) {
    const { visit, place } = town.next()
    const favour = town.windows.map(() => tastes.unit())
    const isAtHome = town.windows.map(() => tastes.unit() < AT_HOME)
    const open = town.windows.filter((_, w) => isAtHome[w])
    const request = { visit: { ...visit, crew: 1 as const }, place: { place }, windows: town.windows }
    const forecast = options.lookAhead ? forecastOf(options, n) : undefined
    const answer = priceSlots(board, { ...request, ...(forecast ? { forecast } : {}) })
    const wanted = new Set(open.map((window) => window.startSeconds))
    const favourOf = new Map(town.windows.map((window, w) => [window.startSeconds, favour[w]]))
    const slot = choose(answer.slots, wanted, favourOf, options)
    const booked = slot ? await book(board, log, answer, slot) : null
    if (!booked?.booked) refused++
    if (options.nightAfter && (n + 1) % options.nightAfter === 0) improveByNight(board, options.seed + n)
  }
  return { board, town, refused }
}

/** Rounds of repair in one night. */
const NIGHT_ROUNDS = 1500

function improveByNight(board: Board, seed: number): void {
  const around = [...board.visits.keys()].map((id) => board.visitOf.get(id) as number)
  repair(board, [], around, board.state.tourOf.slice(), { rounds: NIGHT_ROUNDS, seed, movedShareMax: 1, moveCents: 0 })
}

/** The search of a night, long enough that both sides are settled. */
const ITERATIONS = 40_000

/**
 * What chemistry costs: the same booked appointments, searched as long without it and with it, from the same plan. Answers
 * both results.
 */
export async function matchPeople(options: ValueOptions, affinityCents: number[]): Promise<ValueResult[]> {
  const { board, town, refused } = await bookStream(options)
  const model = currentModel(board)
  const plan = readPlan(board)
  return [0, ...affinityCents].map((cents) => {
    const weighed = { ...model, weights: { ...model.weights, affinityCents: cents } }
    const better = solveGeneral(compile(weighed), { iterations: ITERATIONS, seed: options.seed }, plan).plan
    const { board: after } = openBoard(weighed, better, { spareVisits: 0, sparePairs: 0 })
    return { appointments: options.requests - refused, refused, ...travelOf(after, town) }
  })
}

/** What is still to come, spread evenly over the days. */
function forecastOf(options: ValueOptions, n: number): Forecast {
  const left = (options.requests - n) / options.days
  const days = Array.from({ length: options.days }, (_, day) => ({ day, requests: left }))
  return { days, secondsMean: SECONDS_MEAN, valueCents: 4000 }
}

function choose(
  slots: readonly Slot[],
  wanted: ReadonlySet<number>,
  favourOf: ReadonlyMap<number, number>,
  options: ValueOptions,
): Slot | undefined {
  const byFavour = (a: Slot, b: Slot) =>
    (favourOf.get(b.startSeconds) as number) - (favourOf.get(a.startSeconds) as number)
  const suits = (slot: Slot) => wanted.has(slot.startSeconds)
  if (options.policy === 'free') return slots.filter(suits).sort(byFavour)[0]
  const cheapest = [...slots].sort((a, b) => a.score - b.score)
  for (let from = 0; from < cheapest.length; from += options.offered) {
    const taken = cheapest
      .slice(from, from + options.offered)
      .filter(suits)
      .sort(byFavour)[0]
    if (taken) return taken
  }
  return undefined
}

/** Time on the road and kilometres of the plan, and how well people get on. */
function travelOf(board: Board, town: Town): Pick<ValueResult, 'travelHours' | 'km' | 'affinity'> {
  const { m, state } = board
  let seconds = 0
  for (const tour of readPlan(board).tours) {
    let leave = tour.departureSeconds
    let pause = 0
    for (const stop of tour.stops) {
      if (stop.kind === 'break') {
        // A break at the next door lies after the drive: it ends where the next stop's wait begins.
        pause += stop.endSeconds - stop.startSeconds
        if (stop.arrivalSeconds > leave) {
          seconds += stop.arrivalSeconds - leave
          leave = stop.endSeconds
          pause = 0
        }
        continue
      }
      seconds += Math.max(0, stop.arrivalSeconds - leave - pause)
      leave = stop.endSeconds
      pause = 0
    }
    seconds += Math.max(0, tour.returnSeconds - leave - pause)
  }
  let metres = 0
  for (let s = 0; s < m.shiftCount; s++) {
    let place = m.shifts.startPlace[s]
    if (state.length[s] === 0) continue
    const stops = [...state.tours[s].subarray(0, state.length[s])].map((v) => m.visits.place[v])
    for (const next of [...stops, m.shifts.endPlace[s]]) {
      metres += m.travel.metres[place * m.placeCount + next]
      place = next
    }
  }
  return { travelHours: seconds / 3600, km: metres / 1000, affinity: meanAffinity(board, town) }
}

function meanAffinity(board: Board, town: Town): number {
  const { m, state } = board
  let sum = 0
  let count = 0
  for (const visit of board.visits.values() as Iterable<Visit>) {
    const s = state.tourOf[board.visitOf.get(visit.id) as number]
    if (!visit.affinity || s < 0) continue
    sum += visit.affinity[town.model.technicians[m.shifts.technician[s]].id] ?? 0
    count++
  }
  return count === 0 ? 0 : sum / count
}
