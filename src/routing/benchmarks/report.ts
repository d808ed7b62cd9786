import type { Case } from './cases.ts'

export type Result = Case & {
  budget: number
  seed: number
  commit: string
  date: string
  cost: number
  vehicles: number
  bestVehicles: number
  /** Percent above the best known value. */
  gap: number
  cpuSeconds: number
  iterations: number
  feasible: boolean
}

/** Goals of the field service, percent above best known. */
const GOALS: Record<string, number> = {
  '100 customers 1': 0.8,
  '100 customers 5': 0.25,
  '100 customers 30': 0.1,
  '200 customers 30': 0.3,
  '400 customers 30': 0.7,
  '1,000 customers 30': 2,
  '1,000 customers 120': 1,
}

/** Tables in Markdown: mean gap by class, then every case. */
export function report(results: readonly Result[], commit: string): string {
  if (results.length === 0) return '## Routing: the solver\n\nNothing was measured.'
  const dates = [...new Set(results.map((result) => result.date))].sort()
  const lines = [
    '## Routing: the solver',
    '',
    `Commit ${commit}, ${dates.join(' to ')}. One thread, CPU seconds of the whole process with its start, on a shared machine of two cores.`,
    'Gap = percent above the best known value (distance convention: Euclidean lengths cut to one decimal). All feasible by the independent',
    `checker: ${results.every((result) => result.feasible) ? 'yes' : 'NO'}.`,
    '',
    '| class | CPU s | cases | mean gap % | worst % | goal % |',
    '| --- | --- | --- | --- | --- | --- |',
    ...groups(results, (result) => result.objective === 'distance').map(([key, rows]) => {
      const gaps = rows.map((row) => row.gap)
      return `| ${rows[0].group} | ${rows[0].budget} | ${rows.length} | ${mean(gaps).toFixed(2)} | ${Math.max(...gaps).toFixed(2)} | ${GOALS[key] ?? '-'} |`
    }),
    '',
  ]
  const vehicles = results.filter((result) => result.objective === 'vehicles')
  const reached = vehicles.filter((result) => result.vehicles <= result.bestVehicles)
  if (vehicles.length > 0)
    lines.push(
      `Vehicles first, 100 customers, 10 s: best known count on ${reached.length} of ${vehicles.length} (goal 90 %).`,
      '',
    )
  const technicians = results.filter((result) => result.objective === 'working-time')
  const better = technicians.filter((result) => result.gap < 0)
  if (technicians.length > 0)
    lines.push(
      `Technician set, 30 s: better than the best known working time on ${better.length} of ${technicians.length}, mean gap ${mean(technicians.map((result) => result.gap)).toFixed(2)} %.`,
      '',
    )
  lines.push(
    '| instance | objective | CPU s | seed | cost | gap % | routes | iterations |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
  )
  for (const one of results)
    lines.push(
      `| ${one.instance} | ${one.objective} | ${one.budget} | ${one.seed} | ${one.cost} | ${one.objective === 'vehicles' ? `best ${one.bestVehicles}` : one.gap.toFixed(2)} | ${one.vehicles} | ${one.iterations} |`,
    )
  return lines.join('\n')
}

function groups(results: readonly Result[], keep: (result: Result) => boolean): [string, Result[]][] {
  const found = new Map<string, Result[]>()
  for (const result of results) {
    if (!keep(result)) continue
    const key = `${result.group} ${result.budget}`
    found.set(key, [...(found.get(key) ?? []), result])
  }
  return [...found]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
