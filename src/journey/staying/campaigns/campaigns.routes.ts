import type { z } from '#platform/contract'
import { legalDay } from '#platform/calendar'
import { apiAct, apiRead, raw, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { Readable } from 'node:stream'
import { asStaff } from '../staff-reads.ts'
import { campaignFigures } from './campaign.ts'
import {
  campaignAnswer,
  campaignMadeAnswer,
  campaignParams,
  campaignsAnswer,
  campaignVerbAnswer,
  campaignVerbBody,
  newCampaignBody,
  previewAnswer,
  previewBody,
} from './campaigns.contract.ts'
import { campaignsStatement, type CampaignView, courseStatement, previewOf, reasonsStatement } from './campaigns.sql.ts'
import { changeCampaign, makeCampaign } from './manage-campaign.ts'
import { orderLines } from './order-file.ts'

const readers = staffMay('campaigns.see')
const runners = staffMay('campaigns.run')

const costsOf = (row: CampaignView) => ({
  mailCents: row.cost_mail_cents,
  letterCents: row.cost_letter_cents,
  companyCents: row.cost_company_cents,
})

/** Head and sums of a campaign. */
function summaryOf(row: CampaignView) {
  const { channels, ...sums } = campaignFigures(row.counts, row.waiting, costsOf(row))
  return {
    byChannel: channels,
    summary: {
      campaignId: row.id,
      name: row.name,
      purpose: row.purpose,
      state: row.state,
      startsOn: row.starts_on.toString(),
      dueOn: row.due_on.toString(),
      targetPercent: row.target_percent,
      rowVersion: row.row_version,
      waiting: row.waiting,
      leftOut: row.left_out,
      ...sums,
    },
  }
}

const list = apiRead({
  path: '/desk/api/campaigns',
  who: readers,
  contract: {},
  answer: campaignsAnswer,
  says: 'Campaigns with asked, answered, quota and costs; those that run first.',
  reads: ({ now }) => [campaignsStatement(legalDay(now))],
  give: ([rows], { settings }) => ({
    campaigns: (rows as CampaignView[]).map((row) => summaryOf(row).summary),
    costs: {
      mailCents: settings.READING_COST_MAIL_CENTS,
      letterCents: settings.READING_COST_LETTER_CENTS,
      companyCents: settings.READING_COST_COMPANY_CENTS,
    },
  }),
})

const one = apiRead({
  path: '/desk/api/campaigns/:id',
  who: readers,
  contract: { params: campaignParams },
  answer: campaignAnswer,
  says: 'One campaign: asked, answered, overdue and costs by channel, who was left out and why, and its course by day.',
  reads: ({ input, now }) => [
    campaignsStatement(legalDay(now), input.params.id),
    reasonsStatement(input.params.id),
    courseStatement(input.params.id),
  ],
  give: ([rows, reasons, course]): z.input<typeof campaignAnswer> => {
    const row = (rows as CampaignView[])[0]
    if (!row) throw notFound()
    const { summary, byChannel } = summaryOf(row)
    return {
      ...summary,
      selection: row.selection,
      channels: row.channels,
      aDayMax: row.a_day_max,
      remindDays: row.remind_days,
      costs: costsOf(row),
      startedAt: row.started_at?.toString() ?? null,
      endedAt: row.ended_at?.toString() ?? null,
      lastPlannedOn: row.last_planned_on?.toString() ?? null,
      byChannel: [...byChannel],
      byReason: reasons as z.input<typeof campaignAnswer>['byReason'],
      days: (course as { day: Temporal.PlainDate; asked: number; answered: number }[]).map((day) => ({
        ...day,
        day: day.day.toString(),
      })),
    }
  },
})

const preview = apiAct({
  method: 'POST',
  path: '/desk/api/campaigns/preview',
  who: runners,
  contract: { body: previewBody },
  answer: previewAnswer,
  says: 'Whom a selection would reach, before the campaign is made.',
  audit: false,
  act: async (tx, { input: { body }, now }) => {
    const { rows, customers } = await previewOf(tx, body.purpose, body.selection, legalDay(now))
    return {
      customers,
      meters: rows.reduce((sum, row) => sum + row.meters, 0),
      withoutContract: rows.reduce((sum, row) => sum + row.without, 0),
      commodities: rows.map(({ commodity, meters }) => ({ commodity, meters })),
    }
  },
})

const make = apiAct({
  method: 'POST',
  path: '/desk/api/campaigns',
  who: runners,
  contract: { body: newCampaignBody },
  answer: campaignMadeAnswer,
  status: 201,
  says: 'Makes a campaign as a draft: who, when, by which ways, until when, at what cost.',
  act: async (tx, { input: { body }, who, now }) => ({
    campaignId: await makeCampaign(tx, body, { staffId: who.staffId, now }),
  }),
})

const change = apiAct({
  method: 'POST',
  path: '/desk/api/campaigns/:id/state',
  who: runners,
  contract: { params: campaignParams, body: campaignVerbBody },
  answer: campaignVerbAnswer,
  says: 'Starts, stops, resumes or ends a campaign; 409 if somebody was faster.',
  act: (tx, { input, who, now }) =>
    changeCampaign(tx, { campaignId: input.params.id, ...input.body, staffId: who.staffId, now }),
})

const orderFile = raw({
  method: 'GET',
  path: '/desk/api/campaigns/:id/order.csv',
  who: readers,
  contract: { params: campaignParams },
  says: 'The order for a reading company: who is to be read or exchanged, where, which meter and registers, and between which values.',
  handler: async (call, pools, _request, reply) => {
    const { id } = call.input.params
    // Made before the first line leaves: a file that ends in the middle would pass for a whole one.
    const lines = await asStaff(pools, call.browser, (tx) => orderLines(tx, id, call.now))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="ableseauftrag-${id}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(Readable.from(lines))
  },
})

export const campaignRoutes = [list, preview, one, make, change, orderFile]
