import { describe, expect, it } from 'vitest'
import { formatObis, parseObis } from './obis.ts'

describe('an OBIS code', () => {
  it.each([
    ['1.8.0', 'power', 'consumption', 'total', 'kWh', '1-0:1.8.0'],
    ['1-0:1.8.1*255', 'power', 'consumption', 'high', 'kWh', '1-0:1.8.1'],
    ['1-0:1.8.2', 'power', 'consumption', 'low', 'kWh', '1-0:1.8.2'],
    ['2.8.0', 'power', 'feed-in', 'total', 'kWh', '1-0:2.8.0'],
    ['1-1:1.8.3', 'power', 'consumption', 'other', 'kWh', '1-1:1.8.3'],
    ['7-0:3.0.0', 'gas', 'consumption', 'total', 'm3', '7-0:3.0.0'],
    ['8-0:1.0.0', 'water', 'consumption', 'total', 'm3', '8-0:1.0.0'],
    ['6-0:1.0.0', 'heat', 'consumption', 'total', 'MWh', '6-0:1.0.0'],
    [' 1-0 : 1.8.0 ', 'power', 'consumption', 'total', 'kWh', '1-0:1.8.0'],
  ])('%s is %s, %s, %s in %s', (text, commodity, direction, rate, usualUnit, full) => {
    const obis = parseObis(text)
    expect(obis).toMatchObject({ commodity, direction, rate, usualUnit })
    expect(obis && formatObis(obis)).toBe(full)
  })

  it('of a medium that is not sold here, or no code at all, is refused', () => {
    for (const text of ['4-0:1.0.0', '1.8', 'Bezug', '', '1-0:1.8.0.1', '7-0:3,0.0'])
      expect(parseObis(text)).toBeUndefined()
  })

  it('of water whose measurand is 2 is no feed-in: only power flows back', () => {
    expect(parseObis('8-0:2.0.0')?.direction).toBe('consumption')
  })
})
