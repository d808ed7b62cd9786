import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { apiAct, apiRead, type Route, staffMay } from '#platform/http'
import {
  endBody,
  faultReportsAnswer,
  outageDoneAnswer,
  outagesAnswer,
  publishBody,
  publishedAnswer,
  reachAnswer,
  reachBody,
  updateBody,
} from './outages.contract.ts'
import { type OutageRow, outagesStatement, reached, type ReportRow, reportsOfTaskStatement } from './outages.sql.ts'
import { endOutage, publishOutage, updateOutage } from './publish-outage.ts'

const readers = staffMay('outages.see')
const publishers = staffMay('outages.publish')
const params = z.strictObject({ id: id() })

const list = apiRead({
  path: '/desk/api/outages',
  who: readers,
  contract: {},
  answer: outagesAnswer,
  says: 'Outages, those that run first, with how many have been told.',
  reads: () => [outagesStatement()],
  give: ([rows]) => ({
    outages: (rows as OutageRow[]).map((row) => ({
      ...row,
      startsAt: row.startsAt.toString(),
      expectedEndAt: row.expectedEndAt?.toString() ?? null,
      endedAt: row.endedAt?.toString() ?? null,
      updates: row.updates.map((one) => ({ ...one, saidAt: Temporal.Instant.from(one.saidAt).toString() })),
    })),
  }),
})

const reach = apiAct({
  method: 'POST',
  path: '/desk/api/outages/reach',
  who: publishers,
  contract: { body: reachBody },
  answer: reachAnswer,
  says: 'Whom a notice would reach, before it is published.',
  act: (tx, { input: { body }, now }) => reached(tx, body.commodity, body.areas, legalDay(now)),
})

const publish = apiAct({
  method: 'POST',
  path: '/desk/api/outages',
  who: publishers,
  contract: { body: publishBody },
  answer: publishedAnswer,
  status: 201,
  says: 'Publishes a notice of an outage; whom it reaches is told by the channel they chose.',
  act: async (tx, { input: { body }, who, now }) => {
    const outageId = await publishOutage(tx, body, { staffId: who.staffId, now })
    const { customers } = await reached(tx, body.commodity, body.areas, legalDay(now))
    return { outageId, toTell: body.tell ? customers : 0 }
  },
})

const update = apiAct({
  method: 'POST',
  path: '/desk/api/outages/:id/update',
  who: publishers,
  contract: { params, body: updateBody },
  answer: outageDoneAnswer,
  says: 'Adds what is known now to a notice.',
  act: async (tx, { input, who, now }) => {
    await updateOutage(tx, { outageId: input.params.id, ...input.body }, { staffId: who.staffId, now })
    return { rowVersion: input.body.rowVersion + 1 }
  },
})

const end = apiAct({
  method: 'POST',
  path: '/desk/api/outages/:id/end',
  who: publishers,
  contract: { params, body: endBody },
  answer: outageDoneAnswer,
  says: 'Says that an outage is over.',
  act: async (tx, { input, who, now }) => {
    await endOutage(tx, { outageId: input.params.id, ...input.body }, { staffId: who.staffId, now })
    return { rowVersion: input.body.rowVersion + 1 }
  },
})

const reports = apiRead({
  path: '/desk/api/tasks/:id/fault-reports',
  who: readers,
  contract: { params },
  answer: faultReportsAnswer,
  says: 'Reports of a fault that one task gathers.',
  reads: ({ input }) => [reportsOfTaskStatement(input.params.id)],
  give: ([rows]) => ({
    reports: (rows as ReportRow[]).map((row) => ({
      ...row,
      houseNumber: row.houseNumber ?? null,
      city: row.city ?? null,
      description: row.description ?? null,
      phone: row.phone ?? null,
      reportedAt: row.reportedAt.toString(),
    })),
  }),
})

export const deskOutageRoutes: readonly Route[] = [list, reach, publish, update, end, reports]
