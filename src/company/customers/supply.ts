/**
 * The view `supply`: what rooms above may read of customers in one go. One row per contract. Row-level security of the reader
 * applies, so in a customer's session only the own rows are there.
 */
export type SupplyView = {
  contract_id: string
  contract_number: string
  customer_id: string
  contract_account_id: string
  /** First day of supply. */
  starts_on: Temporal.PlainDate
  /** Last day of supply; null while it runs. */
  ends_on: Temporal.PlainDate | null
  market_location_id: string
  market_location_code: string
  commodity: 'power' | 'gas' | 'water' | 'heat'
  direction: 'consumption' | 'feed-in'
  load_profile: string | null
  /** Forecast consumption of a year: kWh, water m3; exact decimal. */
  forecast_kwh: string | null
  site_id: string
  site_number: string
  street: string
  house_number: string
  postal_code: string
  city: string
  location_hint: string | null
  site_kind: 'flat' | 'house' | 'business' | 'common-area'
  living_area_m2: number | null
  persons: number | null
}

/** The view `supply_price`: what a contract costs, by validity. */
export type SupplyPriceView = {
  contract_id: string
  customer_id: string
  market_location_id: string
  valid_from: Temporal.PlainDate
  /** The last day of this price; null while no other one follows. */
  valid_to: Temporal.PlainDate | null
  product_name: string
  /** Cent per kWh (water: per m3), gross; exact decimal. */
  unit_price_ct: string | null
  /** EUR per year, gross; exact decimal. */
  base_price_eur_year: string | null
}
