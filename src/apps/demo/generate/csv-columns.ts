import type { FileRows } from './rows.ts'

type Columns<Row> = readonly (readonly [column: string, key: keyof Row & string])[]

const ADDRESS = [
  ['street', 'street'],
  ['house_number', 'houseNumber'],
  ['postal_code', 'postalCode'],
  ['city', 'city'],
  ['country', 'country'],
] as const

/** Columns of each file in the order of docs/import-format.md, and the key of the row that fills them. */
export const COLUMNS: { readonly [File in keyof FileRows]: Columns<FileRows[File][number]> } = {
  customers: [
    ['customer_number', 'customerNumber'],
    ['kind', 'kind'],
    ['salutation', 'salutation'],
    ['title', 'title'],
    ['first_name', 'firstName'],
    ['last_name', 'lastName'],
    ['company_name', 'companyName'],
    ['register_number', 'registerNumber'],
    ['birth_date', 'birthDate'],
    ['email', 'email'],
    ['phone', 'phone'],
    ['mobile', 'mobile'],
    ...ADDRESS,
    ['language', 'language'],
  ],
  sites: [
    ['site_number', 'siteNumber'],
    ...ADDRESS,
    ['location_hint', 'locationHint'],
    ['kind', 'kind'],
    ['living_area_m2', 'livingAreaM2'],
    ['persons', 'persons'],
  ],
  marketLocations: [
    ['market_location_id', 'marketLocationId'],
    ['site_number', 'siteNumber'],
    ['commodity', 'commodity'],
    ['direction', 'direction'],
    ['grid_operator_code', 'gridOperatorCode'],
    ['load_profile', 'loadProfile'],
    ['forecast_kwh', 'forecastKwh'],
  ],
  contractAccounts: [
    ['contract_account_number', 'contractAccountNumber'],
    ['customer_number', 'customerNumber'],
    ['payer_customer_number', 'payerCustomerNumber'],
    ['recipient_customer_number', 'recipientCustomerNumber'],
    ['billing_month', 'billingMonth'],
  ],
  contracts: [
    ['contract_number', 'contractNumber'],
    ['contract_account_number', 'contractAccountNumber'],
    ['market_location_id', 'marketLocationId'],
    ['product_code', 'productCode'],
    ['product_name', 'productName'],
    ['price_sheet', 'priceSheet'],
    ['unit_price_ct', 'unitPriceCt'],
    ['base_price_eur_year', 'basePriceEurYear'],
    ['starts_on', 'startsOn'],
    ['ends_on', 'endsOn'],
  ],
  meters: [
    ['meter_number', 'meterNumber'],
    ['commodity', 'commodity'],
    ['kind', 'kind'],
    ['metering_location_id', 'meteringLocationId'],
    ['market_location_id', 'marketLocationId'],
    ['manufacturer', 'manufacturer'],
    ['installed_on', 'installedOn'],
    ['removed_on', 'removedOn'],
    ['replaces_meter_number', 'replacesMeterNumber'],
    ['calibrated_until', 'calibratedUntil'],
  ],
  registers: [
    ['register_key', 'registerKey'],
    ['meter_number', 'meterNumber'],
    ['obis', 'obis'],
    ['rate', 'rate'],
    ['direction', 'direction'],
    ['market_location_id', 'marketLocationId'],
    ['unit', 'unit'],
    ['digits_before', 'digitsBefore'],
    ['digits_after', 'digitsAfter'],
    ['factor', 'factor'],
  ],
  gasFactors: [
    ['gas_factor_key', 'gasFactorKey'],
    ['postal_code', 'postalCode'],
    ['valid_from', 'validFrom'],
    ['valid_to', 'validTo'],
    ['volume_conversion_factor', 'volumeConversionFactor'],
    ['calorific_value', 'calorificValue'],
  ],
  readings: [
    ['reading_key', 'readingKey'],
    ['register_key', 'registerKey'],
    ['read_on', 'readOn'],
    ['value', 'value'],
    ['reason', 'reason'],
    ['source', 'source'],
    ['estimate_reason', 'estimateReason'],
    ['estimate_factors', 'estimateFactors'],
    ['status', 'status'],
  ],
  temperatures: [
    ['day', 'day'],
    ['mean_temperature_c', 'meanTemperatureC'],
  ],
}

/** File names in the order in which the importer reads them. */
export const FILE_NAMES: { readonly [File in keyof FileRows]: string } = {
  customers: 'customers.csv',
  sites: 'sites.csv',
  marketLocations: 'market-locations.csv',
  contractAccounts: 'contract-accounts.csv',
  contracts: 'contracts.csv',
  meters: 'meters.csv',
  registers: 'registers.csv',
  gasFactors: 'gas-factors.csv',
  readings: 'readings.csv',
  temperatures: 'temperatures.csv',
}

export const FILES = Object.keys(FILE_NAMES) as (keyof FileRows)[]
