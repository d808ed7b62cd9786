import type { FactKind } from '../fact.ts'
import * as access from './access.ts'
import * as any from './any.ts'
import * as contacts from './contacts.ts'
import * as customers from './customers.ts'
import * as exchange from './exchange.ts'
import * as letters from './letters.ts'
import * as outages from './outages.ts'
import * as staying from './staying.ts'
import * as tasks from './tasks.ts'

/**
 * All kinds of facts: the customer journey as one readable list. The timeline, the agent's view, key figures, webhooks and
 * proofs are read from it. A name never changes and never disappears: rows of years ago carry it.
 */
export const facts = {
  ...access,
  ...staying,
  ...outages,
  ...contacts,
  ...customers,
  ...exchange,
  ...tasks,
  ...letters,
  ...any,
} as const

export type AnyFactKind = (typeof facts)[keyof typeof facts]

export const factByName: ReadonlyMap<string, FactKind> = new Map(Object.values(facts).map((fact) => [fact.name, fact]))
