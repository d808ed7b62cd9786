import { z } from '#platform/contract'
import { transaction } from '#platform/database'
import { apiAct, machine, type Route, staffMay } from '#platform/http'
import { changedMeanwhile, notFound } from '#platform/refusal'
import { sealerOf } from '#platform/sealing'
import { actIn } from '../act-in.ts'
import type { OutObject } from '../changes/out-object.ts'
import {
  allSubscriptions,
  deleteSubscription,
  rotateSecret,
  type Subscription,
  subscriptionById,
  subscriptionsOf,
  updateSubscription,
} from './subscriptions.sql.ts'
import { tryReceiver } from './try-receiver.ts'
import {
  changeReceiver,
  deliveriesTo,
  makeReceiver,
  ownReceiver,
  replayAndRecord,
  type Scopes,
  scopesOf,
  toSubscriptionAnswer,
} from './webhook-acts.ts'
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
  subscriptionsAnswer,
  triedAnswer,
  webhookPath,
} from './webhooks.contract.ts'

const who = machine('webhooks:write')
const operators = staffMay('machines.manage')
export const FORMER_HOURS = 24

const list = apiAct({
  method: 'GET',
  path: '/api/webhooks',
  who,
  contract: {},
  answer: subscriptionsAnswer,
  says: 'Where changes are sent to for this machine, and how that is going.',
  act: async (tx, call) => ({ webhooks: (await subscriptionsOf(tx, call.who.machineId)).map(toSubscriptionAnswer) }),
})

const one = apiAct({
  method: 'GET',
  path: '/api/webhooks/:id',
  who,
  contract: { params: webhookPath },
  answer: subscriptionAnswer,
  says: 'One receiver; its ETag is what If-Match of a change names.',
  act: async (tx, { input, who: { machineId } }) =>
    toSubscriptionAnswer(await ownReceiver(tx, input.params.id, machineId)),
})

const make = apiAct({
  method: 'POST',
  path: '/api/webhooks',
  who,
  contract: { body: newSubscriptionBody },
  answer: newSubscriptionAnswer,
  status: 201,
  says: 'Has changes sent to an address from now on, signed by the secret of this answer (Standard Webhooks).',
  prepare: (call) => sealerOf(call.settings),
  act: (tx, { input, who: { machineId }, settings, now }, sealer) =>
    makeReceiver(tx, machineId, input.body, { networks: settings.WEBHOOK_NETWORKS, sealer, now }),
})

const change = apiAct({
  method: 'PATCH',
  path: '/api/webhooks/:id',
  who,
  contract: { params: webhookPath, body: changeSubscriptionBody },
  answer: subscriptionAnswer,
  says: 'Changes address or filters, pauses, or goes on; of the version in If-Match or rowVersion (412, 409 if it is not that one).',
  act: async (tx, { input, who: { machineId }, settings, ifVersion }) => {
    const before = await ownReceiver(tx, input.params.id, machineId)
    return changeReceiver(tx, before, input.body, { networks: settings.WEBHOOK_NETWORKS, ifVersion })
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
    await deleteSubscription(tx, (await ownReceiver(tx, input.params.id, machineId)).id)
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
  prepare: (call) => sealerOf(call.settings),
  act: async (tx, { input, who: { machineId }, now }, sealer) => {
    const { id } = await ownReceiver(tx, input.params.id, machineId)
    return { secret: await rotateSecret(tx, id, input.body.formerValidHours ?? FORMER_HOURS, { sealer, now }) }
  },
})

const tryOut = apiAct({
  method: 'POST',
  path: '/api/webhooks/:id/test',
  who,
  contract: { params: webhookPath },
  answer: triedAnswer,
  says: 'Sends one signed message of the kind webhook.test at once and says what the receiver answered.',
  prepare: async ({ input, who: { machineId }, settings, now }, pools) => {
    const receiver = await transaction(pools.worker, async (tx) => {
      await actIn(tx, machineId)
      return ownReceiver(tx, input.params.id, machineId)
    })
    return tryReceiver(pools, receiver, settings, now)
  },
  act: async (_tx, _call, tried) => tried,
})

const deliveries = apiAct({
  method: 'GET',
  path: '/api/webhooks/:id/deliveries',
  who,
  contract: { params: webhookPath, query: deliveriesQuery },
  answer: deliveriesAnswer,
  says: 'The newest deliveries with their attempts, 100 at a time.',
  act: async (tx, { input, who: { machineId } }) =>
    deliveriesTo(tx, (await ownReceiver(tx, input.params.id, machineId)).id, input.query),
})

const again = (scopes: Scopes) =>
  apiAct({
    method: 'POST',
    path: '/api/webhooks/:id/replay',
    who,
    contract: { params: webhookPath, body: replayBody },
    answer: replayAnswer,
    says: 'Sends changes once more, under the same ids: all after a cursor, all of one object, or all that failed.',
    act: async (tx, { input, who: { machineId }, now }) => {
      const { id } = await ownReceiver(tx, input.params.id, machineId)
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
    return deliveriesTo(tx, input.params.id, input.query)
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
    one,
    make,
    change,
    remove,
    rotate,
    tryOut,
    deliveries,
    again(scopes),
    listAll,
    deliveriesAtDesk,
    againAtDesk(scopes),
    pauseAtDesk,
  ]
}
