import { readFileSync } from 'node:fs'
import { checkPlan } from '../model/check-plan.ts'
import { compile } from '../model/compile.ts'
import type { Model } from '../model/model.ts'
import { checkSolomon } from '../readers/check-solomon.ts'
import { type Convention, readSolomon } from '../readers/solomon.ts'
import { makeInstance } from '../search/classic/instance.ts'
import { solveClassic } from '../search/classic/solve-classic.ts'
import { solveGeneralOnThreads } from '../search/general/solve-threads.ts'
import { numberOf, readCommandLine } from './arguments.ts'

const USAGE =
  'routing:solve -- FILE --seconds S --seed N --threads T --objective distance|vehicles [--cpu] [--iterations N]'

type Run = { seconds: number; seed: number; threads: number; cpu: boolean; iterations: number | undefined }

/** `npm run routing:solve`: the classic problem from its text, or our model from JSON. The last line is the result. */
async function main(): Promise<void> {
  const line = readCommandLine(
    process.argv.slice(2),
    ['seconds', 'seed', 'threads', 'objective', 'iterations'],
    ['cpu'],
    USAGE,
  )
  const objective = line.values.get('objective') ?? 'distance'
  if (objective !== 'distance' && objective !== 'vehicles')
    throw new Error(`--objective is distance or vehicles.\n${USAGE}`)
  const iterations = line.values.has('iterations') ? numberOf(line, 'iterations', 1, 1, 1e12) : undefined
  const run: Run = {
    seconds: numberOf(line, 'seconds', 10, 0.01, 1e6),
    seed: numberOf(line, 'seed', 1, 0, 2 ** 31),
    threads: numberOf(line, 'threads', 1, 1, 64),
    cpu: line.flags.has('cpu'),
    iterations,
  }
  const text = readFileSync(line.file, 'utf8')
  const started = performance.now()
  const result = text.trimStart().startsWith('{') ? await solveModel(text, run) : await solveText(text, objective, run)
  const usage = process.cpuUsage()
  console.log(
    JSON.stringify({
      ...result,
      seconds: Math.round(performance.now() - started) / 1000,
      cpuSeconds: Math.round((usage.user + usage.system) / 1000) / 1000,
      seed: run.seed,
      threads: run.threads,
    }),
  )
}

async function solveText(text: string, objective: Convention, run: Run) {
  const problem = readSolomon(text)
  const instance = makeInstance(problem, objective)
  const result = await solveClassic(instance, { ...optionsOf(run), threads: run.threads, objective })
  const check = checkSolomon(problem, result.routes, objective)
  return {
    instance: problem.name,
    objective,
    cost: check.distance,
    vehicles: check.vehicles,
    routes: result.routes,
    feasible: check.feasible,
    faults: check.faults,
    iterations: result.iterations,
  }
}

async function solveModel(text: string, run: Run) {
  const model = JSON.parse(text) as Model
  const result = await solveGeneralOnThreads(compile(model), { ...optionsOf(run), threads: run.threads })
  const check = checkPlan(model, result.plan)
  return {
    instance: model.name ?? '',
    objective: 'model',
    cost: check.totalCents,
    vehicles: result.plan.tours.length,
    plan: result.plan,
    feasible: check.feasible,
    faults: check.faults,
    iterations: result.iterations,
  }
}

/** With a number of iterations the clock has no say: the result is the same on every machine. */
function optionsOf(run: Run) {
  if (run.iterations !== undefined) return { iterations: run.iterations, seed: run.seed }
  // Reading out and checking come after the search and are paid, too.
  const seconds = Math.max(run.seconds * 0.5, run.seconds - (run.cpu ? 0.03 : 0))
  return { seconds, seed: run.seed, cpu: run.cpu, fromProcessStart: true }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
