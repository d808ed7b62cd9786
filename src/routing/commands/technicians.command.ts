import { readFileSync } from 'node:fs'
import { compile } from '../model/compile.ts'
import { checkPlan } from '../model/check-plan.ts'
import type { Plan } from '../model/plan.ts'
import { checkTechnicians, readTechnicians, technicianModel, type TechnicianRoute } from '../readers/technicians.ts'
import { solveGeneralOnThreads } from '../search/general/solve-threads.ts'
import { numberOf, readCommandLine } from './arguments.ts'

const USAGE = 'routing:technicians -- FILE --seconds S --seed N [--threads T] [--cpu] [--iterations N]'

/** `npm run routing:technicians`: the technician set, by working time. The last line is the result. */
async function main(): Promise<void> {
  const line = readCommandLine(process.argv.slice(2), ['seconds', 'seed', 'iterations', 'threads'], ['cpu'], USAGE)
  const seed = numberOf(line, 'seed', 1, 0, 2 ** 31)
  const seconds = numberOf(line, 'seconds', 30, 0.01, 1e6)
  const iterations = line.values.has('iterations') ? numberOf(line, 'iterations', 1, 1, 1e12) : undefined
  const cpu = line.flags.has('cpu')
  const threads = numberOf(line, 'threads', 1, 1, 64)
  const problem = readTechnicians(readFileSync(line.file, 'utf8'))
  const started = performance.now()
  const model = technicianModel(problem)
  const options = iterations === undefined ? { seconds, seed, cpu, fromProcessStart: true } : { iterations, seed }
  const result = await solveGeneralOnThreads(compile(model), { ...options, threads })
  const routes = routesOf(result.plan)
  const check = checkTechnicians(problem, routes)
  const second = checkPlan(model, result.plan)
  const usage = process.cpuUsage()
  console.log(
    JSON.stringify({
      instance: problem.name,
      objective: 'working-time',
      cost: Math.round(check.workingTime * 10_000) / 10_000,
      technicians: check.technicians,
      routes,
      served: problem.rows.length - 1 - problem.technicians - result.plan.dropped.length,
      feasible: check.feasible && second.feasible,
      faults: [...check.faults, ...second.faults],
      iterations: result.iterations,
      seconds: Math.round(performance.now() - started) / 1000,
      cpuSeconds: Math.round((usage.user + usage.system) / 1000) / 1000,
      seed,
      threads,
    }),
  )
}

function routesOf(plan: Plan): TechnicianRoute[] {
  return plan.tours.map((tour) => ({
    technician: Number(tour.technician.slice(1)),
    nodes: tour.stops.map((stop) => (stop.kind === 'reload' ? 0 : Number(stop.id))),
  }))
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
