import type { Tx } from '#platform/database'
import { transaction } from '#platform/database'
import { apiAct } from '#platform/http'
import { channelsOf } from '../channels/channels.sql.ts'
import { chooseMain, confirmByCode, nameChannel, removeChannel } from '../channels/confirm-channel.ts'
import { customerPath } from '../customer/customer-view.contract.ts'
import type { Doer } from '../changes/change.ts'
import { askedBody } from './asked.contract.ts'
import { agents, doerFor, languageOf } from './by-staff.ts'
import {
  channelOfPath,
  channelsNamedAnswer,
  codeAnswer,
  deskChannelBody,
  deskCodeBody,
  doneAnswer,
} from './desk-data.contract.ts'

/** One act on an address, with how it was asked for. */
const actOnChannel = (what: string, says: string, work: (tx: Tx, channelId: string, doer: Doer) => Promise<void>) =>
  apiAct({
    method: 'POST',
    path: `/desk/api/customers/:id/channels/:channel/${what}`,
    who: agents,
    contract: { params: channelOfPath, body: askedBody },
    says,
    answer: doneAnswer,
    act: async (tx, call) => {
      const { id, channel } = call.input.params
      await work(tx, channel, doerFor(call, id, call.input.body))
      return { changeId: null }
    },
  })

/** How a customer is reached, as staff takes it down: no address counts before its other end has answered. */
export const channelDeskRoutes = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/channels',
    who: agents,
    contract: { params: customerPath, body: deskChannelBody },
    says: 'Names addresses for a customer; each is asked from its other end before it counts.',
    answer: channelsNamedAnswer,
    act: async (tx, call) => {
      const { email, mobile, wantsMain = false, ...how } = call.input.body
      const customerId = call.input.params.id
      const language = await languageOf(tx, customerId)
      const doer = doerFor(call, customerId, how)
      const channelIds: string[] = []
      if (email) channelIds.push(await nameChannel(tx, { kind: 'e-mail', value: email, wantsMain, language }, doer))
      if (mobile) channelIds.push(await nameChannel(tx, { kind: 'mobile', value: mobile, wantsMain, language }, doer))
      return { channelIds }
    },
  }),
  actOnChannel('main', 'Puts a confirmed address into the record; the old and the new one are told.', chooseMain),
  actOnChannel('removal', 'Takes an address off the file; the customer is told.', removeChannel),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/channels/:channel/code',
    who: agents,
    contract: { params: channelOfPath, body: deskCodeBody },
    says: 'Confirms a mobile number by the code that the customer reads out from the message; five wrong ones end it.',
    answer: codeAnswer,
    // As the house: staff sees no hash of a code. Wrong ones are counted, so nothing is thrown. Whose record it is, and that
    // this person may see it, the transaction of the route asks first.
    prepare: async (call, pools) => {
      const { id, channel } = call.input.params
      const isThere = await transaction(pools.staff, async (tx) =>
        (await channelsOf(tx, id)).some((one) => one.id === channel),
      )
      if (!isThere) return 'over' as const
      const doer = doerFor(call, id, { toldBy: 'call', reason: 'code' })
      return transaction(pools.worker, (tx) => confirmByCode(tx, channel, call.input.body.code, doer))
    },
    act: async (_tx, _call, taken) => ({ taken }),
  }),
]
