import { expect, test } from 'vitest'
import { judgePower } from './judge-power.ts'
import type { PowerKind } from './powers.sql.ts'

const today = Temporal.PlainDate.from('2026-11-22')

test.each<[string, PowerKind, string[], string | null, string | undefined]>([
  ['a spouse without an end', 'spouse', ['see'], null, undefined],
  ['a carer without an end', 'carer', ['see'], null, 'identity.power-needs-end'],
  ['a carer to the end of the order', 'carer', ['see'], '2028-03-31', undefined],
  ['a carer for seven years to the day', 'carer', ['see'], '2033-11-22', undefined],
  ['a carer for a day more', 'carer', ['see'], '2033-11-23', 'identity.power-end-too-far'],
  ['an order that ended yesterday', 'carer', ['see'], '2026-11-21', 'identity.power-end-over'],
  ['one that ends today', 'landlord', ['see'], '2026-11-22', undefined],
  ['nothing that it allows', 'heir', [], null, 'identity.power-needs-rights'],
])('%s', (_what, kind, rights, until, because) => {
  const wanted = { rights, until: until === null ? null : Temporal.PlainDate.from(until) }
  expect(judgePower(kind, wanted, today)).toBe(because)
})
