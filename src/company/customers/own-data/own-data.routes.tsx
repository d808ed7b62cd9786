import { z } from '#platform/contract'
import { page, type Route } from '#platform/http'
import { notFound } from '#platform/refusal'
import { bankRoutes } from '../bank/bank.routes.tsx'
import { type BankDetails, bankStatement } from '../bank/bank.sql.ts'
import { channelRoutes } from '../channels/channels.routes.tsx'
import { changeRoutes } from '../changes/changes.routes.tsx'
import { consentRoutes } from '../consents/consents.routes.tsx'
import { copyRoutes } from '../copies/copies.routes.ts'
import { moveRoutes } from '../moves/moves.routes.tsx'
import { erasureRoutes } from '../erasure/erasure.routes.tsx'
import { customerViewStatements, toCustomerView } from '../customer/customer-view.sql.ts'
import { doneKinds, OwnDataPage, ownDataTexts } from './own-data.page.tsx'
import { personRoutes } from './person.routes.tsx'
import { ownData } from './typed.ts'

const overview = page({
  path: '/meine-daten',
  who: ownData,
  contract: { query: z.strictObject({ geaendert: z.enum(doneKinds).optional() }) },
  says: 'What stands in the books about the customer, with contracts and prices, and the ways to change it.',
  reads: () => [...customerViewStatements('session'), bankStatement('session')],
  show: (rows, call) => {
    const view = toCustomerView(rows)
    if (!view) throw notFound()
    const banks = (rows[3] ?? []) as readonly BankDetails[]
    return {
      title: ownDataTexts(call.locale)('title'),
      section: 'data',
      body: (
        <OwnDataPage data={{ ...view, banks }} locale={call.locale} now={call.now} done={call.input.query.geaendert} />
      ),
    }
  },
})

export const ownDataRoutes: readonly Route[] = [
  overview,
  ...personRoutes,
  ...bankRoutes,
  ...changeRoutes,
  ...channelRoutes,
  ...consentRoutes,
  ...copyRoutes,
  ...erasureRoutes,
  ...moveRoutes,
]
