import { describe, expect, test } from 'vitest'
import type { MayWrite } from '#company/customers'
import {
  type CampaignChannel,
  campaignFigures,
  campaignStates,
  campaignVerbs,
  chooseChannel,
  stateAfter,
} from './campaign.ts'

const may = (...kinds: ('e-mail' | 'post')[]): MayWrite => ({
  may: true,
  via: kinds.map((kind) =>
    kind === 'post'
      ? { kind, lines: ['Erika Musterfrau', 'Lindenweg 7'] }
      : { kind, value: 'erika@kunden.example', main: true },
  ),
  notBefore: Temporal.Instant.from('2026-11-22T09:00:00Z'),
  language: 'de',
  formOfAddress: 'sie',
})
const mustNot = (because: 'restricted' | 'no-address'): MayWrite => ({ may: false, because })

describe('the way by which a customer is asked', () => {
  const cases: readonly (readonly [string, readonly CampaignChannel[], MayWrite, boolean, string])[] = [
    ['the first that is open', ['e-mail', 'letter'], may('e-mail', 'post'), false, 'e-mail'],
    ['the next where no address is confirmed', ['e-mail', 'letter'], may('post'), false, 'letter'],
    ['the order is the campaign’s, not the customer’s', ['letter', 'e-mail'], may('e-mail', 'post'), false, 'letter'],
    ['the portal for who can sign in', ['portal', 'letter'], may('post'), true, 'portal'],
    ['not the portal for who cannot', ['portal', 'letter'], may('post'), false, 'letter'],
    ['a company where nobody can be written to', ['e-mail', 'company'], mustNot('no-address'), false, 'company'],
    ['nobody where no way is left', ['e-mail'], may('post'), true, 'no-way'],
    ['nobody who asked not to be, not even by a company', ['company'], mustNot('restricted'), true, 'restricted'],
  ]
  test.each(cases)('%s', (_name, channels, write, hasLogin, expected) => {
    const chosen = chooseChannel(channels, write, hasLogin)
    expect('channel' in chosen ? chosen.channel : chosen.because).toBe(expected)
  })
})

describe('figures of a campaign', () => {
  const costs = { mailCents: 1, letterCents: 95, companyCents: 450 }
  const count = (channel: CampaignChannel, asked: number, answered: number, reminded: number, overdue: number) => ({
    channel,
    asked,
    answered,
    reminded,
    overdue,
  })

  test('cost per channel and in sum, and the quota of all who are to be asked', () => {
    const figures = campaignFigures(
      [
        count('e-mail', 100, 60, 20, 10),
        count('letter', 40, 10, 10, 5),
        count('portal', 10, 9, 0, 0),
        count('company', 10, 10, 3, 0),
      ],
      40,
      costs,
    )
    // 120 x 1, 50 x 95, nothing, 10 x 450
    expect(figures.channels.map((one) => one.costCents)).toEqual([120, 4_750, 0, 4_500])
    expect(figures.costCents).toBe(9_370)
    expect([figures.asked, figures.answered, figures.overdue]).toEqual([160, 89, 15])
    // 89 of 160 + 40 = 44.5 %, and a quota is not reached by rounding.
    expect(figures.quotaPercent).toBe(44)
  })

  test('nobody to ask has no quota', () => expect(campaignFigures([], 0, costs).quotaPercent).toBeNull())
})

test('a campaign is started once, stopped and resumed as often as one likes, and over when it is ended', () => {
  const after = campaignStates.map((state) => campaignVerbs.map((verb) => stateAfter(state, verb) ?? '-').join(' '))
  expect(after).toEqual(['running - - done', '- stopped - done', '- - running done', '- - - -'])
})
