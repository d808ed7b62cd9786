import type {
  changeSubscriptionBody,
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
} from '#company/exchange/web'
import type {
  callsAnswer,
  callsQuery,
  chooseScopesBody,
  clientAnswer,
  developersAnswer,
  endKeyBody,
  limitBody,
  machinePeopleBody,
  machinesAnswer,
  madeAnswer,
  newKeyAnswer,
  newKeyBody,
  newMachineBody,
  nothingAnswer,
  scopesBody,
} from '#company/identity/web'
import type { sandboxChangeAnswer, scopesAnswer } from '../../logins.contract.ts'
import { endpoint } from './endpoint.ts'

/** Clients of machines: what administrators do with them, and the people who look after them. */
export const clientEndpoints = {
  machines: endpoint<{ answer: typeof machinesAnswer }>()('GET', '/desk/api/machines'),
  machineScopes: endpoint<{ answer: typeof scopesAnswer }>()('GET', '/desk/api/machine-scopes'),
  makeMachine: endpoint<{ body: typeof newMachineBody; answer: typeof madeAnswer }>()('POST', '/desk/api/machines'),
  setScopes: endpoint<{ body: typeof scopesBody; answer: typeof nothingAnswer }>()('PATCH', '/desk/api/machines/:id'),
  endMachine: endpoint<{ answer: typeof nothingAnswer }>()('DELETE', '/desk/api/machines/:id'),
  limitMachine: endpoint<{ body: typeof limitBody; answer: typeof nothingAnswer }>()(
    'PUT',
    '/desk/api/machines/:id/limit',
  ),
  namePeople: endpoint<{ body: typeof machinePeopleBody; answer: typeof nothingAnswer }>()(
    'PUT',
    '/desk/api/machines/:id/people',
  ),
  developers: endpoint<{ answer: typeof developersAnswer }>()('GET', '/desk/api/developers'),
  clients: endpoint<{ answer: typeof machinesAnswer }>()('GET', '/desk/api/clients'),
  client: endpoint<{ answer: typeof clientAnswer }>()('GET', '/desk/api/clients/:id'),
  newKey: endpoint<{ body: typeof newKeyBody; answer: typeof newKeyAnswer }>()('POST', '/desk/api/clients/:id/keys'),
  endKey: endpoint<{ body: typeof endKeyBody; answer: typeof nothingAnswer }>()(
    'POST',
    '/desk/api/clients/:id/keys/:key/end',
  ),
  chooseScopes: endpoint<{ body: typeof chooseScopesBody; answer: typeof nothingAnswer }>()(
    'PATCH',
    '/desk/api/clients/:id/scopes',
  ),
  calls: endpoint<{ query: typeof callsQuery; answer: typeof callsAnswer }>()('GET', '/desk/api/clients/:id/calls'),
  makeSandbox: endpoint<{ answer: typeof newKeyAnswer }>()('POST', '/desk/api/clients/:id/sandbox'),
  refillSandbox: endpoint<{ answer: typeof nothingAnswer }>()('POST', '/desk/api/clients/:id/refill'),
  changeInSandbox: endpoint<{ answer: typeof sandboxChangeAnswer }>()('POST', '/desk/api/clients/:id/sandbox-change'),
  clientWebhooks: endpoint<{ answer: typeof subscriptionsAnswer }>()('GET', '/desk/api/clients/:id/webhooks'),
  addWebhook: endpoint<{ body: typeof newSubscriptionBody; answer: typeof newSubscriptionAnswer }>()(
    'POST',
    '/desk/api/clients/:id/webhooks',
  ),
  changeWebhook: endpoint<{ body: typeof changeSubscriptionBody; answer: typeof subscriptionAnswer }>()(
    'PATCH',
    '/desk/api/clients/:id/webhooks/:webhook',
  ),
  removeWebhook: endpoint<{ answer: typeof nothingAnswer }>()('DELETE', '/desk/api/clients/:id/webhooks/:webhook'),
  rotateWebhook: endpoint<{ body: typeof rotateBody; answer: typeof rotateAnswer }>()(
    'POST',
    '/desk/api/clients/:id/webhooks/:webhook/secrets',
  ),
  tryWebhook: endpoint<{ answer: typeof triedAnswer }>()('POST', '/desk/api/clients/:id/webhooks/:webhook/test'),
  clientDeliveries: endpoint<{ query: typeof deliveriesQuery; answer: typeof deliveriesAnswer }>()(
    'GET',
    '/desk/api/clients/:id/webhooks/:webhook/deliveries',
  ),
  replayToClient: endpoint<{ body: typeof replayBody; answer: typeof replayAnswer }>()(
    'POST',
    '/desk/api/clients/:id/webhooks/:webhook/replay',
  ),
} as const
