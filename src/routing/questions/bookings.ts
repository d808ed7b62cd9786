import type { Visit } from '../model/model.ts'
import type { Board } from './board.ts'
import { applyChange, type PlanChange, readNodes, type TourChange, type TourNode } from './change.ts'
import { type BoardEvent, checkEvent, type EventAnswer, type EventOptions, takeEvent } from './events.ts'
import { type NewPlace, RefusedVisit } from './new-visit.ts'
import { priceSlots, type Slot, type SlotAnswer, type SlotPlace, type SlotWindow } from './slots.ts'

/**
 * Where the order of changes is decided. `append` is atomic over all processes: it takes the change if `expected` is still the
 * latest version, which then is `expected + 1`, else it answers what came since. (In a database: an insert with the version
 * as its key.) So every change was computed on exactly the plan that it is applied to, and no window is sold twice.
 */
export type ChangeLog = {
  append(expected: number, change: LoggedChange): Promise<Appended>
}

export type Appended = { accepted: true } | { accepted: false; missed: readonly LogEntry[] }

/** `version` is the one that the change made. */
export type LogEntry = { version: number; change: LoggedChange }

/**
 * A booking is written down with its tours. An event is written down before it is answered: the answer follows from plan,
 * event, rounds and seed alone, so every board comes to the same tours by itself.
 */
export type LoggedChange = PlanChange | LoggedEvent
export type LoggedEvent = { event: BoardEvent; options: Omit<EventOptions, 'seconds'> }

/** A change log in memory, for one process. */
export function memoryLog(): ChangeLog & { entries: LogEntry[] } {
  const entries: LogEntry[] = []
  return {
    entries,
    append(expected, change) {
      const latest = entries.length
      if (expected !== latest) return Promise.resolve({ accepted: false, missed: entries.slice(expected) })
      entries.push({ version: latest + 1, change })
      return Promise.resolve({ accepted: true })
    },
  }
}

/** Brings a board to the latest version it was told of; entries it knows already are skipped. */
export function catchUp(board: Board, entries: readonly LogEntry[]): void {
  for (const { version, change } of entries) {
    if (version !== board.version + 1) continue
    if ('event' in change) board.answers.set(version, takeEvent(board, change.event, change.options))
    else applyChange(board, change)
  }
}

/**
 * Takes an event into the plan in the order of the log. An event that names what is not there (any more) changes nothing.
 * @throws {UnknownOnBoard} and {RefusedVisit}, before anything is written down.
 */
export async function report(
  board: Board,
  log: ChangeLog,
  event: BoardEvent,
  options: LoggedEvent['options'] = {},
): Promise<EventAnswer | null> {
  for (let turn = 0; turn < TRIES_MAX; turn++) {
    checkEvent(board, event)
    const expected = board.version
    const change = { event, options }
    const appended = await log.append(expected, change)
    catchUp(board, appended.accepted ? [{ version: expected + 1, change }] : appended.missed)
    if (!appended.accepted) continue
    const answer = board.answers.get(expected + 1) ?? null
    board.answers.delete(expected + 1)
    return answer
  }
  return null
}

export type BookOptions = {
  /** Reserve only, until this moment of the plan's clock: the window is blocked, the customer can still leave. */
  heldUntilSeconds?: number
  /** As in `priceSlots`, for the case that the price has to be found again. Default 0. */
  notBeforeSeconds?: number
}

export type Booked = { booked: true; visit: string; version: number; cents: number; places: SlotPlace[] }

/**
 * `taken`: the window does not fit any more; `slots` are those that do, of the windows first asked for. `crowded`: others were
 * faster too many times. `refused`: the visit cannot be on the board (again).
 */
export type NotBooked = { booked: false; code: 'taken' | 'crowded' | 'refused'; slots: Slot[] }

/** How often a booking is computed again when another one came first. */
const TRIES_MAX = 500

/**
 * Promises a window of an answer. If the plan has changed since, the same window is priced anew on the plan as it is, so
 * what is promised can be kept whatever happened in between.
 */
export async function book(
  board: Board,
  log: ChangeLog,
  answer: SlotAnswer,
  window: SlotWindow,
  options: BookOptions = {},
): Promise<Booked | NotBooked> {
  for (let turn = 0; turn < TRIES_MAX; turn++) {
    const slot = currentSlot(board, answer, window, options)
    if (slot === 'refused') return { booked: false, code: 'refused', slots: [] }
    if (slot === null) return { booked: false, code: 'taken', slots: otherSlots(board, answer, options) }
    const expected = board.version
    const change = changeOf(board, answer.visit, answer.place, slot, options)
    const appended = await log.append(expected, change)
    if (appended.accepted) {
      // Another booking of this process may have caught up with ours already.
      catchUp(board, [{ version: expected + 1, change }])
      return { booked: true, visit: answer.visit.id, version: expected + 1, cents: slot.cents, places: slot.places }
    }
    catchUp(board, appended.missed)
  }
  return { booked: false, code: 'crowded', slots: [] }
}

/** The slot as quoted when nothing happened since, else as it is now; null when it is gone. */
function currentSlot(
  board: Board,
  answer: SlotAnswer,
  window: SlotWindow,
  options: BookOptions,
): Slot | null | 'refused' {
  const isWanted = (slot: Slot) => slot.startSeconds === window.startSeconds && slot.endSeconds === window.endSeconds
  if (board.visits.has(answer.visit.id)) return 'refused'
  if (answer.version === board.version) return answer.slots.find(isWanted) ?? null
  try {
    return priceAgain(board, answer, [window], options)[0] ?? null
  } catch (error) {
    if (error instanceof RefusedVisit) return 'refused'
    throw error
  }
}

function priceAgain(board: Board, answer: SlotAnswer, windows: SlotWindow[], options: BookOptions): Slot[] {
  const { visit, place } = answer
  return priceSlots(board, { visit, place, windows, notBeforeSeconds: options.notBeforeSeconds }).slots
}

function otherSlots(board: Board, answer: SlotAnswer, options: BookOptions): Slot[] {
  const windows = [...answer.slots, ...answer.without].map(({ startSeconds, endSeconds }) => ({
    startSeconds,
    endSeconds,
  }))
  return priceAgain(board, answer, windows, options)
}

/** The change that puts the visit where the slot says, with its window promised. */
function changeOf(
  board: Board,
  visit: Visit,
  place: NewPlace | undefined,
  slot: Slot,
  options: BookOptions,
): PlanChange {
  const tours = slot.places.map((at, k): TourChange => {
    const s = board.shiftOf.get(at.shift) as number
    const nodes: TourNode[] = readNodes(board, s)
    const id = k === 0 ? visit.id : `${visit.id}#2`
    const tied = visit.crew === 2 ? { startSeconds: slot.places[0].startSeconds } : {}
    nodes.splice(at.position, 0, { kind: 'visit', id, ...tied })
    if (at.depot !== null) nodes.splice(at.depotAt, 0, { kind: 'reload', id: at.depot })
    return { shift: at.shift, nodes }
  })
  const promised: Visit = { ...visit, lock: { reason: 'promised', window: slot.kept } }
  const until = options.heldUntilSeconds
  return {
    visitsIn: [{ visit: promised, ...(place ? { place } : {}) }],
    visitsOut: [],
    tours,
    ...(until === undefined ? {} : { held: [{ visit: visit.id, untilSeconds: until }] }),
  }
}

/** Makes a hold a booking. False when it has lapsed, was given back or never was. */
export async function confirm(board: Board, log: ChangeLog, visit: string, nowSeconds: number): Promise<boolean> {
  for (let turn = 0; turn < TRIES_MAX; turn++) {
    const until = board.holds.get(visit)
    if (until === undefined || until < nowSeconds) return false
    const change: PlanChange = { visitsIn: [], visitsOut: [], tours: [], confirmed: [visit] }
    if (await tryAppend(board, log, change)) return true
  }
  return false
}

/** Takes a booking or hold back. False when the visit is not on the board. */
export async function giveBack(board: Board, log: ChangeLog, visit: string): Promise<boolean> {
  for (let turn = 0; turn < TRIES_MAX; turn++) {
    if (!board.visits.has(visit)) return false
    if (await tryAppend(board, log, withoutVisits(board, [visit]))) return true
  }
  return false
}

/** Gives back all holds that have lapsed; answers the visits. */
export async function releaseLapsed(board: Board, log: ChangeLog, nowSeconds: number): Promise<string[]> {
  for (let turn = 0; turn < TRIES_MAX; turn++) {
    const lapsed = [...board.holds].filter(([, until]) => until < nowSeconds).map(([visit]) => visit)
    if (lapsed.length === 0 || (await tryAppend(board, log, withoutVisits(board, lapsed)))) return lapsed
  }
  return []
}

async function tryAppend(board: Board, log: ChangeLog, change: PlanChange): Promise<boolean> {
  const expected = board.version
  const appended = await log.append(expected, change)
  catchUp(board, appended.accepted ? [{ version: expected + 1, change }] : appended.missed)
  return appended.accepted
}

/** Tours without some visits; calls at depots stay, the next event or search takes out what is not needed. */
function withoutVisits(board: Board, visits: readonly string[]): PlanChange {
  const gone = new Set(visits.flatMap((id) => [id, `${id}#2`]))
  const shifts = new Set<number>()
  for (const id of gone) {
    const s = board.state.tourOf[board.visitOf.get(id) ?? -1]
    if (s >= 0) shifts.add(s)
  }
  const tours = [...shifts].map((s) => {
    const nodes = readNodes(board, s).filter((node) => node.kind === 'reload' || !gone.has(node.id))
    return { shift: board.m.shiftIds[s], nodes: nodes.some((node) => node.kind === 'visit') ? nodes : [] }
  })
  return { visitsIn: [], visitsOut: [...visits], tours }
}
