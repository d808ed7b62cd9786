import { id, line, z } from '#platform/contract'
import { anyRight, customer, form, page } from '#platform/http'
import { notFound } from '#platform/refusal'
import { managesPeople } from '../people/rights.ts'
import { accountPage, choicePage } from './acting-for.pages.tsx'
import {
  actFor,
  type OwnAccount,
  type OwnGrant,
  ownAccountStatement,
  ownCustomers,
  ownCustomersStatement,
} from './acting-for.sql.ts'

const whoever = customer(anyRight, 'readings')
const PAGES_MAX = 1_000

export const actingForRoutes = [
  page({
    path: '/konto',
    who: whoever,
    contract: {},
    says: 'Shows the account: e-mail, for whom it acts, and what can be done with it.',
    reads: () => [ownAccountStatement()],
    show: ([accounts], { locale, who, settings }) =>
      accountPage(locale, (accounts as readonly OwnAccount[])[0], {
        managePeople: managesPeople({ ...who, siteIds: who.scope === 'all' ? null : [], contractIds: null }),
        linkAccounts: settings.CUSTOMER_OIDC_ISSUER !== undefined,
      }),
  }),
  page({
    path: '/konto/kunde',
    who: whoever,
    contract: {
      query: z.strictObject({
        suche: line(80).optional(),
        seite: z.coerce.number().int().min(1).max(PAGES_MAX).optional(),
      }),
    },
    says: 'Shows for which customers the account may act, with a search by name, number and address.',
    reads: ({ input }) => [ownCustomersStatement(input.query.suche ?? '', input.query.seite ?? 1)],
    show: ([customers], { locale, who, input }) =>
      choicePage(locale, {
        customers: customers as readonly OwnGrant[],
        currentId: who.customerId,
        wanted: input.query.suche ?? '',
        page: input.query.seite ?? 1,
      }),
  }),
  form({
    path: '/konto/kunde',
    who: whoever,
    contract: { body: z.strictObject({ customerId: id() }) },
    says: 'Lets this session act for another customer of the account.',
    act: async (tx, { who, input }) => {
      if (!(await actFor(tx, who.sessionId, input.body.customerId))) throw notFound()
    },
    done: () => ({ to: '/' }),
    again: async (tx, _again, { locale, who }) =>
      choicePage(locale, {
        customers: await ownCustomers(tx, '', 1),
        currentId: who.customerId,
        wanted: '',
        page: 1,
      }),
  }),
]
