import type { Visit } from '../model/model.ts'
import { type Board, driveTour } from './board.ts'
import {
  bestExactly,
  bestOfList,
  cheapestPlaces,
  exactCents,
  type FoundPlace,
  type FoundPlaces,
  noFoundPlace,
  startInRun,
} from './cheapest.ts'
import { makeShortlist, scan, type Shortlist, type WindowList } from './estimate.ts'
import { type Bids, bidsOf, type Forecast } from './look-ahead.ts'
import { type NewPlace, takeOff, takeUp } from './new-visit.ts'
import { predictRun } from './risk.ts'
import type { Uncertainty } from './uncertainty.ts'
import { releasePlace } from './new-place.ts'

/** A window that may be promised. */
export type SlotWindow = { startSeconds: number; endSeconds: number }

export type SlotRequest = {
  /** Windows and lock are not read: the question is which window to promise. The deadline is. */
  visit: Visit
  place?: NewPlace
  windows: readonly SlotWindow[]
  /** No service begins before this: now, and the time a technician needs to hear of it. Default 0. */
  notBeforeSeconds?: number
  /** With it each slot has a look-ahead price. */
  forecast?: Forecast
  /** With it each slot has a risk of lateness; {} takes the defaults. */
  uncertainty?: Uncertainty
  /** What a late start costs in goodwill; prices the risk. Default 2,000. */
  lateCents?: number
}

export type Slot = {
  startSeconds: number
  endSeconds: number
  day: number
  /** The part of the window that the plan keeps free for it: cut by now and by the deadline. */
  kept: SlotWindow
  /** What the plan costs more, exactly, if the visit is put where `places` says. */
  cents: number
  /** What the slot keeps from others who are expected; 0 without forecast. */
  lookAheadCents: number
  /** Chance that this visit begins after the window, and expected further late visits of the same tours. */
  lateShare: number
  lateOthers: number
  /** All of it: by this slots are compared. */
  score: number
  /** One place, or two for two technicians. */
  places: SlotPlace[]
}

export type SlotPlace = {
  technician: string
  shift: string
  position: number
  /** Depot called at before the node at `depotAt`. */
  depot: string | null
  depotAt: number
  startSeconds: number
}

/** `nobody`: no technician may do it; `no-shift`: those who may do not work then; `full`: they do, but it does not fit. */
export type NoSlot = SlotWindow & { code: 'past' | 'nobody' | 'no-shift' | 'full' }

export type SlotAnswer = {
  /** Of the board; `book` checks it. */
  version: number
  visit: Visit
  place?: NewPlace
  /** In the order of the windows asked for. */
  slots: Slot[]
  without: NoSlot[]
}

/** Candidates of each window that are simulated. */
const LOOKS = 6
/** Windows without any candidate for which all tours are looked at exactly. */
const FULL_LOOKS = 8

/**
 * Prices all windows for a new visit within the plan as it stands; nothing else moves. Every slot was simulated with all
 * rules of the model, so what is offered can be kept.
 * @throws {RefusedVisit} when the visit cannot be on the board at all.
 */
export function priceSlots(board: Board, request: SlotRequest): SlotAnswer {
  const visit: Visit = { ...request.visit, windows: undefined, lock: undefined }
  const v = takeUp(board, visit, request.place)
  try {
    const answer: SlotAnswer = { version: board.version, visit, place: request.place, slots: [], without: [] }
    const bids = request.forecast ? bidsOf(board, request.forecast) : null
    const open = openWindows(request)
    const found = board.m.visits.twin[v] >= 0 ? pairs(board, v, open) : singles(board, v, open)
    request.windows.forEach((window, w) => {
      const places = found[w]
      if (places) answer.slots.push(slotOf(board, v, open, w, window, places, request, bids))
      else answer.without.push({ ...window, code: whyNot(board, v, open, w) })
    })
    return answer
  } finally {
    takeOff(board, v)
    releasePlace(board, request.place)
  }
}

/** Windows cut by now and by the deadline; end < start = closed. */
function openWindows(request: SlotRequest): WindowList {
  const count = request.windows.length
  const from = request.notBeforeSeconds ?? 0
  const deadline = request.visit.deadlineSeconds ?? Number.POSITIVE_INFINITY
  return {
    count,
    start: Float64Array.from(request.windows, (window) => Math.max(window.startSeconds, from)),
    end: Float64Array.from(request.windows, (window) => Math.min(window.endSeconds, deadline)),
  }
}

function singles(board: Board, v: number, open: WindowList): (FoundPlaces | null)[] {
  const lists = Array.from({ length: open.count }, () => makeShortlist(LOOKS))
  const hard = scanAll(board, v, open, lists)
  let full = 0
  return lists.map((list, w) => {
    if (open.end[w] < open.start[w]) return null
    const best = noFoundPlace()
    setOnlyWindow(board, v, open.start[w], open.end[w])
    for (const s of hard) bestExactly(board, v, s, best)
    bestOfList(board, v, list, best)
    // Before saying no, every tour of that time is looked at exactly; not for many windows, that would take too long.
    if (best.shift < 0 && full++ < FULL_LOOKS) for (const s of shiftsAt(board, open, w)) bestExactly(board, v, s, best)
    return best.shift < 0 ? null : { cents: best.cents, one: best, two: null, startSeconds: best.startSeconds }
  })
}

/** Rough prices of all positions of all tours; answers the shifts that need an exact look. */
function scanAll(board: Board, v: number, open: WindowList, lists: Shortlist[]): number[] {
  const { m } = board
  const some: WindowList = { count: 0, start: new Float64Array(open.count), end: new Float64Array(open.count) }
  const someLists: Shortlist[] = []
  const hard: number[] = []
  for (let s = 0; s < m.shiftCount; s++) {
    some.count = 0
    for (let w = 0; w < open.count; w++) {
      if (open.end[w] < m.shifts.startSeconds[s] || open.start[w] > m.shifts.lastSeconds[s]) continue
      if (open.end[w] < open.start[w]) continue
      some.start[some.count] = open.start[w]
      some.end[some.count] = open.end[w]
      someLists[some.count++] = lists[w]
    }
    if (some.count > 0 && !scan(board, v, s, some, someLists, false)) hard.push(s)
  }
  return hard
}

function pairs(board: Board, v: number, open: WindowList): (FoundPlaces | null)[] {
  const twin = board.m.visits.twin[v]
  return Array.from({ length: open.count }, (_, w) => {
    if (open.end[w] < open.start[w]) return null
    setOnlyWindow(board, v, open.start[w], open.end[w])
    setOnlyWindow(board, twin, open.start[w], open.end[w])
    return cheapestPlaces(board, v, shiftsAt(board, open, w))
  })
}

function shiftsAt(board: Board, open: WindowList, w: number): number[] {
  const { shifts } = board.m
  const list: number[] = []
  for (let s = 0; s < board.m.shiftCount; s++)
    if (open.end[w] >= shifts.startSeconds[s] && open.start[w] <= shifts.lastSeconds[s]) list.push(s)
  return list
}

/** The row's first window becomes the only one; a closed one fits no time. */
export function setOnlyWindow(board: Board, v: number, start: number, end: number): void {
  const { visits } = board.m
  const from = visits.windowFrom[v]
  visits.windowStart[from] = start
  visits.windowEnd[from] = visits.windowLast[from] = end
  visits.lateCentsPerSecond[from] = 0
  for (let w = from + 1; w < visits.windowFrom[v + 1]; w++) visits.windowEnd[w] = visits.windowLast[w] = -1
  visits.earliest[v] = start
  visits.latest[v] = end
}

function slotOf(
  board: Board,
  v: number,
  open: WindowList,
  w: number,
  window: SlotWindow,
  found: FoundPlaces,
  request: SlotRequest,
  bids: Bids | null,
): Slot {
  const { m, state } = board
  setOnlyWindow(board, v, open.start[w], open.end[w])
  const places = found.two ? [found.one, found.two] : [found.one]
  const rows = found.two ? [v, m.visits.twin[v]] : [v]
  let lookAheadCents = 0
  let lateShare = 0
  let lateOthers = 0
  places.forEach((place, k) => {
    if (place.depot >= 0) return
    const row = rows[k]
    if (found.two) state.anchorFrom[row] = state.anchorTo[row] = found.startSeconds
    if (bids || request.uncertainty) {
      exactCents(board, row, place.shift, place.position)
      const more = state.run.workSeconds - state.workSeconds[place.shift]
      if (place.startSeconds < 0) place.startSeconds = startInRun(board, row)
      lookAheadCents += more * (bids?.centsPerSecond.get(m.shifts.day[place.shift]) ?? 0)
    }
    if (request.uncertainty) {
      const risk = riskOf(board, row, place, request.uncertainty)
      lateShare = Math.max(lateShare, risk.own)
      lateOthers += risk.others
    }
    if (found.two) state.anchorFrom[row] = -1e9
    if (found.two) state.anchorTo[row] = 1e9
  })
  return {
    startSeconds: window.startSeconds,
    endSeconds: window.endSeconds,
    day: m.shifts.day[found.one.shift],
    kept: { startSeconds: open.start[w], endSeconds: open.end[w] },
    cents: found.cents,
    lookAheadCents,
    lateShare,
    lateOthers,
    score: found.cents + lookAheadCents + (lateShare + Math.max(0, lateOthers)) * (request.lateCents ?? 2000),
    places: places.map((place) => readPlace(board, place)),
  }
}

/** Chance to be late here, and what it adds to the others of the tour. The run holds the tour with the visit in it. */
function riskOf(board: Board, v: number, place: FoundPlace, u: Uncertainty): { own: number; others: number } {
  const after = predictRun(board, place.shift, u)
  let own = 0
  let others = 0
  after.nodes.forEach((node, k) => {
    if (node === v) own = after.late[k]
    else others += after.late[k]
  })
  if (board.state.length[place.shift] > 0 && driveTour(board, place.shift))
    for (const share of predictRun(board, place.shift, u).late) others -= share
  return { own, others }
}

function readPlace(board: Board, place: FoundPlace): SlotPlace {
  const { m } = board
  return {
    technician: m.technicianIds[m.shifts.technician[place.shift]],
    shift: m.shiftIds[place.shift],
    position: place.position,
    depot: place.depot < 0 ? null : m.depotIds[place.depot],
    depotAt: place.depotAt,
    startSeconds: place.startSeconds,
  }
}

function whyNot(board: Board, v: number, open: WindowList, w: number): NoSlot['code'] {
  const { m } = board
  if (open.end[w] < open.start[w]) return 'past'
  let anybody = false
  for (let c = 0; c < m.crewCount; c++) if (m.crews.allowed[v * m.crewCount + c]) anybody = true
  if (!anybody) return 'nobody'
  const works = shiftsAt(board, open, w).some((s) => m.crews.allowed[v * m.crewCount + m.shifts.crew[s]] > 0)
  return works ? 'full' : 'no-shift'
}
