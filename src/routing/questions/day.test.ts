import { expect, test } from 'vitest'
import { simulateDay } from './day.ts'
import { fillBoard } from './testing/filled-board.ts'

test('the predicted risk of lateness is at most 3 points from the simulated share', () => {
  for (const seed of [1, 2, 3]) {
    const { board } = fillBoard({ seed, technicians: 12, days: 1 }, 85)
    for (const uncertainty of [{}, { serviceDeviation: 0.5, trafficDayDeviation: 0.2 }]) {
      const outlook = simulateDay(board, { samples: 4000, seed, uncertainty })
      const bins = new Map<number, { predicted: number; simulated: number; count: number }>()
      for (const visit of outlook.visits) {
        const k = Math.min(9, Math.floor(visit.predictedLateShare * 10))
        const bin = bins.get(k) ?? { predicted: 0, simulated: 0, count: 0 }
        bins.set(k, {
          predicted: bin.predicted + visit.predictedLateShare,
          simulated: bin.simulated + visit.lateShare,
          count: bin.count + 1,
        })
      }
      expect(outlook.visits.some((visit) => visit.lateShare > 0.1)).toBe(true)
      for (const { predicted, simulated, count } of bins.values())
        expect(Math.abs(predicted - simulated) / count).toBeLessThan(0.03)
      for (const tour of outlook.tours)
        expect(Math.abs(tour.overtimeShare - tour.predictedOvertimeShare)).toBeLessThan(0.05)
    }
  }
}, 15_000)

test('a day without uncertainty goes as planned', () => {
  const { board } = fillBoard({ seed: 4, technicians: 6, days: 1 }, 35)
  const uncertainty = { serviceDeviation: 0, trafficDayDeviation: 0, trafficTripDeviation: 0 }
  const outlook = simulateDay(board, { samples: 3, uncertainty })
  for (const visit of outlook.visits) {
    expect(visit.lateShare).toBe(0)
    const planned = board.state.startOf[board.visitOf.get(visit.visit) as number]
    expect(visit.startPercentiles.p50).toBe(planned)
  }
})

test('the same seed plays the same day, another seed another one', () => {
  const { board } = fillBoard({ seed: 4, technicians: 6, days: 1 }, 35)
  const once = JSON.stringify(simulateDay(board, { samples: 50, seed: 3 }))
  expect(JSON.stringify(simulateDay(board, { samples: 50, seed: 3 }))).toBe(once)
  expect(JSON.stringify(simulateDay(board, { samples: 50, seed: 4 }))).not.toBe(once)
})
