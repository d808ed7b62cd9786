import { facts, recordFact } from '#company/journal'
import { id, z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { apiAct, apiRead, type StaffWho, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import {
  clientChangeBody,
  clientDoneAnswer,
  clientMadeAnswer,
  clientsAnswer,
  newClientBody,
} from './clients.contract.ts'
import {
  type ClientRow,
  clientsStatement,
  disableClient,
  insertClient,
  type KeyDates,
  keyDatesStatement,
  newSecret,
  updateClient,
} from './clients.sql.ts'
import { issuerOf } from './issuer-name.ts'
import { replaceKeys } from './keys.ts'

const administrator = staffMay('machines.manage')
const params = z.strictObject({ id: id() })
type Change = 'made' | 'changed' | 'secret' | 'ended' | 'keys'

const recordChange = (tx: Tx, change: Change, who: StaffWho, now: Temporal.Instant, clientId?: string): Promise<void> =>
  recordFact(
    tx,
    facts.portalRegistered,
    { change, ...(clientId !== undefined && { clientId }) },
    { channel: 'desk', actor: { kind: 'staff', id: who.staffId }, occurredAt: now },
  )

/** Portals that may let their visitors sign in with us. */
export const clientRoutes = [
  apiRead({
    path: '/desk/api/openid-clients',
    who: administrator,
    contract: {},
    says: 'Lists the portals that may let people sign in with our accounts, and the keys that sign.',
    answer: clientsAnswer,
    reads: () => [clientsStatement(), keyDatesStatement()],
    give: ([clients, keys], call) => ({
      issuer: issuerOf(call),
      clients: ((clients ?? []) as readonly ClientRow[]).map((row) => ({
        ...row,
        redirectUris: [...row.redirectUris],
        postLogoutUris: [...row.postLogoutUris],
        createdAt: row.createdAt.toString(),
        disabledAt: row.disabledAt?.toString() ?? null,
      })),
      keys: ((keys ?? []) as readonly KeyDates[]).map((key) => ({
        kid: key.kid,
        signsFrom: key.signsFrom.toString(),
        signsUntil: key.signsUntil.toString(),
      })),
    }),
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/openid-clients',
    who: administrator,
    contract: { body: newClientBody },
    says: 'Registers a portal. Its secret is in this answer and nowhere else.',
    status: 201,
    answer: clientMadeAnswer,
    act: async (tx, { input, who, now }) => {
      const { id: made, clientId, clientSecret } = await insertClient(tx, input.body)
      await recordChange(tx, 'made', who, now, made)
      return { clientId, clientSecret }
    },
  }),
  apiAct({
    method: 'PUT',
    path: '/desk/api/openid-clients/:id',
    who: administrator,
    contract: { params, body: clientChangeBody },
    says: 'Changes name and addresses of a portal.',
    answer: clientDoneAnswer,
    act: async (tx, { input, who, now }) => {
      if (!(await updateClient(tx, input.params.id, input.body))) throw notFound()
      await recordChange(tx, 'changed', who, now, input.params.id)
      return {}
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/openid-clients/:id/secret',
    who: administrator,
    contract: { params },
    says: 'Gives a portal a new secret, shown in this answer and nowhere else; the former one is worthless at once.',
    answer: clientMadeAnswer,
    act: async (tx, { input, who, now }) => {
      const made = await newSecret(tx, input.params.id)
      if (!made) throw notFound()
      await recordChange(tx, 'secret', who, now, input.params.id)
      return made
    },
  }),
  apiAct({
    method: 'DELETE',
    path: '/desk/api/openid-clients/:id',
    who: administrator,
    contract: { params },
    says: 'Ends a portal; its tokens are worthless from the next request on.',
    answer: clientDoneAnswer,
    act: async (tx, { input, who, now }) => {
      if (!(await disableClient(tx, input.params.id))) throw notFound()
      await recordChange(tx, 'ended', who, now, input.params.id)
      return {}
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/openid-keys/replacement',
    who: administrator,
    contract: {},
    says: 'Replaces the keys that sign, because somebody may have seen one; tokens that they signed are refused by portals from then on.',
    answer: clientDoneAnswer,
    prepare: (call, pools) => replaceKeys(pools.worker, call.settings, call.now),
    act: async (tx, { who, now }) => {
      await recordChange(tx, 'keys', who, now)
      return {}
    },
  }),
]
