import { type OwnPlace, ownPlaces, ownPlacesStatement } from '#company/customers'
import {
  changeGrant,
  email,
  endGrant,
  type Invite,
  invitePerson,
  invitesStatement,
  peopleStatement,
  type Person,
  presets,
  withdrawInvitation,
} from '#company/identity'
import { legalDay } from '#platform/calendar'
import { id, line, z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { type Call, customer, form, formFaults, freshly, page, takeLimits } from '#platform/http'
import { notFound, type Refusal } from '#platform/refusal'
import { grantFields, wantedGrant } from './grant-form.ts'
import type { Chosen } from './grant-fields.tsx'
import { ownCustomerName, ownCustomerNameStatement, people } from './people-on-page.ts'
import { changePage, endPersonPage, invitePage, peoplePage } from './people.pages.tsx'
import { peopleTexts } from './texts.ts'

const inCharge = customer('people')
/** Who gets in here could let a stranger in for good. */
const inChargeAndSure = freshly(inCharge)
const DAY_SECONDS = 86_400
/** A property firm that moves in with its staff in one day, and no more: each invitation is a mail to an address that was typed. */
const INVITES_MAX = 50

const params = z.strictObject({ id: id() })
const nothing = z.strictObject({})
/** Letters and what stands between them in names: what a person typed here is read in a mail of ours. */
const personName = () =>
  line(80, 2).refine((text) => /^[\p{L}\p{M}][\p{L}\p{M} .'’-]*$/u.test(text), {
    params: { code: 'portal.no-such-name' },
  })

type Typed = Readonly<Record<string, string | readonly string[]>>
const one = (typed: Typed, name: string): string => {
  const value = typed[name]
  return typeof value === 'string' ? value : ''
}
const several = (typed: Typed, name: string): readonly string[] => {
  const value = typed[name]
  return typeof value === 'string' ? [value] : (value ?? [])
}

/** What was chosen, to show the form again. */
const chosenIn = (typed: Typed): Chosen => ({
  rights: several(typed, 'rights'),
  sites: several(typed, 'sites'),
  contracts: several(typed, 'contracts'),
  until: { day: one(typed, 'until.day'), month: one(typed, 'until.month'), year: one(typed, 'until.year') },
})

const chosenOf = (person: Person): Chosen => {
  const last = person.validTo && legalDay(person.validTo.subtract({ seconds: 1 }))
  return {
    rights: person.rights,
    sites: person.siteIds ?? [],
    contracts: person.contractIds ?? [],
    ...(last && { until: { day: String(last.day), month: String(last.month), year: String(last.year) } }),
  }
}

const personOf = (rows: readonly unknown[], grantId: string): Person => {
  const found = (rows as readonly Person[]).find((person) => person.id === grantId)
  if (!found) throw notFound()
  return found
}

const listAgain = async (tx: Tx, refusal: Refusal, call: Pick<Call<typeof inCharge>, 'locale' | 'who' | 'reason'>) =>
  peoplePage(call.locale, { ...(await people(tx, call.who.accountId)), faults: formFaults(call, refusal) })

const notes = ['invited', 'saved', 'ended', 'withdrawn'] as const

export const peopleRoutes = [
  page({
    path: '/konto/personen',
    who: inCharge,
    contract: { query: z.strictObject({ hinweis: z.enum(notes).optional(), an: email().optional() }) },
    says: 'Who acts for the customer, with which rights, and who was invited.',
    reads: () => [peopleStatement(), invitesStatement(), ownCustomerNameStatement()],
    show: ([persons, invites, names], { locale, who, input }) =>
      peoplePage(locale, {
        people: persons as readonly Person[],
        invites: invites as readonly Invite[],
        ownAccountId: who.accountId,
        customer: ownCustomerName(names),
        note: input.query.hinweis && peopleTexts(locale)(input.query.hinweis, { email: input.query.an ?? '' }),
      }),
  }),
  page({
    path: '/konto/personen/einladen',
    who: inChargeAndSure,
    contract: { query: z.strictObject({ vorlage: z.enum(Object.keys(presets) as [keyof typeof presets]).optional() }) },
    says: 'Asks whom to invite, with which rights, for which places, until when.',
    reads: ({ now }) => [ownPlacesStatement(legalDay(now))],
    show: ([places], { locale, who, input }) =>
      invitePage(locale, {
        places: places as readonly OwnPlace[],
        ownRights: who.rights,
        chosen: { rights: input.query.vorlage ? presets[input.query.vorlage] : [], sites: [], contracts: [] },
      }),
  }),
  form({
    path: '/konto/personen/einladen',
    who: inChargeAndSure,
    contract: {
      body: z.strictObject({
        ...grantFields,
        personName: personName(),
        email: email(),
        language: z.enum(['de', 'en']),
      }),
    },
    says: 'Sends an invitation: a link to the mailbox, good once and for a week.',
    prepare: (call, pools) =>
      takeLimits(pools.worker, [
        { name: 'invitations', key: call.who.customerId, max: INVITES_MAX, seconds: DAY_SECONDS },
        { name: 'invitation-mailbox', key: call.input.body.email, max: 5, seconds: DAY_SECONDS },
      ]),
    act: async (tx, call) => {
      const { personName, email: address, language, ...grant } = call.input.body
      const shownAs = (await people(tx, call.who.accountId)).customer
      const wanted = await wantedGrant(tx, grant, call.now)
      await invitePerson(tx, call, { ...wanted, personName, email: address, language, shownAs })
    },
    done: (_result, { input }) => ({
      to: `/konto/personen?hinweis=invited&an=${encodeURIComponent(input.body.email)}`,
    }),
    again: async (tx, { refusal, typed }, call) =>
      invitePage(call.locale, {
        places: await ownPlaces(tx, legalDay(call.now)),
        ownRights: call.who.rights,
        chosen: chosenIn(typed),
        typed: { personName: one(typed, 'personName'), email: one(typed, 'email'), language: one(typed, 'language') },
        faults: formFaults(call, refusal),
      }),
  }),
  page({
    path: '/konto/personen/:id',
    who: inChargeAndSure,
    contract: { params },
    says: 'What a person may do, for changing it.',
    reads: ({ now }) => [peopleStatement(), ownPlacesStatement(legalDay(now))],
    show: ([persons, places], { locale, who, input }) => {
      const person = personOf(persons ?? [], input.params.id)
      if (person.kind === 'attorney') throw notFound()
      return changePage(locale, {
        person,
        places: places as readonly OwnPlace[],
        ownRights: who.rights,
        chosen: chosenOf(person),
      })
    },
  }),
  form({
    path: '/konto/personen/:id',
    who: inChargeAndSure,
    contract: { params, body: z.strictObject({ ...grantFields, rowVersion: z.coerce.number().int().min(1) }) },
    says: 'Changes what a person may do, from the next request on.',
    act: async (tx, call) => {
      const { rowVersion, ...grant } = call.input.body
      const wanted = await wantedGrant(tx, grant, call.now)
      await changeGrant(tx, call, { ...wanted, grantId: call.input.params.id, rowVersion })
    },
    done: () => ({ to: '/konto/personen?hinweis=saved' }),
    again: async (tx, { refusal, typed }, call) => {
      const person = personOf((await people(tx, call.who.accountId)).people, call.input.params.id)
      return changePage(call.locale, {
        person,
        places: await ownPlaces(tx, legalDay(call.now)),
        ownRights: call.who.rights,
        chosen: refusal.status === 409 ? chosenOf(person) : chosenIn(typed),
        faults: formFaults(call, refusal),
      })
    },
  }),
  page({
    path: '/konto/personen/:id/beenden',
    who: inChargeAndSure,
    contract: { params },
    says: 'Asks whether to end a person’s access.',
    reads: () => [peopleStatement()],
    show: ([persons], { locale, input }) => endPersonPage(locale, personOf(persons ?? [], input.params.id)),
  }),
  form({
    path: '/konto/personen/:id/beenden',
    who: inChargeAndSure,
    contract: { params, body: nothing },
    says: 'Ends a person’s access at once.',
    act: (tx, call) => endGrant(tx, call, call.input.params.id),
    done: () => ({ to: '/konto/personen?hinweis=ended' }),
    again: async (tx, { refusal }, call) => listAgain(tx, refusal, call),
  }),
  form({
    path: '/konto/einladungen/:id/zurueckziehen',
    who: inChargeAndSure,
    contract: { params, body: nothing },
    says: 'Takes an invitation back that nobody has accepted.',
    act: (tx, call) => withdrawInvitation(tx, call, call.input.params.id),
    done: () => ({ to: '/konto/personen?hinweis=withdrawn' }),
    again: async (tx, { refusal }, call) => listAgain(tx, refusal, call),
  }),
]
