import type { Break, Depot, Model, Relation, Shift, Technician, Visit, Window } from '../model/model.ts'
import { makeRandom, type Random } from '../search/random.ts'

/** What a made-up model contains; everything defaults to false. For tests: small towns with all that the model can say. */
export type Flavour = {
  visits?: number
  technicians?: number
  days?: number
  byHour?: boolean
  breaks?: boolean
  softWindows?: boolean
  parts?: boolean
  relations?: boolean
  setup?: boolean
  weights?: boolean
  locks?: boolean
}

const HOUR = 3600
const DAY = 24 * HOUR

/** A made-up town of 20 by 20 km, the same for the same seed. */
export function randomModel(seed: number, flavour: Flavour = {}): Model {
  const random = makeRandom(seed)
  const visitCount = flavour.visits ?? 20
  const technicianCount = flavour.technicians ?? 4
  const places = Array.from({ length: visitCount + technicianCount + 1 }, (_, i) => ({
    id: `p${i}`,
    x: random.below(20_000),
    y: random.below(20_000),
    area: random.below(2) ? 'north' : 'south',
    address: `a${random.below(6)}`,
    street: `s${random.below(4)}`,
  }))
  const technicians = Array.from({ length: technicianCount }, (_, t) => technician(random, t, visitCount + t, flavour))
  const visits = Array.from({ length: visitCount }, (_, v) => visit(random, v, technicians, flavour))
  const depots: Depot[] = flavour.parts
    ? [
        {
          id: 'store',
          place: `p${places.length - 1}`,
          durationSeconds: 600,
          tools: ['ladder'],
          unlimited: random.below(2) === 0,
        },
      ]
    : []
  const byHour = flavour.byHour
    ? { stepSeconds: 2 * HOUR, profiles: [[1, 1, 1, 0.9, 0.6, 0.8, 0.9, 0.8, 0.5, 0.9, 1, 1]], offsetSeconds: 0 }
    : undefined
  return {
    name: `town ${seed}`,
    places,
    travel: { kind: 'euclidean', metresPerSecond: 10, byHour },
    technicians,
    depots,
    visits,
    relations: flavour.relations ? relations(random, visitCount) : [],
    weights: flavour.weights
      ? {
          fairnessCentsPerSquaredHour: 20,
          affinityCents: 300,
          outsideAreaCents: 500,
          stabilityTechnicianCents: 200,
          stabilityCentsPerMinute: 1,
        }
      : {},
    previous: flavour.weights ? [{ visit: 'v0', shift: 't0d0', startSeconds: 10 * HOUR }] : [],
  }
}

function technician(random: Random, t: number, home: number, flavour: Flavour): Technician {
  const shifts: Shift[] = Array.from({ length: flavour.days ?? 1 }, (_, day) => {
    const start = day * DAY + (7 + random.below(2)) * HOUR
    const breaks: Break[] = [
      {
        id: `t${t}d${day}b`,
        earliestSeconds: start + 3 * HOUR,
        latestSeconds: start + 5 * HOUR,
        durationSeconds: 1800,
        paid: random.below(3) === 0,
      },
    ]
    return {
      id: `t${t}d${day}`,
      day,
      startSeconds: start,
      endSeconds: start + 9 * HOUR,
      startPlace: random.below(6) === 0 ? null : `p${home}`,
      endPlace: random.below(6) === 0 ? null : `p${home}`,
      overtimeMaxSeconds: random.below(2) * HOUR,
      workMaxSeconds: random.below(4) === 0 ? 8 * HOUR : undefined,
      breaks: flavour.breaks ? breaks : [],
    }
  })
  return {
    id: `t${t}`,
    skills: { gas: random.below(3), power: random.below(3) },
    tools: random.below(2) ? ['ladder'] : [],
    parts: flavour.parts ? { meter: random.below(3), valve: random.below(3) } : {},
    travelFactor: random.below(4) === 0 ? 1.2 : 1,
    serviceFactors: { repair: 0.8 + random.unit() * 0.6 },
    cost: { centsPerTour: random.below(2) * 500 },
    areas: random.below(2) ? ['north'] : undefined,
    restMinSeconds: flavour.days && flavour.days > 1 ? 11 * HOUR : 0,
    shifts,
  }
}

function visit(random: Random, v: number, technicians: Technician[], flavour: Flavour): Visit {
  const day = random.below(flavour.days ?? 1)
  const start = day * DAY + (7 + random.below(8)) * HOUR
  const windows: Window[] = random.below(2)
    ? [{ startSeconds: start, endSeconds: start + (1 + random.below(4)) * HOUR }]
    : []
  if (flavour.softWindows && windows[0] && random.below(2))
    windows[0] = { ...windows[0], lateCentsPerMinute: 20, lateMaxSeconds: 2 * HOUR }
  if (flavour.softWindows && random.below(4) === 0)
    windows.push({ startSeconds: start + 6 * HOUR, endSeconds: start + 7 * HOUR })
  const one = technicians[random.below(technicians.length)]
  return {
    id: `v${v}`,
    place: `p${v}`,
    kind: random.below(2) ? 'repair' : 'reading',
    serviceSeconds: 300 * (1 + random.below(12)),
    windows,
    priority: random.below(3),
    optional: random.below(6) === 0,
    dropCents: 2000,
    skills: random.below(3) === 0 ? { gas: 1 } : random.below(2) ? { power: 1 } : {},
    tools: random.below(4) === 0 ? ['ladder'] : [],
    parts: flavour.parts && random.below(2) ? { meter: 1 } : {},
    setup:
      flavour.setup && random.below(2) ? { seconds: 300, sharedBy: random.below(2) ? 'address' : 'street' } : undefined,
    serviceFactorByHour:
      flavour.setup && random.below(5) === 0 ? Array.from({ length: 24 }, (_, h) => (h > 11 ? 1.5 : 1)) : undefined,
    forbiddenTechnicians: random.below(8) === 0 ? [one.id] : [],
    affinity: flavour.weights && random.below(3) === 0 ? { [one.id]: 1 } : undefined,
    crew: flavour.relations && v > 1 && random.below(8) === 0 ? 2 : 1,
    lock: flavour.locks && v === 1 ? { reason: 'pinned', shift: technicians[0].shifts[0].id } : undefined,
  }
}

function relations(random: Random, visitCount: number): Relation[] {
  const list: Relation[] = []
  for (let v = 2; v + 1 < visitCount && list.length < 5; v += 4) {
    const kind = random.below(4)
    const a = `v${v}`
    const b = `v${v + 1}`
    if (kind === 0) list.push({ kind: 'order', first: a, second: b, gapMinSeconds: 600, gapMaxSeconds: 4 * HOUR })
    else if (kind === 1) list.push({ kind: 'order', first: a, second: b })
    else if (kind === 2) list.push({ kind: 'same-technician', visits: [a, b] })
    else list.push({ kind: 'different-technicians', visits: [a, b] })
  }
  return list
}
