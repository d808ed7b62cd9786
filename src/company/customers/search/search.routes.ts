import { apiAct, type Route, staffMay } from '#platform/http'
import { wordsOf } from './fold.ts'
import { searchAnswer, searchQuery, workAnswer, workQuery } from './search.contract.ts'
import { findWork } from './work-search.sql.ts'
import { type NumberSource, searchCustomers } from './search-customers.ts'

const HITS_USUAL = 20
/** Fewer than customers: they stand below them. */
const WORK_HITS = 6

/** The route needs to know how meters are found, which a room above knows: the house passes it in. */
export const searchRoutes = (meters: NumberSource): readonly Route[] => [
  apiAct({
    method: 'GET',
    path: '/desk/api/search',
    who: staffMay('customers.search'),
    contract: { query: searchQuery },
    says: 'Customers by name, address, any number, telephone or mail, with typing errors, best first.',
    answer: searchAnswer,
    audit: { action: 'searched', detail: ({ query }) => query.q },
    act: async (tx, { input }) => ({
      hits: await searchCustomers(tx, input.query.q, { limit: input.query.limit ?? HITS_USUAL, meters }),
    }),
  }),
  apiAct({
    method: 'GET',
    path: '/desk/api/search/work',
    who: staffMay('contacts.write'),
    contract: { query: workQuery },
    says: 'Tasks and contacts by what somebody wrote in them, the newest first.',
    answer: workAnswer,
    audit: { action: 'searched', detail: ({ query }) => query.q },
    act: async (tx, { input }) => ({
      hits: (await findWork(tx, wordsOf(input.query.q), WORK_HITS)).map((hit) => ({ ...hit, at: hit.at.toString() })),
    }),
  }),
]
