import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { allCases, type Case, shortCases } from './cases.ts'
import { report, type Result } from './report.ts'

const project = join(import.meta.dirname, '../../..')
const bench = join(project, '../shared/data/routing')
/** One line per finished case; a run goes on where the last one of the same commit stopped. */
const results = join(project, 'data/benchmarks/routing.jsonl')
const notes = join(project, 'docs/benchmarks.md')

/**
 * `npm run bench -- routing [--all] [--only TEXT]`: every case in a process of its own, by CPU seconds; one line of JSON per
 * case, then the tables of docs/benchmarks.md.
 */
export function run(args: string[]): void {
  const folder = [bench, join(project, '../../shared/data/routing')].find((path) => existsSync(path))
  if (folder === undefined) {
    console.log(JSON.stringify({ skipped: true, reason: `There is no ${bench}.` }))
    return
  }
  const known = readBestKnown(folder)
  const all = args.includes('--all')
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : ''
  const classic = [...known.classic.values()].filter((row) => existsSync(fileOf(folder, 'solve', row.name)))
  const cases = all ? allCases(classic, [...known.technicians.keys()]) : shortCases()
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: project, encoding: 'utf8' }).trim()
  const done = readResults()
  for (const seed of all ? [1, 2, 3] : [1])
    for (const one of cases) {
      if (only !== '' && !`${one.group} ${one.objective} ${one.instance}`.includes(only)) continue
      if (done.some((result) => isSame(result, one, seed, commit))) continue
      const result = measure(folder, one, seed, commit, known)
      done.push(result)
      mkdirSync(dirname(results), { recursive: true })
      appendFileSync(results, `${JSON.stringify(result)}\n`)
      console.log(JSON.stringify(result))
    }
  const table = report(
    done.filter((result) => result.commit === commit),
    commit,
  )
  if (args.includes('--write')) writeSection(table)
  console.log(table)
}

function isSame(result: Result, one: Case, seed: number, commit: string): boolean {
  return (
    result.instance === one.instance &&
    result.objective === one.objective &&
    result.budget === one.seconds &&
    result.seed === seed &&
    result.commit === commit
  )
}

function readResults(): Result[] {
  if (!existsSync(results)) return []
  return readFileSync(results, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Result)
}

type BestKnown = {
  classic: Map<string, { name: string; n: number; distance: number; vehicles: number }>
  technicians: Map<string, number>
}

function readBestKnown(folder: string): BestKnown {
  const rows = (path: string) =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
  return {
    classic: new Map(
      rows(join(folder, 'best-known.csv')).map((row) => [
        row[0],
        { name: row[0], n: Number(row[1]), distance: Number(row[3]), vehicles: Number(row.at(-3)) },
      ]),
    ),
    technicians: new Map(rows(join(folder, 'technicians/best-known.csv')).map((row) => [row[0], Number(row[1])])),
  }
}

function fileOf(folder: string, kind: Case['kind'], instance: string): string {
  if (kind === 'technicians') return join(folder, 'technicians', `${instance}.txt`)
  return join(folder, instance.includes('_') ? 'gehring-homberger' : 'solomon', `${instance}.txt`)
}

function measure(folder: string, one: Case, seed: number, commit: string, known: BestKnown): Result {
  const command = join(project, 'src/routing/commands', `${one.kind}.command.ts`)
  const args = [
    command,
    fileOf(folder, one.kind, one.instance),
    '--seconds',
    String(one.seconds),
    '--seed',
    String(seed),
    '--cpu',
  ]
  if (one.kind === 'solve') args.push('--objective', one.objective)
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 })
  const last = JSON.parse(output.trim().split('\n').at(-1) as string) as Record<string, number> & { feasible: boolean }
  const reference = one.kind === 'technicians' ? known.technicians.get(one.instance) : known.classic.get(one.instance)
  const best = typeof reference === 'number' ? reference : (reference?.distance ?? Number.NaN)
  return {
    ...one,
    budget: one.seconds,
    seed,
    commit,
    date: new Date().toISOString().slice(0, 10),
    cost: last.cost,
    vehicles: last.vehicles ?? last.technicians,
    bestVehicles: typeof reference === 'number' ? 0 : (reference?.vehicles ?? 0),
    gap: one.objective === 'vehicles' ? 0 : ((last.cost - best) / best) * 100,
    cpuSeconds: last.cpuSeconds,
    iterations: last.iterations,
    feasible: last.feasible,
  }
}

const BEGIN = '<!-- routing: begin -->'
const END = '<!-- routing: end -->'

/** Replaces the section of the solver in the notes, or appends it. */
function writeSection(table: string): void {
  const section = `${BEGIN}\n${table}\n${END}`
  const old = existsSync(notes) ? readFileSync(notes, 'utf8') : '# Benchmarks\n'
  const from = old.indexOf(BEGIN)
  const to = old.indexOf(END)
  writeFileSync(
    notes,
    from >= 0 ? old.slice(0, from) + section + old.slice(to + END.length) : `${old.trimEnd()}\n\n${section}\n`,
  )
}
