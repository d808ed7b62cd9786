import { sql } from 'kysely'
import type { SupplyPriceView } from '#company/customers'
import { type Statement, statements } from '#platform/database'
import { type CustomerRef, forCustomer } from './customer-ref.ts'

/** Prices of a customer's contracts, the oldest first. */
export const pricesStatement = (customer: CustomerRef): Statement<SupplyPriceView> => pricesOfCustomer(customer, {})

const pricesOfCustomer = forCustomer(
  (customer) =>
    statements<{ supply_price: SupplyPriceView }>()
      .selectFrom('supply_price')
      .selectAll()
      .where('customer_id', '=', customer)
      .orderBy('contract_id')
      .orderBy('valid_from')
      .compile() as Statement<SupplyPriceView>,
)

export type GasFactorRow = {
  postal_code: string | null
  valid_from: Temporal.PlainDate
  valid_to: Temporal.PlainDate
  /** Zustandszahl, four decimals. */
  volume_conversion_factor: string
  /** Brennwert in kWh per m3, three decimals. */
  calorific_value: string
}

/** Gas factors of the places of a customer since a day, and those that hold everywhere. */
export const gasFactorsStatement = (customer: CustomerRef, from: Temporal.PlainDate): Statement<GasFactorRow> =>
  gasFactorsOfCustomer(customer, { from })

const gasFactorsOfCustomer = forCustomer(
  (customer, { from }: { from: Temporal.PlainDate }) =>
    statements<{ gas_factor: GasFactorRow }>()
      .selectFrom('gas_factor')
      .select(['postal_code', 'valid_from', 'valid_to', 'volume_conversion_factor', 'calorific_value'])
      .where('valid_to', '>=', from)
      .where(
        sql<boolean>`(postal_code is null or postal_code in (
          select s.postal_code from supply s where s.customer_id = ${customer} and s.commodity = 'gas'))`,
      )
      .orderBy('valid_from')
      .compile() as Statement<GasFactorRow>,
)
