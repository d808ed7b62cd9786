import type { Model, Place, Technician, Visit } from '../model/model.ts'

/**
 * Text of the technician routing problem of Pillac, Gueret and Medaglia (2012): row 0 is the depot, then technicians (at
 * home, with skills, tools and spare parts), then requests.
 */
export type TechnicianProblem = {
  name: string
  technicians: number
  rows: TechnicianRow[]
}

export type TechnicianRow = {
  x: number
  y: number
  start: number
  end: number
  service: number
  skills: number[]
  tools: number[]
  parts: number[]
}

/**
 * Reads the text.
 * @throws {Error} naming the line that is not understood.
 */
export function readTechnicians(text: string): TechnicianProblem {
  const lines = text.split(/\r?\n/)
  const problem: TechnicianProblem = { name: lines[0]?.trim() ?? '', technicians: 0, rows: [] }
  const heading = lines.findIndex((line) => line.startsWith('CREW COUNT'))
  problem.technicians = Number(lines[heading + 1]?.trim().split(/\s+/)[0])
  if (heading < 0 || !(problem.technicians > 0)) throw new Error('No line with the crew count.')
  const first = lines.findIndex((line) => line.startsWith('ID'))
  for (let i = first + 1; i < lines.length; i++) {
    if (lines[i].trim() === '') continue
    const match = /^\s*(\d+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\[.*?\])\s*(\[.*?\])\s*(\[.*?\])\s*$/.exec(
      lines[i],
    )
    if (!match || Number(match[1]) !== problem.rows.length)
      throw new Error(`Line ${i + 1} is not understood: ${lines[i]}`)
    const [x, y, start, end, service] = match.slice(2, 7).map(Number)
    const [skills, tools, parts] = match.slice(7, 10).map((list) => JSON.parse(list) as number[])
    problem.rows.push({ x, y, start, end, service, skills, tools, parts })
  }
  if (problem.rows.length <= problem.technicians + 1) throw new Error('No requests.')
  return problem
}

/** Model seconds in one unit of the file: ten-thousandths, so that rounded times sum up to the fourth decimal. */
const TECHNICIAN_SCALE = 10_000

/**
 * The problem in our model: working time, from leaving home to returning, waiting and trips to the depot included, at one
 * cent per unit of the file. The depot lends every tool and gives as many parts as are wanted.
 */
export function technicianModel(problem: TechnicianProblem): Model {
  const n = problem.rows.length
  const seconds = new Int32Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const length = Math.hypot(problem.rows[i].x - problem.rows[j].x, problem.rows[i].y - problem.rows[j].y)
      seconds[i * n + j] = Math.ceil(length * TECHNICIAN_SCALE - 1e-6)
    }
  const places: Place[] = problem.rows.map((_, i) => ({ id: `p${i}` }))
  const scaled = (value: number) => Math.round(value * TECHNICIAN_SCALE)
  const depot = problem.rows[0]
  const technicians: Technician[] = problem.rows.slice(1, problem.technicians + 1).map((row, t) => ({
    id: `t${t + 1}`,
    skills: Object.fromEntries(row.skills.map((skill) => [`s${skill}`, 1])),
    tools: row.tools.map((tool) => `w${tool}`),
    parts: Object.fromEntries(row.parts.map((amount, p) => [`e${p}`, amount])),
    cost: { centsPerMinute: 60 / TECHNICIAN_SCALE, centsPerKm: 0, overtimeCentsPerMinute: 0, centsPerTour: 0 },
    shifts: [
      {
        id: `t${t + 1}`,
        day: 0,
        startSeconds: scaled(row.start),
        endSeconds: scaled(row.end),
        startPlace: `p${t + 1}`,
        endPlace: `p${t + 1}`,
      },
    ],
  }))
  const visits: Visit[] = problem.rows.slice(problem.technicians + 1).map((row, i) => ({
    id: String(problem.technicians + 1 + i),
    place: `p${problem.technicians + 1 + i}`,
    serviceSeconds: scaled(row.service),
    windows: [{ startSeconds: scaled(row.start), endSeconds: scaled(row.end) }],
    skills: Object.fromEntries(row.skills.map((skill) => [`s${skill}`, 1])),
    tools: row.tools.map((tool) => `w${tool}`),
    parts: Object.fromEntries(row.parts.map((amount, p) => [`e${p}`, amount])),
  }))
  const tools = [...new Set(problem.rows.flatMap((row) => row.tools.map((tool) => `w${tool}`)))]
  return {
    name: problem.name,
    places,
    travel: { kind: 'matrix', seconds, metres: new Int32Array(n * n) },
    technicians,
    depots: [
      {
        id: 'depot',
        place: 'p0',
        unlimited: true,
        tools,
        windows: depot.start > 0 ? [{ startSeconds: scaled(depot.start), endSeconds: scaled(depot.end) }] : [],
      },
    ],
    visits,
    weights: { droppedCents: 100_000 },
  }
}

/** Working time of routes in doubles from the text itself: sum over technicians of the shortest time from leaving to return. */
export type TechnicianCheck = { feasible: boolean; faults: string[]; workingTime: number; technicians: number }

/** A route is a technician and nodes of the file: 0 = depot, else requests. */
export type TechnicianRoute = { technician: number; nodes: number[] }

/** The independent checker of the technician set; shares nothing with the search. */
export function checkTechnicians(problem: TechnicianProblem, routes: readonly TechnicianRoute[]): TechnicianCheck {
  const faults: string[] = []
  const served = new Set<number>()
  const busy = new Set<number>()
  let workingTime = 0
  for (const { technician, nodes } of routes) {
    if (busy.has(technician)) faults.push(`Technician ${technician} has two routes.`)
    busy.add(technician)
    workingTime += shortest(problem, technician, nodes, faults)
    carry(problem, technician, nodes, faults)
    for (const node of nodes) {
      if (node === 0) continue
      if (served.has(node)) faults.push(`Request ${node} is served twice.`)
      served.add(node)
    }
  }
  for (let i = problem.technicians + 1; i < problem.rows.length; i++)
    if (!served.has(i)) faults.push(`Request ${i} is not served.`)
  return { feasible: faults.length === 0, faults, workingTime, technicians: busy.size }
}

/** Drives with the earliest start, then leaves as late as keeps every start: forward time slack (Savelsbergh 1992). */
function shortest(problem: TechnicianProblem, technician: number, nodes: number[], faults: string[]): number {
  const home = problem.rows[technician]
  let time = home.start
  let slack = Number.POSITIVE_INFINITY
  let waits = 0
  let at = home
  for (const node of [...nodes, technician]) {
    const row = problem.rows[node]
    const arrival = time + Math.hypot(at.x - row.x, at.y - row.y)
    const begin = Math.max(arrival, row.start)
    if (begin > row.end + 1e-7) faults.push(`Technician ${technician} is late at ${node}.`)
    waits += begin - arrival
    slack = Math.min(slack, waits + row.end - begin)
    time = begin + (node === technician ? 0 : row.service)
    at = row
  }
  return time - home.start - Math.max(0, Math.min(slack, waits))
}

function carry(problem: TechnicianProblem, technician: number, nodes: number[], faults: string[]): void {
  const own = problem.rows[technician]
  const tools = new Set(own.tools)
  const parts = [...own.parts]
  let refilled = false
  for (const node of nodes) {
    const row = problem.rows[node]
    if (node === 0) refilled = true
    if (row.skills.some((skill) => !own.skills.includes(skill)))
      faults.push(`Technician ${technician} lacks a skill for ${node}.`)
    if (refilled) continue
    if (row.tools.some((tool) => !tools.has(tool))) faults.push(`Technician ${technician} lacks a tool for ${node}.`)
    row.parts.forEach((amount, p) => {
      parts[p] -= amount
      if (parts[p] < 0) faults.push(`Technician ${technician} runs out of part ${p} at ${node}.`)
    })
  }
}
