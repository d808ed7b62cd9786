import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { customerRights } from '#platform/http'
import { type JudgedGrant, judgeChange, judgeEnd, managesPeople, mayGive } from './rights.ts'

const grant = (id: string, wishes: Partial<JudgedGrant> = {}): JudgedGrant => ({
  id,
  kind: 'own',
  level: 'open',
  rights: ['all'],
  siteIds: null,
  contractIds: null,
  validTo: null,
  ...wishes,
})
const soon = Temporal.Instant.from('2026-12-01T00:00:00Z')

describe('ending somebody’s grant', () => {
  it.each<[string, JudgedGrant[], string, string | undefined]>([
    ['the only one in charge stays', [grant('1')], '1', 'identity.last-person-in-charge'],
    ['one of two in charge may go', [grant('1'), grant('2')], '1', undefined],
    [
      'a second one without the right does not count',
      [grant('1'), grant('2', { rights: ['see'] })],
      '1',
      'identity.last-person-in-charge',
    ],
    [
      'a second one that ends does not count',
      [grant('1'), grant('2', { validTo: soon })],
      '1',
      'identity.last-person-in-charge',
    ],
    [
      'a second one by power does not count',
      [grant('1'), grant('2', { kind: 'attorney' })],
      '1',
      'identity.last-person-in-charge',
    ],
    [
      'a second one who may only hand in readings does not count',
      [grant('1'), grant('2', { level: 'readings' })],
      '1',
      'identity.last-person-in-charge',
    ],
    ['who is not in charge may always go', [grant('1'), grant('2', { rights: ['see'] })], '2', undefined],
    ['who acts by a power may always go, also as the only one', [grant('1', { kind: 'attorney' })], '1', undefined],
  ])('%s', (_what, running, ended, because) => {
    expect(judgeEnd(running, running.find((one) => one.id === ended) as JudgedGrant)).toBe(because)
  })
})

describe('changing somebody’s grant', () => {
  const other = grant('2', { rights: ['see'] })
  const running = [grant('1'), other]
  const wanted = (rights: string[], more: Partial<JudgedGrant> = {}) => ({
    rights,
    siteIds: null,
    contractIds: null,
    validTo: null,
    ...more,
  })
  it.each<[string, JudgedGrant, ReturnType<typeof wanted>, string[], string | undefined]>([
    ['nobody gives what is not the own', other, wanted(['payments']), ['see', 'people'], 'identity.beyond-own-rights'],
    ['nobody gives all without having all', other, wanted(['all']), ['see', 'people'], 'identity.beyond-own-rights'],
    [
      'what is there may stay',
      grant('2', { rights: ['payments'] }),
      wanted(['payments']),
      ['see', 'people'],
      undefined,
    ],
    ['less is always possible', grant('2', { rights: ['payments'] }), wanted(['see']), ['see', 'people'], undefined],
    [
      'people are not managed for a part',
      other,
      wanted(['people'], { siteIds: ['5'] }),
      ['all'],
      'identity.people-need-all',
    ],
    [
      'a power is changed by staff only',
      grant('2', { kind: 'attorney' }),
      wanted(['see']),
      ['all'],
      'identity.power-is-not-changed',
    ],
    ['the last one in charge keeps the right', grant('1'), wanted(['see']), ['all'], 'identity.last-person-in-charge'],
    [
      'the last one in charge gets no end',
      grant('1'),
      wanted(['all'], { validTo: soon }),
      ['all'],
      'identity.last-person-in-charge',
    ],
  ])('%s', (_what, changed, next, own, because) => {
    expect(judgeChange(running, changed, next, own)).toBe(because)
  })
})

test('whatever is ended one after the other, somebody in charge for good is left if there was one', () => {
  const anyGrant = fc.record({
    kind: fc.constantFrom('own', 'person', 'attorney'),
    level: fc.constantFrom('readings', 'open'),
    rights: fc.subarray([...customerRights, 'all']),
    siteIds: fc.constantFrom(null, ['5']),
    validTo: fc.constantFrom(null, soon),
  })
  fc.assert(
    fc.property(fc.array(anyGrant, { maxLength: 6 }), fc.array(fc.nat(5), { maxLength: 12 }), (list, order) => {
      const stays = (one: JudgedGrant) => managesPeople(one) && one.kind !== 'attorney' && one.validTo === null
      let running = list.map((one, at) => ({ ...grant(String(at)), ...one }) as JudgedGrant)
      const had = running.some(stays)
      for (const at of order) {
        const ended = running.find((one) => one.id === String(at))
        if (ended && judgeEnd(running, ended) === undefined) running = running.filter((one) => one !== ended)
      }
      expect(running.some(stays)).toBe(had)
    }),
  )
})

test('what may be given is never more than what is there', () => {
  fc.assert(
    fc.property(fc.subarray([...customerRights]), fc.subarray([...customerRights, 'all']), (own, wanted) => {
      expect(mayGive(own, wanted)).toBe(wanted.every((right) => (own as string[]).includes(right)))
      expect(mayGive(['all'], wanted)).toBe(true)
    }),
  )
})
