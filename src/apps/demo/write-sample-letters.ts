import { customerByNumber } from '#company/customers'
import { legalDay } from '#platform/calendar'
import { type Pools, transaction } from '#platform/database'
import { orderLetter, type ParametersOf } from '#service/letters'
import { KNOWN_CUSTOMERS } from './generate/index.ts'

const DUE_IN_DAYS = 21
const DAYS_SINCE_ORDER = 400
const months = ['Jan', 'Feb', 'Mär', 'Apr', 'Mai', 'Jun', 'Jul', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez']
/** Shares of a household's year by month, in thousandths (standard profile H25, rounded). */
const shares = [97, 87, 88, 80, 78, 72, 72, 73, 76, 86, 92, 99]

/**
 * Letters that a customer of some years has: an order confirmation, a bill, a change. They are ordered as any room would, and the
 * press makes them when the demo's worker runs.
 */
export async function writeSampleLetters(pools: Pick<Pools, 'worker'>, now: Temporal.Instant): Promise<void> {
  const today = legalDay(now)
  for (const [at, known] of KNOWN_CUSTOMERS.entries()) {
    await transaction(pools.worker, async (tx) => {
      const customer = await customerByNumber(tx, known.customerNumber)
      if (!customer) return
      const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: now } as const
      const to = { customerId: customer.id, pace: 'run' } as const
      const site = customer.addressLines.slice(1).join(', ') || known.customerNumber
      await orderLetter(
        tx,
        { ...to, kind: 'joining.order-confirmed', parameters: order(at, site, today), key: `demo-${at}` },
        context,
      )
      await orderLetter(tx, { ...to, kind: 'paying.bill', parameters: bill(at, today), key: `demo-${at}` }, context)
      await orderLetter(
        tx,
        {
          ...to,
          kind: 'customers.change-confirmed',
          parameters: { day: today.subtract({ days: 12 }).toString(), fields: ['email', 'mobile'] },
          key: `demo-${at}`,
        },
        context,
      )
    })
  }
}

const order = (at: number, site: string, today: Temporal.PlainDate): ParametersOf<'joining.order-confirmed'> => ({
  number: `A-${2_025_000 + at}`,
  orderedOn: today.subtract({ days: DAYS_SINCE_ORDER }).toString(),
  product: 'Musterstrom Natur',
  site,
  startsOn: today.subtract({ days: DAYS_SINCE_ORDER - 30 }).toString(),
  unitPriceCt: '31.9',
  basePriceCentsYear: 17_850,
  instalmentCents: 8_900,
  changesSupplier: true,
})

function bill(at: number, today: Temporal.PlainDate): ParametersOf<'paying.bill'> {
  const year = today.year - 1
  const used = 2_300 + 140 * at
  const energy = Math.round(used * 23.6)
  const netCents = energy + 15_000 + Math.round(used * 2.05)
  const vatCents = Math.round(netCents * 0.19)
  const grossCents = netCents + vatCents
  const paidCents = 12 * 6_000
  return {
    number: `R-${year}-${String(1_000 + at)}`,
    contractNumber: `V-${2_025_000 + at}`,
    from: `${year}-01-01`,
    to: `${year}-12-31`,
    used: `${used} kWh`,
    items: [
      { name: 'Arbeitspreis', quantity: `${used} kWh`, price: '23,60 ct/kWh', amountCents: energy },
      { name: 'Grundpreis', quantity: '12 Monate', price: '12,50 EUR', amountCents: 15_000 },
      { name: 'Stromsteuer', quantity: `${used} kWh`, price: '2,05 ct/kWh', amountCents: Math.round(used * 2.05) },
    ],
    vatRate: '19',
    netCents,
    vatCents,
    grossCents,
    paidCents,
    dueCents: grossCents - paidCents,
    dueOn: today.add({ days: DUE_IN_DAYS }).toString(),
    readings: [],
    months: months.map((month, index) => ({
      month,
      kwh: Math.round((used * (shares[index] as number)) / 1_000),
      beforeKwh: Math.round((used * 1.08 * (shares[index] as number)) / 1_000),
    })),
    payee: 'Stadtwerke Musterstadt',
    iban: 'DE02120300000000202051',
  }
}
