import { expect, test } from 'vitest'
import { quarterHoursOf } from '#platform/calendar'
import { quarterHours } from '../imports/interval-series.import.ts'
import { hoursOf } from './hours.ts'

const dayOf = (text: string) => Temporal.PlainDate.from(text)
const counting = (day: string) => Array.from({ length: quarterHoursOf(dayOf(day)) }, (_, at) => at)

test('a plain day has 24 hours of four quarters', () => {
  const hours = hoursOf(dayOf('2026-11-20'), counting('2026-11-20'))
  expect(hours).toHaveLength(24)
  // 0 + 1 + 2 + 3 and 92 + 93 + 94 + 95
  expect([hours[0], hours[23]]).toEqual([
    { label: '00', value: 6 },
    { label: '23', value: 374 },
  ])
})

test('when clocks go back the hour at two stands there twice, when they go forward not at all', () => {
  const labels = (day: string) => hoursOf(dayOf(day), counting(day)).map((hour) => hour.label)
  expect(labels('2026-10-25').slice(1, 5)).toEqual(['01', '02A', '02B', '03'])
  expect(labels('2026-10-25')).toHaveLength(25)
  expect(labels('2026-03-29').slice(1, 4)).toEqual(['01', '03', '04'])
  expect(labels('2026-03-29')).toHaveLength(23)
})

test('an hour with a missing quarter is not known, and not little', () => {
  const values = [5, null, 5, 5, ...Array(92).fill(1)]
  expect(hoursOf(dayOf('2026-11-20'), values).slice(0, 2)).toEqual([
    { label: '00', value: null },
    { label: '01', value: 4 },
  ])
})

test('a file writes values with blanks between them, and a dash for what is missing', () => {
  expect(quarterHours('12 0 - 7')).toBe('{12,0,NULL,7}')
  for (const wrong of ['12;7', '1.5 2', '-3', 'x', '1'.repeat(11), Array(101).fill('1').join(' ')])
    expect(quarterHours(wrong)).toBeUndefined()
})
