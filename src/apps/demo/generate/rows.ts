/** Rows of the files in docs/import-format.md, as the generator writes them: one type per file, keys in camelCase. */

export type Commodity = 'power' | 'gas' | 'water' | 'heat'
export type Direction = 'consumption' | 'feed-in'
export type MeterKind = 'conventional' | 'modern' | 'smart'
export type ReadingReason = 'regular' | 'move-in' | 'move-out' | 'price-change' | 'exchange' | 'check' | 'interim'
export type ReadingSource =
  | 'customer'
  | 'grid-operator'
  | 'metering-operator'
  | 'remote'
  | 'calculated'
  | 'estimated'
  | 'agent'

/** ISO 8601 calendar date, for example `2026-11-22`. */
export type IsoDate = string

export interface AddressColumns {
  street: string
  houseNumber: string
  postalCode: string
  city: string
  country: string
}

export interface CustomerRow extends AddressColumns {
  customerNumber: string
  kind: 'person' | 'household' | 'company'
  salutation: 'ms' | 'mr' | 'none'
  title?: string
  firstName?: string
  lastName?: string
  companyName?: string
  registerNumber?: string
  birthDate?: IsoDate
  email?: string
  phone?: string
  mobile?: string
  language: 'de' | 'en'
}

export interface SiteRow extends AddressColumns {
  siteNumber: string
  locationHint?: string
  kind: 'flat' | 'house' | 'business' | 'common-area'
  livingAreaM2?: number
  persons?: number
}

export interface MarketLocationRow {
  marketLocationId: string
  siteNumber: string
  commodity: Commodity
  direction: Direction
  gridOperatorCode?: string
  loadProfile?: string
  /** kWh of a year; water: m3. */
  forecastKwh: number
}

export interface ContractAccountRow {
  contractAccountNumber: string
  customerNumber: string
  payerCustomerNumber?: string
  recipientCustomerNumber?: string
  billingMonth: number
}

export interface ContractRow {
  contractNumber: string
  contractAccountNumber: string
  marketLocationId: string
  productCode: string
  productName: string
  priceSheet: string
  unitPriceCt: number
  basePriceEurYear: number
  startsOn: IsoDate
  endsOn?: IsoDate
}

export interface MeterRow {
  meterNumber: string
  commodity: Commodity
  kind: MeterKind
  meteringLocationId?: string
  marketLocationId: string
  manufacturer: string
  installedOn: IsoDate
  removedOn?: IsoDate
  replacesMeterNumber?: string
  calibratedUntil: IsoDate
}

export interface RegisterRow {
  registerKey: string
  meterNumber: string
  obis: string
  rate: 'total' | 'high' | 'low'
  direction: Direction
  marketLocationId?: string
  unit: 'kWh' | 'm3' | 'MWh'
  digitsBefore: number
  digitsAfter: number
  factor: number
}

export interface GasFactorRow {
  gasFactorKey: string
  postalCode?: string
  validFrom: IsoDate
  validTo: IsoDate
  volumeConversionFactor: string
  calorificValue: string
}

export interface ReadingRow {
  readingKey: string
  registerKey: string
  readOn: IsoDate
  /** As the meter shows it, in the register's unit; a decimal, so it stays text. */
  value: string
  reason: ReadingReason
  source: ReadingSource
  estimateReason?: string
  estimateFactors?: string
  status: 'valid' | 'in-check' | 'replaced'
}

export interface TemperatureRow {
  day: IsoDate
  meanTemperatureC: string
}

export interface ContactRow {
  contactKey: string
  customerNumber: string
  contractNumber?: string
  channel: string
  direction: 'in' | 'out'
  topic: string
  phase: string
  outcome: string
  solved: 'yes' | 'no'
  verification: string
  beganAt: string
  durationS: number
}

/** Quarter hours of one register on one day. */
export interface IntervalSeriesRow {
  seriesKey: string
  registerKey: string
  /** For files of others, which name the place and not the register. */
  marketLocationId?: string
  obis?: string
  day: IsoDate
  unit: 'wh' | 'l'
  status: 'measured' | 'substituted' | 'provisional'
  /** Whole numbers with blanks between them. */
  quarterHours: string
}

/** All rows of one part of the utility, by file. */
export interface FileRows {
  customers: CustomerRow[]
  sites: SiteRow[]
  marketLocations: MarketLocationRow[]
  contractAccounts: ContractAccountRow[]
  contracts: ContractRow[]
  meters: MeterRow[]
  registers: RegisterRow[]
  gasFactors: GasFactorRow[]
  readings: ReadingRow[]
  intervalSeries: IntervalSeriesRow[]
  temperatures: TemperatureRow[]
  contacts: ContactRow[]
}

export function emptyRows(): FileRows {
  return {
    customers: [],
    sites: [],
    marketLocations: [],
    contractAccounts: [],
    contracts: [],
    meters: [],
    registers: [],
    gasFactors: [],
    readings: [],
    intervalSeries: [],
    temperatures: [],
    contacts: [],
  }
}
