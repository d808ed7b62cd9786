import type { Model, Place, Shift, Technician, Visit } from '../../model/model.ts'
import { makeRandom, type Random } from '../../search/random.ts'
import type { SlotWindow } from '../slots.ts'

/** A made-up utility: for tests and benchmarks, the same for the same seed. */
export type TownOptions = {
  seed: number
  technicians: number
  days: number
  /** Share of requests that need two technicians. Default 0. */
  pairShare?: number
  /** With chemistry: half of the visits know how well they get on with a few technicians. */
  affinityCents?: number
  /** Side of the square in metres. Default 30 km. */
  side?: number
}

const HOUR = 3600
const DAY = 24 * HOUR
/** Windows of a day in hours, as customers are offered them. */
const HOURS = [
  [7.5, 10],
  [10, 12],
  [12, 14],
  [14, 16.5],
]
/** Speed by hour as a share of free flow: morning and evening peaks as in town traffic counts. */
const SPEEDS = [1, 1, 1, 1, 1, 1, 0.9, 0.7, 0.65, 0.8, 0.9, 0.9, 0.85, 0.85, 0.9, 0.8, 0.65, 0.6, 0.75, 0.9, 1, 1, 1, 1]
const KINDS = ['reading', 'exchange', 'repair', 'inspection']
const MINUTES = [15, 40, 60, 30]
const SKILLS = ['power', 'gas', 'water', 'heat']

export type Town = {
  /** Technicians and homes, without visits. */
  model: Model
  windows: SlotWindow[]
  /** The next request of the stream: a visit with a new place. */
  next: () => { visit: Visit; place: Place }
}

/** A town with centres of unequal size; four of ten people live around one of them. */
export function makeTown(options: TownOptions): Town {
  const random = makeRandom(options.seed)
  const side = options.side ?? 30_000
  const centres = Array.from({ length: 8 }, () => [random.unit() * side, random.unit() * side])
  const spot = (): { x: number; y: number } => {
    if (random.unit() < 0.6) {
      const centre = centres[Math.min(random.below(8), random.below(8))]
      const x = centre[0] + bell(random) * side * 0.05
      const y = centre[1] + bell(random) * side * 0.05
      return { x: Math.round(clamp(x, side)), y: Math.round(clamp(y, side)) }
    }
    return { x: random.below(side), y: random.below(side) }
  }
  const homes = Array.from({ length: options.technicians }, (_, t): Place => ({ id: `home${t}`, ...spot() }))
  const technicians = homes.map((home, t) => technician(random, t, home.id, options.days))
  const model: Model = {
    name: `town ${options.seed}`,
    places: homes,
    // 60 km/h on a straight line in free flow, 36 to 60 by the hour.
    travel: {
      kind: 'euclidean',
      metresPerSecond: 60 / 3.6,
      byHour: { stepSeconds: HOUR, profiles: [SPEEDS], offsetSeconds: 0 },
    },
    technicians,
    visits: [],
    weights: { affinityCents: options.affinityCents ?? 0 },
  }
  const windows = Array.from({ length: options.days }, (_, day) =>
    HOURS.map(([from, to]) => ({ startSeconds: day * DAY + from * HOUR, endSeconds: day * DAY + to * HOUR })),
  ).flat()
  let count = 0
  const next = () => request(random, count++, spot(), options)
  return { model, windows, next }
}

function technician(random: Random, t: number, home: string, days: number): Technician {
  const shifts = Array.from({ length: days }, (_, day): Shift => {
    const start = day * DAY + 7 * HOUR + random.below(2) * 1800
    return {
      id: `t${t}d${day}`,
      day,
      startSeconds: start,
      endSeconds: start + 9 * HOUR,
      startPlace: home,
      endPlace: home,
      overtimeMaxSeconds: HOUR / 2,
      workMaxSeconds: 9 * HOUR,
      breaks: [
        {
          id: `t${t}d${day}b`,
          earliestSeconds: day * DAY + 11 * HOUR,
          latestSeconds: day * DAY + 13.5 * HOUR,
          durationSeconds: 1800,
        },
      ],
    }
  })
  const skills: Record<string, number> = { [SKILLS[t % 4]]: 2, [SKILLS[random.below(4)]]: 1, power: 1 }
  return { id: `t${t}`, skills, tools: t % 3 === 0 ? ['camera'] : [], restMinSeconds: 11 * HOUR, shifts }
}

function request(random: Random, n: number, at: { x: number; y: number }, options: TownOptions) {
  const place: Place = { id: `p${n}`, ...at }
  const kind = random.below(4)
  const visit: Visit = {
    id: `v${n}`,
    place: place.id,
    kind: KINDS[kind],
    serviceSeconds: MINUTES[kind] * 60,
    skills: random.unit() < 0.6 ? { [SKILLS[random.below(4)]]: 1 } : {},
    tools: random.unit() < 0.05 ? ['camera'] : [],
    crew: random.unit() < (options.pairShare ?? 0) ? 2 : 1,
    affinity: options.affinityCents && random.below(2) ? affinity(random, options.technicians) : undefined,
  }
  return { visit, place }
}

function affinity(random: Random, technicians: number): Record<string, number> {
  const known: Record<string, number> = {}
  for (let i = 0; i < 4; i++) known[`t${random.below(technicians)}`] = Math.round(random.unit() * 20 - 10) / 10
  return known
}

/** About a standard normal number: sum of twelve. */
function bell(random: Random): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += random.unit()
  return sum
}

function clamp(value: number, side: number): number {
  return Math.max(0, Math.min(side - 1, value))
}
