import { expect, test } from 'vitest'
import { Refusal } from '#platform/refusal'
import { checkReport } from './exchange-report.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const known = {
  installedOn: day('2020-01-01'),
  registers: [
    { registerId: '1', digitsBefore: 6, digitsAfter: 0 },
    { registerId: '2', digitsBefore: 6, digitsAfter: 0 },
  ],
}
const one = (registerId: string, finalValue = '17500', firstValue = '0,5') => ({ registerId, finalValue, firstValue })

test.each([
  ['all is there', '2026-11-20', [one('1'), one('2')], []],
  ['a day of tomorrow', '2026-11-23', [one('1'), one('2')], ['day']],
  ['before the old one hung', '2019-12-31', [one('1'), one('2')], ['day']],
  ['a register left out', '2026-11-20', [one('1')], ['registers.0.finalValue']],
  ['a register twice', '2026-11-20', [one('1'), one('1')], ['registers.0.finalValue']],
  ['more digits than the meter has', '2026-11-20', [one('1', '1234567'), one('2')], ['registers.0.finalValue']],
  [
    'no number at either',
    '2026-11-20',
    [one('1'), one('2', 'x', '')],
    ['registers.1.finalValue', 'registers.1.firstValue'],
  ],
] as const)('%s', (_name, on, registers, fields) => {
  let said: string[] = []
  try {
    checkReport({ day: day(on), registers }, known, day('2026-11-22'))
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    said = refusal.fields.map((fault) => fault.field)
  }
  expect(said).toEqual(fields)
})
