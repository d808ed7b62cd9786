import { expect, test } from 'vitest'
import { addressFault } from './postal-address.ts'

test.each([
  [['Erika Musterfrau', 'Lindenweg 7', '12341 Musterstadt'], undefined],
  [['Muster GmbH', 'Frau Erika Muster', 'Hof 2', 'Lindenweg 7', '12341 Musterstadt'], undefined],
  [['Jan Novák', 'Dlouhá 12', '110 00 Praha', 'TSCHECHIEN'], undefined],
  [[], 'no-address'],
  [['Erika Musterfrau', '12341 Musterstadt'], 'too-few-lines'],
  [['Erika Musterfrau', 'Lindenweg 7', '1234 Musterstadt'], 'no-postal-code'],
  [['Erika Musterfrau', 'Lindenweg 7', '12341'], 'no-postal-code'],
  [['Erika Musterfrau', 'x'.repeat(51), '12341 Musterstadt'], 'line-too-long'],
  [['a', 'b', 'c', 'd', 'e', 'f', '12341 Musterstadt'], 'too-many-lines'],
])('%o: %s', (lines, fault) => {
  expect(addressFault(lines)).toBe(fault)
})
