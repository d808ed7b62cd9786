import { type Actor, facts, recordFact } from '#company/journal'
import { z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { apiAct, machine, type Route, staffMay } from '#platform/http'
import { changedMeanwhile, notFound, Refusal, wrongFields } from '#platform/refusal'
import type { OutObject } from '../changes/out-object.ts'
import { deliveriesOf, type DeliveryRow, replay, type ReplayWish } from './deliveries.sql.ts'
import { faultOfUrl, ownNetworks } from './receiver-address.ts'
import {
  allSubscriptions,
  deleteSubscription,
  insertSubscription,
  rotateSecret,
  type Subscription,
  subscriptionById,
  subscriptionsOf,
  SUBSCRIPTIONS_MAX,
  updateSubscription,
} from './subscriptions.sql.ts'
import {
  changeSubscriptionBody,
  deliveriesAnswer,
  deliveriesQuery,
  newSubscriptionAnswer,
  newSubscriptionBody,
  pauseBody,
  replayAnswer,
  replayBody,
  rotateAnswer,
  rotateBody,
  subscriptionAnswer,
  type SubscriptionAnswer,
  subscriptionsAnswer,
  webhookPath,
} from './webhooks.contract.ts'

const who = machine('webhooks:write')
const operators = staffMay('machines.manage')
const FORMER_HOURS = 24
const DELIVERIES_SHOWN = 100

const text = (instant: Temporal.Instant | null) => instant?.toString() ?? null

export const toSubscriptionAnswer = (row: Subscription): SubscriptionAnswer => ({
  ...row,
  objects: [...row.objects],
  facts: [...row.facts],
  failingSince: text(row.failingSince),
  retryAt: text(row.retryAt),
  lastSentAt: text(row.lastSentAt),
  createdAt: row.createdAt.toString(),
})

const toDeliveryAnswer = (row: DeliveryRow) => ({
  ...row,
  nextTryAt: text(row.nextTryAt),
  lastTryAt: text(row.lastTryAt),
})

/** @throws Refusal 422 at the field, if nothing may be sent there */
export function refuseUrl(url: string | undefined, networks: string): void {
  const code = url === undefined ? undefined : faultOfUrl(url, ownNetworks(networks))
  if (code) throw wrongFields([{ field: 'url', code }])
}

async function own(tx: Tx, id: string, machineId: string): Promise<Subscription> {
  const found = await subscriptionById(tx, id, machineId)
  if (!found) throw notFound()
  return found
}

const list = apiAct({
  method: 'GET',
  path: '/api/webhooks',
  who,
  contract: {},
  answer: subscriptionsAnswer,
  says: 'Where changes are sent to for this machine, and how that is going.',
  act: async (tx, call) => ({ webhooks: (await subscriptionsOf(tx, call.who.machineId)).map(toSubscriptionAnswer) }),
})

const make = apiAct({
  method: 'POST',
  path: '/api/webhooks',
  who,
  contract: { body: newSubscriptionBody },
  answer: newSubscriptionAnswer,
  status: 201,
  says: 'Has changes sent to an address from now on, signed by the secret of this answer (Standard Webhooks).',
  act: async (tx, { input, who: { machineId }, settings, now }) => {
    const { url, objects = [], facts: names = [] } = input.body
    refuseUrl(url, settings.WEBHOOK_NETWORKS)
    if ((await subscriptionsOf(tx, machineId)).length >= SUBSCRIPTIONS_MAX)
      throw new Refusal(422, 'exchange.too-many-webhooks', { figures: { maximum: SUBSCRIPTIONS_MAX } })
    const { id, secret } = await insertSubscription(tx, { machineId, url, objects, facts: names }, now)
    return { webhook: toSubscriptionAnswer(await own(tx, id, machineId)), secret }
  },
})

const change = apiAct({
  method: 'PATCH',
  path: '/api/webhooks/:id',
  who,
  contract: { params: webhookPath, body: changeSubscriptionBody },
  answer: subscriptionAnswer,
  says: 'Changes address or filters, pauses, or goes on after a pause or after the receiver was gone.',
  act: async (tx, { input, who: { machineId }, settings }) => {
    const { rowVersion, ...wanted } = input.body
    const before = await own(tx, input.params.id, machineId)
    refuseUrl(wanted.url, settings.WEBHOOK_NETWORKS)
    if (!(await updateSubscription(tx, before.id, rowVersion, wanted))) throw changedMeanwhile()
    return toSubscriptionAnswer(await own(tx, before.id, machineId))
  },
})

const remove = apiAct({
  method: 'DELETE',
  path: '/api/webhooks/:id',
  who,
  contract: { params: webhookPath },
  answer: z.strictObject({}),
  says: 'Sends nothing there any more; what was not delivered stays readable as changes.',
  act: async (tx, { input, who: { machineId } }) => {
    await deleteSubscription(tx, (await own(tx, input.params.id, machineId)).id)
    return {}
  },
})

const rotate = apiAct({
  method: 'POST',
  path: '/api/webhooks/:id/secrets',
  who,
  contract: { params: webhookPath, body: rotateBody },
  answer: rotateAnswer,
  status: 201,
  says: 'Gives a new secret; the former signs, too, for 24 hours or as long as is said.',
  act: async (tx, { input, who: { machineId }, now }) => {
    const { id } = await own(tx, input.params.id, machineId)
    return { secret: await rotateSecret(tx, id, input.body.formerValidHours ?? FORMER_HOURS, now) }
  },
})

const deliveries = apiAct({
  method: 'GET',
  path: '/api/webhooks/:id/deliveries',
  who,
  contract: { params: webhookPath, query: deliveriesQuery },
  answer: deliveriesAnswer,
  says: 'The newest deliveries with their attempts, 100 at a time.',
  act: async (tx, { input, who: { machineId } }) => {
    const { id } = await own(tx, input.params.id, machineId)
    const rows = await deliveriesOf(tx, id, { ...input.query, limit: DELIVERIES_SHOWN })
    return { deliveries: rows.map(toDeliveryAnswer) }
  },
})

type Scopes = ReadonlyMap<string, string>
const scopesOf = (objects: readonly OutObject[]): Scopes => new Map(objects.map((one) => [one.object, one.scope]))

async function replayAndRecord(
  tx: Tx,
  id: string,
  wish: ReplayWish,
  scopes: Scopes,
  by: { actor: Actor; now: Temporal.Instant },
) {
  const changes = await replay(tx, id, wish, scopes)
  const context = { channel: by.actor.kind === 'staff' ? 'desk' : 'api', actor: by.actor, occurredAt: by.now } as const
  await recordFact(tx, facts.changesReplayed, { subscriptionId: id, changes }, context)
  return { changes }
}

const again = (scopes: Scopes) =>
  apiAct({
    method: 'POST',
    path: '/api/webhooks/:id/replay',
    who,
    contract: { params: webhookPath, body: replayBody },
    answer: replayAnswer,
    says: 'Sends changes once more, under the same ids: all after a cursor, all of one object, or all that failed.',
    act: async (tx, { input, who: { machineId }, now }) => {
      const { id } = await own(tx, input.params.id, machineId)
      return replayAndRecord(tx, id, input.body, scopes, { actor: { kind: 'machine', id: machineId }, now })
    },
  })

const listAll = apiAct({
  method: 'GET',
  path: '/desk/api/webhooks',
  who: operators,
  contract: {},
  answer: subscriptionsAnswer,
  says: 'All receivers of changes, those that fail first.',
  act: async (tx) => ({ webhooks: (await allSubscriptions(tx)).map(toSubscriptionAnswer) }),
})

const deliveriesAtDesk = apiAct({
  method: 'GET',
  path: '/desk/api/webhooks/:id/deliveries',
  who: operators,
  contract: { params: webhookPath, query: deliveriesQuery },
  answer: deliveriesAnswer,
  says: 'The newest deliveries to one receiver with their attempts.',
  act: async (tx, { input }) => {
    if (!(await subscriptionById(tx, input.params.id))) throw notFound()
    const rows = await deliveriesOf(tx, input.params.id, { ...input.query, limit: DELIVERIES_SHOWN })
    return { deliveries: rows.map(toDeliveryAnswer) }
  },
})

const againAtDesk = (scopes: Scopes) =>
  apiAct({
    method: 'POST',
    path: '/desk/api/webhooks/:id/replay',
    who: operators,
    contract: { params: webhookPath, body: replayBody },
    answer: replayAnswer,
    says: 'Sends changes to one receiver once more.',
    act: async (tx, { input, who: { staffId }, now }) => {
      if (!(await subscriptionById(tx, input.params.id))) throw notFound()
      return replayAndRecord(tx, input.params.id, input.body, scopes, { actor: { kind: 'staff', id: staffId }, now })
    },
  })

const pauseAtDesk = apiAct({
  method: 'PATCH',
  path: '/desk/api/webhooks/:id',
  who: operators,
  contract: { params: webhookPath, body: pauseBody },
  answer: subscriptionAnswer,
  says: 'Pauses a receiver, or goes on with it.',
  act: async (tx, { input }) => {
    const { rowVersion, state } = input.body
    if (!(await subscriptionById(tx, input.params.id))) throw notFound()
    if (!(await updateSubscription(tx, input.params.id, rowVersion, { state }))) throw changedMeanwhile()
    return toSubscriptionAnswer((await subscriptionById(tx, input.params.id)) as Subscription)
  },
})

/** What machines do with their own receivers, and administrators with all. */
export const webhookRoutes = (objects: readonly OutObject[]): readonly Route[] => {
  const scopes = scopesOf(objects)
  return [
    list,
    make,
    change,
    remove,
    rotate,
    deliveries,
    again(scopes),
    listAll,
    deliveriesAtDesk,
    againAtDesk(scopes),
    pauseAtDesk,
  ]
}
