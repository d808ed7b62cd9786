import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeLabel, runs, scaleFromZero } from './scale.ts'

describe('an axis from zero', () => {
  it.each([
    [412, 600, [0, 200, 400, 600]], // 412 / 4 = 103; 100 is too small a step, 200 the next
    [400, 400, [0, 100, 200, 300, 400]],
    [0.9, 1, [0, 0.25, 0.5, 0.75, 1]],
    [7, 8, [0, 2, 4, 6, 8]],
    [1, 1, [0, 0.25, 0.5, 0.75, 1]],
    [0, 1, [0, 1]],
  ])('for %d ends at %d', (highest, end, ticks) => {
    expect(scaleFromZero(highest)).toEqual({ end, ticks })
  })

  it('always begins at zero, holds the highest value, and has at most four steps', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (highest) => {
        const { end, ticks } = scaleFromZero(highest)
        expect(ticks[0]).toBe(0)
        expect(end).toBeGreaterThanOrEqual(highest * (1 - 1e-8))
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(5)
      }),
    )
  })
})

describe('direct labels', () => {
  const spots = [3, 9, 5, 8, 1].map((height, index) => ({ index, height }))

  it('stand at the highest bar', () => {
    expect(placeLabel(spots, [], 2)).toEqual({ index: 1, height: 9 })
  })

  it('keep away from what is taken', () => {
    expect(placeLabel(spots, [1], 2)).toEqual({ index: 3, height: 8 })
  })

  it('are left out where there is no room', () => {
    expect(placeLabel(spots, [0, 2, 4], 2)).toBeNull()
  })
})

describe('runs', () => {
  it('are found by first and last index', () => {
    expect(runs([true, true, false, true])).toEqual([
      { first: 0, last: 1 },
      { first: 3, last: 3 },
    ])
    expect(runs([false])).toEqual([])
  })
})
