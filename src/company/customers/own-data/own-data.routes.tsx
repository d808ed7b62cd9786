import { customer, page } from '#platform/http'
import { notFound } from '#platform/refusal'
import { customerViewStatements, toCustomerView } from '../customer/customer-view.sql.ts'
import { OwnDataPage, ownDataTexts } from './own-data.page.tsx'

export const ownDataRoutes = [
  page({
    path: '/meine-daten',
    who: customer('data'),
    contract: {},
    says: 'What stands in the books about the customer, with contracts and prices.',
    reads: () => customerViewStatements('session'),
    show: (rows, call) => {
      const data = toCustomerView(rows)
      if (!data) throw notFound()
      return {
        title: ownDataTexts(call.locale)('title'),
        section: 'data',
        body: <OwnDataPage data={data} locale={call.locale} now={call.now} />,
      }
    },
  }),
]
