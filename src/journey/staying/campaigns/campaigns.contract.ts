import { day, id, instant, line, z } from '#platform/contract/web'
import { meterSelection, selectedCommodities } from '../calibration/meter-selection.contract.ts'
import { campaignChannels, campaignPurposes, campaignStates, campaignVerbs, leftOutReasons } from './campaign.ts'

const whole = z.number().int()
const cents = whole.min(0).max(100_000)

export const previewBody = z.strictObject({ purpose: z.enum(campaignPurposes), selection: meterSelection })
export const previewAnswer = z.object({
  customers: whole,
  meters: whole,
  /** Nobody has a contract there today: they are not part of a campaign. */
  withoutContract: whole,
  commodities: z.array(z.object({ commodity: z.enum(selectedCommodities), meters: whole })),
})

export const newCampaignBody = z.strictObject({
  name: line(120, 3),
  purpose: z.enum(campaignPurposes),
  selection: meterSelection,
  /** In the order in which they are tried. */
  channels: z.array(z.enum(campaignChannels)).min(1).max(4),
  startsOn: day(),
  dueOn: day(),
  aDayMax: whole.min(1).max(100_000),
  remindDays: whole.min(0).max(90).optional(),
  targetPercent: whole.min(1).max(100),
  costs: z.strictObject({ mailCents: cents, letterCents: cents, companyCents: cents }),
})
export type NewCampaign = z.infer<typeof newCampaignBody>
export const campaignMadeAnswer = z.object({ campaignId: id() })

export const campaignParams = z.strictObject({ id: id() })
export const campaignVerbBody = z.strictObject({
  verb: z.enum(campaignVerbs),
  rowVersion: whole.min(1).max(2_147_483_647),
})
export const campaignVerbAnswer = z.object({ state: z.enum(campaignStates), rowVersion: whole })

const head = {
  campaignId: id(),
  name: z.string(),
  purpose: z.enum(campaignPurposes),
  state: z.enum(campaignStates),
  startsOn: day(),
  dueOn: day(),
  targetPercent: whole,
  rowVersion: whole,
}
const sums = {
  waiting: whole,
  leftOut: whole,
  asked: whole,
  answered: whole,
  overdue: whole,
  costCents: whole,
  quotaPercent: whole.nullable(),
}
export const campaignsAnswer = z.object({
  campaigns: z.array(z.object({ ...head, ...sums })),
  /** What a new campaign is proposed to cost, by the settings of the utility. */
  costs: z.object({ mailCents: whole, letterCents: whole, companyCents: whole }),
})

export const campaignAnswer = z.object({
  ...head,
  ...sums,
  selection: meterSelection,
  channels: z.array(z.enum(campaignChannels)),
  aDayMax: whole,
  remindDays: whole.nullable(),
  costs: z.object({ mailCents: whole, letterCents: whole, companyCents: whole }),
  startedAt: instant().nullable(),
  endedAt: instant().nullable(),
  /** Until when the last of them is asked, as planned. */
  lastPlannedOn: day().nullable(),
  byChannel: z.array(
    z.object({
      channel: z.enum(campaignChannels),
      asked: whole,
      answered: whole,
      reminded: whole,
      overdue: whole,
      costCents: whole,
    }),
  ),
  byReason: z.array(z.object({ because: z.enum(leftOutReasons), customers: whole })),
  /** Answers and questions by day, for the course of the run. */
  days: z.array(z.object({ day: day(), asked: whole, answered: whole })),
})
