import { type FactContext, facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal, wrongFields } from '#platform/refusal'
import { type CampaignState, type CampaignVerb, stateAfter } from './campaign.ts'
import type { NewCampaign } from './campaigns.contract.ts'
import { type CampaignRow, insertCampaign, listMembers, lockCampaign, setState } from './campaigns.sql.ts'

/** Who does it; without a person it is the house itself. */
type By = { readonly staffId?: string; readonly now: Temporal.Instant }

const contextOf = ({ staffId, now }: By): FactContext =>
  staffId === undefined
    ? { channel: 'system', actor: { kind: 'system' }, occurredAt: now }
    : { channel: 'desk', actor: { kind: 'staff', id: staffId }, occurredAt: now }

/**
 * Writes down a campaign as a draft; nobody is asked before it is started.
 * @throws Refusal 422 for days in the past or out of order, a way twice, or an exchange that is not done by a company
 */
export async function makeCampaign(tx: Tx, campaign: NewCampaign, by: By): Promise<string> {
  const { startsOn, dueOn, channels, purpose } = campaign
  if (startsOn < legalDay(by.now).toString())
    throw wrongFields([{ field: 'startsOn', code: 'staying.campaign-starts-past' }])
  if (dueOn <= startsOn) throw wrongFields([{ field: 'dueOn', code: 'staying.campaign-due-before-start' }])
  if (new Set(channels).size !== channels.length)
    throw wrongFields([{ field: 'channels', code: 'platform.field.wrong-form' }])
  // Nobody can be asked by mail to exchange a meter: somebody has to come.
  if (purpose === 'exchange' && channels.join() !== 'company')
    throw wrongFields([{ field: 'channels', code: 'staying.campaign-exchange-company' }])
  return insertCampaign(tx, campaign, by)
}

export type StepCampaign = By & {
  readonly campaignId: string
  readonly verb: CampaignVerb
  readonly rowVersion: number
}

/**
 * Starts, stops, resumes or ends a campaign for a person. Stopped, nobody more is asked; resumed, it goes on with those who were not.
 * @throws Refusal 404, 409 if somebody was faster or it cannot be from here, 422 if the selection finds nobody
 */
export async function changeCampaign(
  tx: Tx,
  step: StepCampaign,
): Promise<{ readonly state: CampaignState; readonly rowVersion: number }> {
  const campaign = await lockCampaign(tx, step.campaignId)
  if (!campaign) throw notFound()
  if (campaign.row_version !== step.rowVersion) throw changedMeanwhile()
  return stepCampaign(tx, campaign, step.verb, contextOf(step))
}

/** The step itself, of a campaign that is locked. */
export async function stepCampaign(
  tx: Tx,
  campaign: CampaignRow,
  verb: CampaignVerb,
  context: FactContext,
): Promise<{ readonly state: CampaignState; readonly rowVersion: number }> {
  const state = stateAfter(campaign.state, verb)
  if (!state) throw new Refusal(409, 'staying.campaign-not-from-here')
  const customers = verb === 'start' ? await listMembers(tx, campaign, legalDay(context.occurredAt)) : 0
  if (verb === 'start' && customers === 0) throw new Refusal(422, 'staying.campaign-nobody')
  const rowVersion = await setState(tx, campaign.id, state, context.occurredAt)
  const { id: campaignId, purpose } = campaign
  await recordFact(tx, facts.campaignChanged, { campaignId, verb, purpose, customers }, context)
  return { state, rowVersion }
}
