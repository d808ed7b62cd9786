import { z } from '#platform/contract'
import { type Pools, sendTogether, transaction, type Tx } from '#platform/database'
import { type Again, type Call, form, formFaults, freshly, nobody, ownOrigin, page, takeLimits } from '#platform/http'
import { notFound, wrongFields } from '#platform/refusal'
import type { CustomerAnswer } from '../customer/customer-view.contract.ts'
import { customerStatement } from '../customer/customer-view.sql.ts'
import { doerOf, ownData } from '../own-data/typed.ts'
import type { ChannelKind, ContactChannel } from './channel.ts'
import { channelPath, codeBody, emailBody, mobileBody, purposesBody } from './channels.contract.ts'
import { channelDone, codePage, confirmLinkPage, linkAnswerPage, purposesPage, reachPage } from './channels.pages.tsx'
import { channelsStatement, type Proof, proofByLinkStatement, storePurposes } from './channels.sql.ts'
import { chooseMain, confirmByCode, confirmByLink, nameChannel, removeChannel } from './confirm-channel.ts'

const ROOT = '/meine-daten/erreichbarkeit'
/** Where messages go decides who can take over an account: only for who has just shown who it is. */
const freshOwner = freshly(ownData)
const byLink = nobody(
  'The link went to the very address that it confirms; it is used once and shows the address masked.',
)
const linkPath = z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) })
const HOUR_SECONDS = 3_600

type OwnCall = Pick<Call<typeof freshOwner>, 'who' | 'locale' | 'now' | 'settings' | 'browser' | 'reason'>

const postOf = ({ address }: CustomerAnswer): string =>
  [
    [address.street, address.houseNumber],
    [address.postalCode, address.city],
  ]
    .map((parts) => parts.filter(Boolean).join(' '))
    .filter(Boolean)
    .join(', ')

const shownOf = (rows: readonly (readonly unknown[])[]) => {
  const customer = rows[0]?.[0] as CustomerAnswer | undefined
  if (!customer) throw notFound()
  return { post: postOf(customer), channels: (rows[1] ?? []) as readonly ContactChannel[] }
}
const reads = () => [customerStatement('session'), channelsStatement('session')]

const again = async (tx: Tx, { refusal, typed }: Again, call: OwnCall) =>
  reachPage({
    ...shownOf(await sendTogether(tx, reads())),
    locale: call.locale,
    typed,
    faults: formFaults(call, refusal),
  })

/** A message costs money and may annoy a stranger: counted by customer and by address, over all processes. */
const countAsking = (call: OwnCall, pools: Pools, value: string) =>
  takeLimits(pools.worker, [
    { name: 'channel-asked-by', key: call.who.customerId, max: 20, seconds: 24 * HOUR_SECONDS },
    { name: 'channel-asked-at', key: value, max: 5, seconds: 24 * HOUR_SECONDS },
  ])

/** As the house, in the customer's name: the record and the state of an address are not written by a customer's session. */
const asHouse =
  (work: (tx: Tx, id: string, call: Call<typeof freshOwner, { params: typeof channelPath }>) => Promise<void>) =>
  (call: Call<typeof freshOwner, { params: typeof channelPath }>, pools: Pools) =>
    transaction(pools.worker, (tx) => work(tx, call.input.params.id, call))

const nothingMore = async () => undefined

const naming = [
  page({
    path: ROOT,
    who: freshOwner,
    contract: { query: z.strictObject({ erledigt: z.enum(channelDone).optional() }) },
    says: 'How the customer is reached: addresses with their state.',
    reads,
    show: (rows, { locale, input }) => reachPage({ ...shownOf(rows), locale, done: input.query.erledigt }),
  }),
  form({
    path: `${ROOT}/e-mail`,
    who: freshOwner,
    contract: { body: emailBody },
    says: 'Names a mail address; a link goes there and nothing else until it is confirmed.',
    prepare: (call, pools) => countAsking(call, pools, call.input.body.email),
    act: (tx, call) => {
      const { email, wantsMain = false } = call.input.body
      return nameChannel(tx, { kind: 'e-mail', value: email, wantsMain, language: call.locale }, doerOf(call))
    },
    done: () => ({ to: `${ROOT}?erledigt=asked` }),
    again,
  }),
  form({
    path: `${ROOT}/mobil`,
    who: freshOwner,
    contract: { body: mobileBody },
    says: 'Names a mobile number; a code goes there.',
    prepare: (call, pools) => countAsking(call, pools, call.input.body.mobile),
    act: (tx, call) => {
      const { mobile, mainMobile: wantsMain = false } = call.input.body
      return nameChannel(tx, { kind: 'mobile', value: mobile, wantsMain, language: call.locale }, doerOf(call))
    },
    done: (channelId) => ({ to: `${ROOT}/${channelId}/code` }),
    again,
  }),
]

const channelOf = (rows: readonly unknown[] | undefined, id: string, kind?: ChannelKind): ContactChannel => {
  const channel = ((rows ?? []) as readonly ContactChannel[]).find((one) => one.id === id)
  if (!channel || (kind !== undefined && channel.kind !== kind)) throw notFound()
  return channel
}

const code = [
  page({
    path: `${ROOT}/:id/code`,
    who: freshOwner,
    contract: { params: channelPath },
    says: 'Asks for the code that went to a mobile number.',
    reads: () => [channelsStatement('session')],
    show: ([rows], { locale, input }) => codePage({ channel: channelOf(rows, input.params.id, 'mobile'), locale }),
  }),
  form({
    path: `${ROOT}/:id/code`,
    who: freshOwner,
    contract: { params: channelPath, body: codeBody },
    says: 'Confirms a mobile number by the code that went there; five wrong ones end it.',
    prepare: async (call, pools) => {
      const taken = await transaction(pools.worker, (tx) =>
        confirmByCode(tx, call.input.params.id, call.input.body.code, doerOf(call)),
      )
      if (taken !== 'confirmed')
        throw wrongFields([{ field: 'code', code: taken === 'wrong' ? 'customers.code-wrong' : 'customers.code-over' }])
    },
    act: nothingMore,
    done: () => ({ to: `${ROOT}?erledigt=confirmed` }),
    again: async (tx, { refusal }, call) => {
      const [rows] = await sendTogether(tx, [channelsStatement('session')])
      return codePage({
        channel: channelOf(rows, call.input.params.id, 'mobile'),
        locale: call.locale,
        faults: formFaults(call, refusal),
      })
    },
  }),
]

const keeping = [
  form({
    path: `${ROOT}/:id/haupt`,
    who: freshOwner,
    contract: { params: channelPath },
    says: 'Puts a confirmed address into the record and tells the old and the new one.',
    prepare: asHouse((tx, id, call) => chooseMain(tx, id, doerOf(call))),
    act: nothingMore,
    done: () => ({ to: `${ROOT}?erledigt=main` }),
    again,
  }),
  form({
    path: `${ROOT}/:id/entfernen`,
    who: freshOwner,
    contract: { params: channelPath },
    says: 'Takes an address off the file.',
    prepare: asHouse((tx, id, call) => removeChannel(tx, id, doerOf(call))),
    act: nothingMore,
    done: () => ({ to: `${ROOT}?erledigt=removed` }),
    again,
  }),
  page({
    path: `${ROOT}/:id/zwecke`,
    who: freshOwner,
    contract: { params: channelPath },
    says: 'What goes to one address, to be chosen.',
    reads: () => [channelsStatement('session')],
    show: ([rows], { locale, input }) => purposesPage(channelOf(rows, input.params.id), locale),
  }),
  form({
    path: `${ROOT}/:id/zwecke`,
    who: freshOwner,
    contract: { params: channelPath, body: purposesBody },
    says: 'Chooses what goes to an address.',
    act: async (tx, call) => {
      const { id } = call.input.params
      if (!(await storePurposes(tx, id, call.who.customerId, call.input.body.purposes ?? []))) throw notFound()
    },
    done: () => ({ to: `${ROOT}?erledigt=purposes` }),
    again,
  }),
]

const isOpen = (proof: Proof | undefined, now: Temporal.Instant): proof is Proof =>
  proof !== undefined &&
  proof.usedAt === null &&
  proof.endsAt !== null &&
  Temporal.Instant.compare(now, proof.endsAt) <= 0

const links = [
  page({
    path: '/adresse-bestaetigen/:token',
    who: byLink,
    contract: { params: linkPath },
    limit: { name: 'channel-link', max: 60, seconds: HOUR_SECONDS, by: 'address' },
    says: 'Asks whether a mail address is right; opening it confirms nothing.',
    reads: ({ input }) => [proofByLinkStatement(input.params.token)],
    show: ([rows], { locale, input, now }) => {
      const proof = rows?.[0] as Proof | undefined
      return isOpen(proof, now)
        ? confirmLinkPage(proof.value, input.params.token, locale)
        : linkAnswerPage(locale, 'linkEnded')
    },
  }),
  form({
    path: '/adresse-bestaetigen/:token',
    who: byLink,
    contract: { params: linkPath },
    limit: { name: 'channel-link', max: 60, seconds: HOUR_SECONDS, by: 'address' },
    says: 'Confirms a mail address and uses the link up.',
    act: (tx, call) => confirmByLink(tx, call.input.params.token, { now: call.now, origin: ownOrigin(call) }),
    done: (_result, { locale }) => ({ page: linkAnswerPage(locale, 'linkDone') }),
    again: async (_tx, _again, { locale }) => linkAnswerPage(locale, 'linkEnded'),
  }),
]

export const channelRoutes = [...naming, ...code, ...keeping, ...links]
