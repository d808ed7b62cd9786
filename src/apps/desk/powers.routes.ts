import { customerByNumber, customerOnFile } from '#company/customers'
import {
  approvePower,
  endPower,
  type Power,
  type PowerOfCustomer,
  powersOfCustomerStatement,
  type PowerWork,
  proofStore,
  readPower,
  refusePower,
  usualRights,
} from '#company/identity'
import { transaction } from '#platform/database'
import { apiAct, apiRead, type Call, raw, staffMay } from '#platform/http'
import { notFound, wrongFields } from '#platform/refusal'
import {
  approveBody,
  endPowerBody,
  powerAnswer,
  powerParams,
  powersOfCustomerAnswer,
  powerStateAnswer,
  refuseBody,
} from './powers.contract.ts'

const checkers = staffMay('powers.check')

const workOf = (call: Call<typeof checkers>, rowVersion: number): PowerWork => ({
  powerId: (call.input.params as unknown as { id: string }).id,
  rowVersion,
  staffId: call.who.staffId,
  now: call.now,
})

function answerOf(power: Power, customer: { id: string; shownName: string } | undefined) {
  return {
    id: power.id,
    kind: power.kind,
    state: power.state,
    customerNumberTyped: power.customerNumberTyped,
    customerNameTyped: power.customerNameTyped,
    customerId: customer?.id ?? null,
    customerName: customer?.shownName ?? null,
    personName: power.personName,
    email: power.email,
    wantedUntil: power.wantedUntil?.toString() ?? null,
    note: power.note,
    proofType: power.proofType,
    askedAt: power.askedAt.toString(),
    rights: [...(power.rights ?? usualRights[power.kind])],
    validUntil: (power.validUntil ?? power.wantedUntil)?.toString() ?? null,
    hiddenBecause: power.hiddenBecause,
    firstStaffId: power.firstStaffId,
    refusedBecause: power.refusedBecause,
    rowVersion: power.rowVersion,
  }
}

/** Checking powers of attorney: identity knows the power, customers whom it is about. */
export const powerDeskRoutes = [
  apiRead({
    path: '/desk/api/customers/:id/powers',
    who: checkers,
    contract: { params: powerParams },
    answer: powersOfCustomerAnswer,
    says: 'Who acts or acted for a customer by a proof, the newest first.',
    reads: ({ input }) => [powersOfCustomerStatement(input.params.id)],
    give: ([rows]) => ({
      powers: ((rows ?? []) as readonly PowerOfCustomer[]).map(({ decidedAt: _decidedAt, ...power }) => ({
        ...power,
        rights: [...(power.rights ?? [])],
        endedAt: power.endedAt?.toString() ?? null,
      })),
    }),
  }),
  apiAct({
    method: 'GET',
    path: '/desk/api/powers/:id',
    who: checkers,
    contract: { params: powerParams },
    answer: powerAnswer,
    says: 'A power of attorney that was handed in, with the customer of the number.',
    act: async (tx, { input }) => {
      const power = await readPower(tx, input.params.id)
      if (!power) throw notFound()
      const customer = power.customerId
        ? await customerOnFile(tx, power.customerId)
        : await customerByNumber(tx, power.customerNumberTyped)
      return answerOf(power, customer)
    },
  }),
  raw({
    method: 'GET',
    path: '/desk/api/powers/:id/proof',
    who: checkers,
    contract: { params: powerParams },
    says: 'The proof as it was sent, as a download.',
    // A stranger's file: never a page (nosniff), loads and runs nothing (sandbox), under a name of ours.
    handler: async ({ input, settings }, pools, _request, reply) => {
      const power = await transaction(pools.staff, (tx) => readPower(tx, input.params.id))
      const bytes = power && (await proofStore(settings.KW_FILES).get(power.proofSha256))
      if (!power || !bytes) throw notFound()
      return reply
        .header('content-type', power.proofType)
        .header('content-disposition', `attachment; filename="proof-${power.id}.${power.proofType.split('/')[1]}"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, no-store')
        .send(bytes)
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/powers/:id/approve',
    who: checkers,
    contract: { params: powerParams, body: approveBody },
    answer: powerStateAnswer,
    says: 'Says that a proof is good; granted when a second person has confirmed exactly the same.',
    act: async (tx, call) => {
      const { rowVersion, customerNumber, until, hiddenBecause, rights } = call.input.body
      const customer = await customerByNumber(tx, customerNumber)
      if (!customer) throw wrongFields([{ field: 'customerNumber', code: 'portal.no-such-customer' }])
      const state = await approvePower(tx, {
        ...workOf(call as never, rowVersion),
        customerId: customer.id,
        shownAs: customer.shownName,
        rights,
        until: until === undefined ? null : Temporal.PlainDate.from(until),
        hiddenBecause,
      })
      return { state }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/powers/:id/refuse',
    who: checkers,
    contract: { params: powerParams, body: refuseBody },
    answer: powerStateAnswer,
    says: 'Says that a proof is not good; the person is told why.',
    act: async (tx, call) => {
      const { rowVersion, because } = call.input.body
      await refusePower(tx, { ...workOf(call as never, rowVersion), because })
      return { state: 'refused' }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/powers/:id/end',
    who: checkers,
    contract: { params: powerParams, body: endPowerBody },
    answer: powerStateAnswer,
    says: 'Ends a power that was granted; the person acts no more with the next request.',
    act: async (tx, call) => {
      await endPower(tx, workOf(call as never, call.input.body.rowVersion))
      return { state: 'ended' }
    },
  }),
]
