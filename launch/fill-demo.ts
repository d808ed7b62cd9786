// A process of its own, so that what filling takes in memory is given back and Ctrl-C ends it at once.
import { demoUtility } from './demo.ts'

const [ownerUrl, customers, origin] = process.argv.slice(2)
if (ownerUrl === undefined || customers === undefined || origin === undefined) {
  throw new Error('fill-demo.ts URL CUSTOMERS ORIGIN')
}
const demo = await demoUtility()
await demo?.fillDemo(ownerUrl, {
  customers: Number(customers),
  origin,
  progress: (done, total, what) => process.send?.({ done, total, what }),
})
process.disconnect?.()
