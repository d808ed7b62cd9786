/** Ways to ask: a mail, a letter, a task in the portal without a message, or somebody of a reading company who comes. */
export const campaignChannels = ['e-mail', 'letter', 'portal', 'company'] as const
export type CampaignChannel = (typeof campaignChannels)[number]

export const campaignPurposes = ['reading', 'exchange'] as const
export type CampaignPurpose = (typeof campaignPurposes)[number]

export const campaignStates = ['draft', 'running', 'stopped', 'done'] as const
export type CampaignState = (typeof campaignStates)[number]

/** Why a customer of a campaign is not asked. */
export const leftOutReasons = ['asked-already', 'read-already', 'no-way', 'restricted', 'nothing-to-read'] as const
export type LeftOut = (typeof leftOutReasons)[number]

/** What `mayWeWrite` of customers says, as far as it matters here. */
type Reach =
  | {
      readonly may: true
      readonly via: readonly (
        | { readonly kind: 'e-mail' | 'mobile'; readonly value: string }
        | { readonly kind: 'post' }
      )[]
    }
  | { readonly may: false; readonly because: string }

/**
 * How a customer is asked: the first way of the campaign that is open to this one. A mail goes to an address at which the customer has
 * answered, a letter to the address on file, a task in the portal to who can sign in.
 */
export function chooseChannel(
  channels: readonly CampaignChannel[],
  may: Reach,
  hasLogin: boolean,
): { readonly channel: CampaignChannel; readonly address?: string } | { readonly because: LeftOut } {
  if (!may.may && may.because === 'restricted') return { because: 'restricted' }
  const via = may.may ? may.via : []
  for (const channel of channels) {
    if (channel === 'company') return { channel }
    if (channel === 'portal' && hasLogin) return { channel }
    if (channel === 'letter' && via.some((one) => one.kind === 'post')) return { channel }
    const mail = via.find((one) => one.kind === 'e-mail')
    if (channel === 'e-mail' && mail?.kind === 'e-mail') return { channel, address: mail.value }
  }
  return { because: 'no-way' }
}

/** What a campaign costs for each message or visit. */
export type UnitCosts = { readonly mailCents: number; readonly letterCents: number; readonly companyCents: number }

/** Customers of one channel, as they stand. */
export type ChannelCount = {
  readonly channel: CampaignChannel
  readonly asked: number
  readonly answered: number
  readonly reminded: number
  readonly overdue: number
}

export type ChannelFigures = ChannelCount & { readonly costCents: number }

export type CampaignFigures = {
  readonly channels: readonly ChannelFigures[]
  readonly asked: number
  readonly answered: number
  readonly overdue: number
  readonly costCents: number
  /** Answered of all who are to be asked (those left out are not), in whole percent; null while there is nobody. */
  readonly quotaPercent: number | null
}

const unitOf = (channel: CampaignChannel, costs: UnitCosts): number =>
  ({ 'e-mail': costs.mailCents, letter: costs.letterCents, portal: 0, company: costs.companyCents })[channel]

/**
 * Figures of a campaign: a reminder costs what the first message did; a company is paid for the visit once, and the portal for
 * nothing.
 */
export function campaignFigures(counts: readonly ChannelCount[], waiting: number, costs: UnitCosts): CampaignFigures {
  const channels = counts.map((one) => ({
    ...one,
    costCents: (one.asked + (one.channel === 'company' ? 0 : one.reminded)) * unitOf(one.channel, costs),
  }))
  const sum = (of: (one: ChannelFigures) => number) => channels.reduce((total, one) => total + of(one), 0)
  const asked = sum((one) => one.asked)
  const answered = sum((one) => one.answered)
  const all = asked + waiting
  return {
    channels,
    asked,
    answered,
    overdue: sum((one) => one.overdue),
    costCents: sum((one) => one.costCents),
    quotaPercent: all === 0 ? null : Math.floor((100 * answered) / all),
  }
}

/** What may follow a state. */
export const campaignVerbs = ['start', 'stop', 'resume', 'end'] as const
export type CampaignVerb = (typeof campaignVerbs)[number]

const steps: Readonly<Record<CampaignVerb, { readonly from: readonly CampaignState[]; readonly to: CampaignState }>> = {
  start: { from: ['draft'], to: 'running' },
  stop: { from: ['running'], to: 'stopped' },
  resume: { from: ['stopped'], to: 'running' },
  end: { from: ['draft', 'running', 'stopped'], to: 'done' },
}

/** The state after a verb; undefined where it cannot be. */
export const stateAfter = (state: CampaignState, verb: CampaignVerb): CampaignState | undefined =>
  steps[verb].from.includes(state) ? steps[verb].to : undefined
