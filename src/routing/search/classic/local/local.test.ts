import { expect, test } from 'vitest'
import { checkSolomon } from '../../../readers/check-solomon.ts'
import { randomSolomon } from '../../../testing/random-solomon.ts'
import { makeRandom } from '../../random.ts'
import { makeInstance } from '../instance.ts'
import { makeNear } from '../near.ts'
import { recreate } from '../recreate.ts'
import { isFeasible, listRoutes, makeRoutes } from '../routes.ts'
import { beginUndo, makeUndo } from '../undo.ts'
import { descend } from './descend.ts'
import { apply, makeNeighbourhood, type Neighbourhood, type Step } from './neighbourhood.ts'
import { exchangeStep, judgeExchange, judgeMove, moveStep } from './segments.ts'
import { judgeSwapStar } from './swap-star.ts'
import { judgeTails, tailsStep } from './tails.ts'

const WIDTHS = [5, 40, 400]

/** A first plan, put together greedily in an order by chance: far from the best. */
function plan(seed: number, width: number): { own: Neighbourhood; problem: ReturnType<typeof randomSolomon> } {
  const problem = randomSolomon(seed, 60, width)
  const instance = makeInstance(problem, 'distance')
  const routes = makeRoutes(instance, 60)
  const near = makeNear(instance, 60, 60)
  const undo = makeUndo(routes)
  beginUndo(undo, routes)
  recreate(
    routes,
    near,
    undo,
    makeRandom(seed),
    new Float64Array(61),
    Int32Array.from({ length: 61 }, (_, i) => i + 1),
    60,
  )
  return { own: makeNeighbourhood(routes, near), problem }
}

/** All steps of all operators that would save something. */
function* steps(own: Neighbourhood): Generator<[string, Step]> {
  const { routes } = own
  const { n } = routes.instance
  for (let c = 1; c <= n; c++)
    for (let d = 1; d <= n; d++) {
      if (routes.route[c] === routes.route[d]) continue
      const tails = judgeTails(own, c, d)
      if (tails < 0) yield ['2-opt*', tailsStep(own, c, d, tails)]
      const move = judgeMove(own, d, d, c)
      if (move < 0) yield ['Or-opt', moveStep(own, d, d, c, move)]
      const exchange = judgeExchange(own, c, c, d, d)
      if (exchange < 0) yield ['exchange', exchangeStep(own, c, c, d, d, exchange)]
    }
  for (let r = 0; r < routes.routeMax; r++)
    for (let q = 0; q < r; q++) {
      if (routes.size[r] === 0 || routes.size[q] === 0) continue
      const step = judgeSwapStar(own, r, q)
      if (step !== null) yield ['SWAP*', step]
    }
}

test('each operator changes the cost by what it was judged to, and the plan stays feasible', () => {
  const seen = new Map<string, number>()
  for (const width of WIDTHS)
    for (let seed = 1; seed <= 4; seed++) {
      const { own, problem } = plan(seed, width)
      const start = listRoutes(own.routes)
      const known = [...steps(own)]
      const random = makeRandom(seed)
      for (let k = 0; k < 20 && known.length > 0; k++) {
        // One step of those judged on this very plan; what is judged next is judged anew.
        const [name, step] = known[random.below(known.length)]
        const before = own.routes.cost
        apply(own, step)
        expect(own.routes.cost - before).toBe(step.delta)
        expect(isFeasible(own.routes)).toBe(true)
        seen.set(name, (seen.get(name) ?? 0) + 1)
        known.splice(0, known.length, ...steps(own))
      }
      const check = checkSolomon(problem, listRoutes(own.routes), 'distance')
      expect(check.faults).toEqual([])
      expect(own.routes.cost / own.routes.instance.scale).toBeCloseTo(check.distance, 6)
      expect(start.flat().sort((a, b) => a - b)).toEqual(
        listRoutes(own.routes)
          .flat()
          .sort((a, b) => a - b),
      )
    }
  expect([...seen.keys()].sort()).toEqual(['2-opt*', 'Or-opt', 'SWAP*', 'exchange'])
})

test('the descent adds up, never makes a plan dearer, and leaves no step that saves something between neighbours', () => {
  for (const width of WIDTHS)
    for (let seed = 11; seed <= 14; seed++) {
      const { own, problem } = plan(seed, width)
      const before = own.routes.cost
      const saved = descend(own, () => false)
      expect(saved).toBeLessThan(0)
      expect(own.routes.cost).toBe(before + saved)
      expect(checkSolomon(problem, listRoutes(own.routes), 'distance').faults).toEqual([])
      expect(descend(own, () => false)).toBe(0)
    }
})
