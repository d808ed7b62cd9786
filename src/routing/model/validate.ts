import type { Model } from './model.ts'
import { validateRelations } from './validate-relations.ts'
import { validateTechnicians } from './validate-technicians.ts'
import { validateTravel } from './validate-travel.ts'
import { validateVisits } from './validate-visits.ts'

/** One thing that is wrong. `path` is where in the model, `code` for programs, `text` for people. */
export type Problem = { path: string; code: ProblemCode; text: string }

export type ProblemCode =
  | 'duplicate'
  | 'unknown'
  | 'range'
  | 'size'
  | 'empty-window'
  | 'contradiction'
  | 'cycle'
  | 'overlap'
  | 'missing'

/** Collects problems, at most 200: a broken import repeats itself, and nobody reads further. */
export type Findings = { list: Problem[]; add: (path: string, code: ProblemCode, text: string) => void }

const PROBLEMS_MAX = 200

/** Everything that makes the model impossible or contradictory by itself; an empty list means it can be compiled. */
export function validate(model: Model): Problem[] {
  const findings: Findings = {
    list: [],
    add(path, code, text) {
      if (this.list.length < PROBLEMS_MAX) this.list.push({ path, code, text })
    },
  }
  const ids: Ids = {
    places: index(model.places, 'places', findings),
    technicians: index(model.technicians, 'technicians', findings),
    vehicles: index(model.vehicles ?? [], 'vehicles', findings),
    depots: index(model.depots ?? [], 'depots', findings),
    visits: index(model.visits, 'visits', findings),
    shifts: new Map(),
  }
  model.technicians.forEach((technician, t) => {
    technician.shifts.forEach((shift, s) => {
      const path = `technicians[${t}].shifts[${s}]`
      if (ids.shifts.has(shift.id)) findings.add(`${path}.id`, 'duplicate', `The shift id ${shift.id} is used twice.`)
      ids.shifts.set(shift.id, t)
    })
  })
  validateTravel(model, findings)
  validateTechnicians(model, ids, findings)
  validateVisits(model, ids, findings)
  validateRelations(model, ids, findings)
  return findings.list
}

/** Positions by id; for shifts the position of the technician. */
export type Ids = {
  places: Map<string, number>
  technicians: Map<string, number>
  vehicles: Map<string, number>
  depots: Map<string, number>
  visits: Map<string, number>
  shifts: Map<string, number>
}

function index(rows: readonly { id: string }[], path: string, findings: Findings): Map<string, number> {
  const found = new Map<string, number>()
  rows.forEach((row, i) => {
    if (found.has(row.id)) findings.add(`${path}[${i}].id`, 'duplicate', `The id ${row.id} is used twice.`)
    found.set(row.id, i)
  })
  return found
}

/** Whole number within [min, max]; adds a finding and answers false otherwise. */
export function whole(findings: Findings, path: string, value: number | undefined, min: number, max: number): boolean {
  if (value === undefined) return true
  if (Number.isInteger(value) && value >= min && value <= max) return true
  findings.add(path, 'range', `${value} is not a whole number from ${min} to ${max}.`)
  return false
}

/** Finite number within [min, max]. */
export function figure(findings: Findings, path: string, value: number | undefined, min: number, max: number): boolean {
  if (value === undefined) return true
  if (Number.isFinite(value) && value >= min && value <= max) return true
  findings.add(path, 'range', `${value} is not a number from ${min} to ${max}.`)
  return false
}

/** The plan may be 20 years long; times stay below a third of 32 bits so that sums never overflow. */
export const SECONDS_MAX = 640_000_000
export const CENTS_MAX = 1e9
