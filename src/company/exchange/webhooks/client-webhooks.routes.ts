import { id, z } from '#platform/contract'
import { transaction, type Tx } from '#platform/database'
import { apiAct, type Route, staffMay } from '#platform/http'
import { sealerOf } from '#platform/sealing'
import { actIn } from '../act-in.ts'
import type { OutObject } from '../changes/out-object.ts'
import { deleteSubscription, rotateSecret, type Subscription, subscriptionsOf } from './subscriptions.sql.ts'
import { tryReceiver } from './try-receiver.ts'
import {
  changeReceiver,
  deliveriesTo,
  makeReceiver,
  ownReceiver,
  enterClient,
  isSandboxManagedBy,
  replayAndRecord,
  scopesOf,
  toSubscriptionAnswer,
} from './webhook-acts.ts'
import {
  changeSubscriptionBody,
  clientWebhookPath,
  deliveriesAnswer,
  deliveriesQuery,
  newSubscriptionAnswer,
  newSubscriptionBody,
  replayAnswer,
  replayBody,
  rotateAnswer,
  rotateBody,
  subscriptionAnswer,
  subscriptionsAnswer,
  triedAnswer,
} from './webhooks.contract.ts'
import { FORMER_HOURS } from './webhooks.routes.ts'

const who = staffMay('clients.own')
const params = clientWebhookPath
const path = '/desk/api/clients/:id/webhooks'

/** The receiver of a client that who sits here looks after. */
async function managed(tx: Tx, params: { readonly id: string; readonly webhook: string }): Promise<Subscription> {
  await enterClient(tx, params.id)
  return ownReceiver(tx, params.webhook, params.id)
}

const list = apiAct({
  method: 'GET',
  path,
  who,
  contract: { params: z.strictObject({ id: id() }) },
  answer: subscriptionsAnswer,
  says: 'Where changes are sent to for a client, and how that is going.',
  act: async (tx, { input }) => {
    await enterClient(tx, input.params.id)
    return { webhooks: (await subscriptionsOf(tx, input.params.id)).map(toSubscriptionAnswer) }
  },
})

const make = apiAct({
  method: 'POST',
  path,
  who,
  contract: { params: z.strictObject({ id: id() }), body: newSubscriptionBody },
  answer: newSubscriptionAnswer,
  status: 201,
  says: 'Has changes sent to an address from now on; the secret for checking signatures is in this answer only.',
  prepare: (call) => sealerOf(call.settings),
  act: async (tx, { input, settings, now }, sealer) => {
    await enterClient(tx, input.params.id)
    return makeReceiver(tx, input.params.id, input.body, { networks: settings.WEBHOOK_NETWORKS, sealer, now })
  },
})

const change = apiAct({
  method: 'PATCH',
  path: `${path}/:webhook`,
  who,
  contract: { params, body: changeSubscriptionBody },
  answer: subscriptionAnswer,
  says: 'Changes address or filters of a receiver, pauses it, or goes on with it.',
  act: async (tx, { input, settings, ifVersion }) =>
    changeReceiver(tx, await managed(tx, input.params), input.body, { networks: settings.WEBHOOK_NETWORKS, ifVersion }),
})

const remove = apiAct({
  method: 'DELETE',
  path: `${path}/:webhook`,
  who,
  contract: { params },
  answer: z.strictObject({}),
  says: 'Sends nothing to this receiver any more.',
  act: async (tx, { input }) => {
    await deleteSubscription(tx, (await managed(tx, input.params)).id)
    return {}
  },
})

const rotate = apiAct({
  method: 'POST',
  path: `${path}/:webhook/secrets`,
  who,
  contract: { params, body: rotateBody },
  answer: rotateAnswer,
  status: 201,
  says: 'Gives a new secret for signatures; the former signs, too, for 24 hours or as long as is said.',
  prepare: (call) => sealerOf(call.settings),
  act: async (tx, { input, now }, sealer) => {
    const { id } = await managed(tx, input.params)
    return { secret: await rotateSecret(tx, id, input.body.formerValidHours ?? FORMER_HOURS, { sealer, now }) }
  },
})

const tryOut = apiAct({
  method: 'POST',
  path: `${path}/:webhook/test`,
  who,
  contract: { params },
  answer: triedAnswer,
  says: 'Sends one signed message of the kind webhook.test at once and says what the receiver answered.',
  prepare: async ({ input, settings, now, who: { staffId } }, pools) => {
    const { id, webhook } = input.params
    const sandbox = await transaction(pools.worker, (tx) => isSandboxManagedBy(tx, id, staffId))
    const worker = sandbox ? pools.sandbox : pools.worker
    const receiver = await transaction(worker, async (tx) => {
      await actIn(tx, id)
      return ownReceiver(tx, webhook, id)
    })
    return tryReceiver({ worker }, receiver, settings, now)
  },
  act: async (_tx, _call, tried) => tried,
})

const deliveries = apiAct({
  method: 'GET',
  path: `${path}/:webhook/deliveries`,
  who,
  contract: { params, query: deliveriesQuery },
  answer: deliveriesAnswer,
  says: 'The newest deliveries to a receiver with their attempts.',
  act: async (tx, { input }) => deliveriesTo(tx, (await managed(tx, input.params)).id, input.query),
})

const again = (objects: readonly OutObject[]) =>
  apiAct({
    method: 'POST',
    path: `${path}/:webhook/replay`,
    who,
    contract: { params, body: replayBody },
    answer: replayAnswer,
    says: 'Sends changes to a receiver once more: all after one, all of one object, or all that failed.',
    act: async (tx, { input, who: { staffId }, now }) => {
      const { id } = await managed(tx, input.params)
      return replayAndRecord(tx, id, input.body, scopesOf(objects), { actor: { kind: 'staff', id: staffId }, now })
    },
  })

/** What people of other companies do with the receivers of their own programs. */
export const clientWebhookRoutes = (objects: readonly OutObject[]): readonly Route[] => [
  list,
  make,
  change,
  remove,
  rotate,
  tryOut,
  deliveries,
  again(objects),
]
