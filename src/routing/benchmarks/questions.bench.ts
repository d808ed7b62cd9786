import { parseArgs } from 'node:util'
import { compile } from '../model/compile.ts'
import type { Model } from '../model/model.ts'
import { totalCents } from '../plan/state.ts'
import { type Board, currentModel, openBoard, readPlan } from '../questions/board.ts'
import { simulateDay } from '../questions/day.ts'
import { type BoardEvent, takeEvent } from '../questions/events.ts'
import { priceSlots } from '../questions/slots.ts'
import { fillBoard } from '../questions/testing/filled-board.ts'
import type { Town } from '../questions/testing/town.ts'
import { solveGeneral } from '../search/general/solve-general.ts'
import { matchPeople, playStream, type ValueOptions } from './questions-value.ts'

const usage = `npm run bench -- questions [slots] [events] [gap] [risk] [value] [chemistry] [--seed 1] [--large]
  slots   prices of 40 windows in a plan of 50 technicians, 3,000 visits and 10 days, travel by hour
  events  from event to new plan at 500 visits a day; with --large at 5,000, too
  gap     the same against 30 CPU seconds of a cold search with the same locks (some minutes)
  risk    predicted against simulated lateness
  value   smart slots against free choice on the same stream of requests
  chemistry  the same appointments searched without and with the price of affinity
  Without a name all but gap and chemistry are run. Times are CPU milliseconds of the process.`

const HOUR = 3600

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, large: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const seed = Number(values.seed)
  const names = positionals.length > 0 ? positionals : ['slots', 'risk', 'events', 'value']
  for (const name of names) {
    if (name === 'slots') slots(seed)
    else if (name === 'events') {
      events(seed, 500, 66)
      if (values.large) events(seed, 5000, 640)
    } else if (name === 'gap') for (const kind of ['drop-out', 'duration', 'insert'] as const) gap(seed, kind)
    else if (name === 'risk') risk(seed)
    else if (name === 'value') await value(seed)
    else if (name === 'chemistry') for (let stream = 0; stream < 3; stream++) await chemistry(seed + stream)
    else throw new Error(usage)
  }
}

function cpuMs(): number {
  const used = process.cpuUsage()
  return (used.user + used.system) / 1000
}

function say(line: Record<string, unknown>): void {
  console.log(JSON.stringify({ bench: 'questions', ...line }))
}

function round(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}

function spread(times: number[]): Record<string, number> {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))])
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}

function slots(seed: number): void {
  const opened = cpuMs()
  const { board, town, left } = fillBoard({ seed, technicians: 50, days: 10 }, 3000)
  say({ case: 'board', visits: 3000, left: left.length, openAndFillMs: round(cpuMs() - opened) })
  const forecast = {
    days: Array.from({ length: 10 }, (_, day) => ({ day, requests: 40 })),
    secondsMean: 45 * 60,
    valueCents: 4000,
  }
  for (const mode of ['price', 'look-ahead and risk', 'two technicians'] as const) {
    const times: number[] = []
    let offered = 0
    for (let n = 0; n < 320; n++) {
      const { visit, place } = town.next()
      const request = {
        visit: { ...visit, crew: mode === 'two technicians' ? (2 as const) : (1 as const) },
        place: { place },
        windows: town.windows,
        ...(mode === 'look-ahead and risk' ? { forecast, uncertainty: {} } : {}),
      }
      const before = cpuMs()
      const answer = priceSlots(board, request)
      // The first ones run cold code and are not what a day at work is like.
      if (n >= 20) times.push(cpuMs() - before)
      offered += answer.slots.length
      if (mode === 'two technicians' && n >= 60) break
    }
    say({ case: 'slots', mode, windows: town.windows.length, ...spread(times), offered: round(offered / times.length) })
  }
}

type Kind = BoardEvent['kind']
const KINDS: Kind[] = ['insert', 'remove', 'delay', 'duration', 'drop-out']

function eventOf(board: Board, town: Town, kind: Kind, n: number): BoardEvent {
  const planned = [...board.visits.keys()].filter((id) => board.state.tourOf[board.visitOf.get(id) as number] >= 0)
  const visit = planned[(n * 7919) % planned.length]
  const shift = board.m.shiftIds[board.state.tourOf[board.visitOf.get(visit) as number]]
  if (kind === 'insert') {
    const { visit: fresh, place } = town.next()
    const window = town.windows[n % town.windows.length]
    return { kind, visit: { ...fresh, lock: { reason: 'promised', window } }, place: { place } }
  }
  if (kind === 'remove') return { kind, visit }
  if (kind === 'delay') return { kind, shift, seconds: 2700 }
  if (kind === 'duration') return { kind, visit, serviceSeconds: 2 * HOUR }
  return { kind, technician: shift.split('d')[0], fromSeconds: n % 2 === 0 ? 0 : 10 * HOUR }
}

function events(seed: number, visits: number, technicians: number): void {
  const { board, town } = fillBoard({ seed, technicians, days: 1, side: visits > 1000 ? 90_000 : 30_000 }, visits, 120)
  const all: number[] = []
  for (const kind of KINDS) {
    const times: number[] = []
    let moved = 0
    let broken = 0
    let withoutRemedy = 0
    const count = visits > 1000 ? 12 : 20
    for (let n = 0; n < count; n++) {
      const event = eventOf(board, town, kind, n)
      const before = cpuMs()
      const answer = takeEvent(board, event, { seed: n + 1 })
      times.push(cpuMs() - before)
      moved = Math.max(moved, answer.moved.length / answer.untouched)
      broken += answer.broken.length
      withoutRemedy += answer.broken.filter((one) => one.remedies.length === 0).length
    }
    all.push(...times)
    say({ case: 'event', visits, kind, ...spread(times), movedShareMax: round(moved, 4), broken, withoutRemedy })
  }
  say({ case: 'event', visits, kind: 'all', ...spread(all), memoryMb: round(process.memoryUsage().rss / 1e6, 0) })
}

/** The model without spare places, for searches from scratch. */
function lean(board: Board): Model {
  const model = currentModel(board)
  const used = new Set(model.visits.map((visit) => visit.place))
  for (const shift of model.technicians.flatMap((one) => one.shifts))
    for (const place of [shift.startPlace, shift.endPlace]) if (place !== null) used.add(place)
  const plan = readPlan(board)
  const busy = new Set(plan.tours.map((tour) => tour.shift))
  const isThere = (id: string) => !board.closed[board.shiftOf.get(id) as number] || busy.has(id)
  return {
    ...model,
    places: model.places.filter((place) => used.has(place.id)),
    technicians: model.technicians.map((one) => ({ ...one, shifts: one.shifts.filter((shift) => isThere(shift.id)) })),
  }
}

function gap(seed: number, kind: Kind): void {
  const filled = fillBoard({ seed, technicians: 66, days: 1 }, 500, 10)
  const start = lean(filled.board)
  const warm = solveGeneral(compile(start), { seconds: 30, cpu: true, seed }, readPlan(filled.board))
  const { board } = openBoard(start, warm.plan)
  const before = totalCents(board.state)
  const event = eventOf(board, filled.town, kind, 2 * seed)
  const cpu = cpuMs()
  const answer = takeEvent(board, event, { seed })
  const ms = cpuMs() - cpu
  const cold = solveGeneral(compile(lean(board)), { seconds: 30, cpu: true, seed })
  const gapPercent = round((answer.cents / cold.plan.cost.total - 1) * 100)
  const movedShare = round(answer.moved.length / answer.untouched, 4)
  say({
    case: 'gap',
    kind,
    ms: round(ms),
    cents: Math.round(answer.cents),
    before: Math.round(before),
    movedShare,
    gapPercent,
  })
}

function risk(seed: number): void {
  const bins = Array.from({ length: 10 }, () => ({ visits: 0, predicted: 0, simulated: 0 }))
  let worst = 0
  for (let town = 0; town < 10; town++) {
    const { board } = fillBoard({ seed: seed + town, technicians: 30, days: 1 }, 230, 1)
    for (const visit of simulateDay(board, { samples: 5000, seed: seed + town }).visits) {
      const bin = bins[Math.min(9, Math.floor(visit.predictedLateShare * 10))]
      bin.visits++
      bin.predicted += visit.predictedLateShare
      bin.simulated += visit.lateShare
      worst = Math.max(worst, Math.abs(visit.predictedLateShare - visit.lateShare))
    }
  }
  const rows = bins
    .filter((bin) => bin.visits > 0)
    .map((bin) => ({
      visits: bin.visits,
      predicted: round(bin.predicted / bin.visits, 3),
      simulated: round(bin.simulated / bin.visits, 3),
    }))
  const points = Math.max(...rows.map((row) => Math.abs(row.predicted - row.simulated))) * 100
  say({ case: 'risk', worstBinPoints: round(points), worstVisitPoints: round(worst * 100), bins: rows })
}

async function value(seed: number): Promise<void> {
  const shared = { technicians: 10, days: 10, offered: 3 }
  // Few requests: all are served, the difference is travel. Many: the difference is how many find room. By night: both
  // plans are improved after each tenth of the requests, promised windows kept.
  for (const [requests, nightAfter, streams] of [
    [450, 0, 3],
    [1400, 0, 3],
    [1400, 140, 1],
  ])
    for (let stream = 0; stream < streams; stream++) {
      const options: Omit<ValueOptions, 'policy'> = { ...shared, seed: seed + stream, requests, nightAfter }
      const free = await playStream({ ...options, policy: 'free' })
      const smart = await playStream({ ...options, policy: 'smart' })
      const perFree = free.travelHours / free.appointments
      const perSmart = smart.travelHours / smart.appointments
      say({
        case: 'value',
        requests,
        byNight: nightAfter > 0,
        seed: seed + stream,
        free: free.appointments,
        smart: smart.appointments,
        appointmentsMorePercent: round((smart.appointments / free.appointments - 1) * 100),
        travelLessPercent: round((1 - perSmart / perFree) * 100),
        kmLessPercent: round((1 - smart.km / smart.appointments / (free.km / free.appointments)) * 100),
      })
    }
}

async function chemistry(seed: number): Promise<void> {
  const options: ValueOptions = { technicians: 10, days: 5, offered: 4, seed, requests: 250, policy: 'smart' }
  const weights = [25, 50, 100]
  const [without, ...results] = await matchPeople({ ...options, affinityCents: 1e-6 }, weights)
  results.forEach((match, k) => {
    say({
      case: 'chemistry',
      seed,
      affinityCents: weights[k],
      travelMorePercent: round((match.travelHours / without.travelHours - 1) * 100),
      affinityBefore: round(without.affinity, 3),
      affinity: round(match.affinity, 3),
    })
  })
}
