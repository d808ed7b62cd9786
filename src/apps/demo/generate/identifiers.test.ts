import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigit, GRID_OPERATOR_CODE, marketLocationId, meteringLocationId, meterNumber } from './identifiers.ts'

describe('identifiers', () => {
  it('close market locations with the check digit of the BDEW rule', () => {
    // 41373559241: odd places 4+3+3+5+2 = 17, even places 2 x (1+7+5+9+4) = 52, together 69 -> 1.
    expect(checkDigit('4137355924')).toBe('1')
    // 9900357000003 is a code number of BDEW: 9+0+3+7+0+0 = 19, 2 x (9+0+5+0+0+0) = 28, 47 -> 3.
    expect(checkDigit('990035700000')).toBe('3')
  })

  it('have the length and first digit that their giver prescribes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300_000_000 }), (ordinal) => {
        expect(marketLocationId('power', ordinal)).toMatch(/^[4-9]\d{10}$/)
        expect(marketLocationId('gas', ordinal)).toMatch(/^[1-3]\d{10}$/)
        expect(meteringLocationId('12341', ordinal)).toMatch(/^DE\d{6}\d{5}[A-Z0-9]{20}$/)
        expect(meterNumber('gas', 'ELS', ordinal)).toMatch(/^7ELS[0-9A-F]{2}\d{8}$/)
      }),
    )
    expect(GRID_OPERATOR_CODE.power).toMatch(/^99\d{11}$/)
    expect(GRID_OPERATOR_CODE.gas).toMatch(/^98\d{11}$/)
  })

  it('never give one number twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300_000_000 }),
        fc.integer({ min: 1, max: 100_000_000 }),
        (ordinal, distance) => {
          expect(marketLocationId('power', ordinal)).not.toBe(marketLocationId('power', ordinal + distance))
          expect(meterNumber('power', 'EMH', ordinal)).not.toBe(meterNumber('power', 'EMH', ordinal + distance))
        },
      ),
    )
  })
})
