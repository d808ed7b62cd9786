import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../model/compile.ts'
import { checkPlan } from '../model/check-plan.ts'
import { solveGeneral } from '../search/general/solve-general.ts'
import { checkTechnicians, readTechnicians, technicianModel } from './technicians.ts'

// Two technicians live beside each other at 0 and at 10; the depot is at 5. Request 3 needs a tool that nobody has at home.
const TEXT = `T.3_2-1-1-1

INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
2       1       1       1

DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS
0    5     0     0      100    0      [] \t[] \t[]
1    0     0     0      100    0      [0] \t[] \t[1]
2    10    0     0      100    0      [0] \t[] \t[0]
3    6     0     20     30     4      [0] \t[0] \t[0]
4    1     0     0      50     2      [0] \t[] \t[1]
`

test('working time is from leaving to returning, with the trip to the depot, without waiting that leaving later saves', () => {
  const problem = readTechnicians(TEXT)
  const model = technicianModel(problem)
  const { plan } = solveGeneral(compile(model), { iterations: 300, seed: 1 })
  expect(checkPlan(model, plan).faults).toEqual([])
  // Technician 1 serves request 4: 1 + 2 + 1 = 4. Technician 2 fetches the tool at the depot and serves request 3:
  // 10 to 5, 5 to 6, 4 of service, 6 to 10: 5 + 1 + 4 + 4 = 14, leaving at 14 so as not to wait. Technician 1 alone would
  // need 1 + 2 + 4 + 1 + 4 + 6 = 18 for both, too: both answers are right.
  const nodes = plan.tours.map((tour) => ({
    technician: Number(tour.technician.slice(1)),
    nodes: tour.stops.map((stop) => (stop.kind === 'reload' ? 0 : Number(stop.id))),
  }))
  const check = checkTechnicians(problem, nodes)
  expect(check.faults).toEqual([])
  expect(check.workingTime).toBeCloseTo(18, 4)
  expect(plan.cost.work).toBeCloseTo(18, 2)
})

test('the checker sees tools and parts that are lacking and requests that are forgotten', () => {
  const problem = readTechnicians(TEXT)
  expect(checkTechnicians(problem, [{ technician: 2, nodes: [3] }]).faults.join()).toContain('lacks a tool for 3')
  expect(checkTechnicians(problem, [{ technician: 2, nodes: [4] }]).faults.join()).toContain('runs out of part 0')
  expect(checkTechnicians(problem, []).faults).toHaveLength(2)
})

const folder = join(import.meta.dirname, '../../../../shared/data/routing/technicians')

test.skipIf(!existsSync(folder))(
  'every file of the technician set is read: 25 technicians, 100 requests (skipped without ../shared/data)',
  () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.txt'))
    expect(files.length).toBeGreaterThan(40)
    for (const file of files) {
      const problem = readTechnicians(readFileSync(join(folder, file), 'utf8'))
      expect([problem.technicians, problem.rows.length]).toEqual([25, 126])
    }
  },
)
