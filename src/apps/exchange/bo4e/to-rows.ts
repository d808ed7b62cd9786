import { legalDay } from '#platform/calendar'
import { curveDays } from './load-curve.ts'
import type { Bo4eObject } from './objects.ts'

/** A line for one of the files of docs/import-format.md: cells by column. */
export type Row = { readonly file: string; readonly cells: Readonly<Record<string, string>> }

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const list = (value: unknown): Bo4eObject[] =>
  Array.isArray(value) ? value.filter((one): one is Bo4eObject => typeof one === 'object' && one !== null) : []
const child = (value: unknown): Bo4eObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bo4eObject) : {}

/** What BO4E has no field for travels in `zusatzAttribute` under the name of our column. */
const extra = (object: Bo4eObject, name: string): string =>
  text(list(object['zusatzAttribute']).find((one) => one['name'] === name)?.['wert'])

const commodities: Readonly<Record<string, string>> = {
  STROM: 'power',
  GAS: 'gas',
  WASSER: 'water',
  FERNWAERME: 'heat',
  NAHWAERME: 'heat',
}
const directions: Readonly<Record<string, string>> = { AUSSP: 'consumption', EINSP: 'feed-in' }
const units: Readonly<Record<string, string>> = { KWH: 'kWh', MWH: 'MWh', KUBIKMETER: 'm3' }
const titles: Readonly<Record<string, string>> = { DR: 'Dr.', PROF: 'Prof.', PROF_DR: 'Prof. Dr.' }
const households = new Set(['EHELEUTE', 'FAMILIE', 'WOHNGEMEINSCHAFT'])

const commodityOf = (object: Bo4eObject): string => commodities[text(object['sparte'])] ?? text(object['sparte'])

/** BO4E writes points in time; their legal day is what counts here. What cannot be read is left for the import to refuse. */
function dayOf(value: unknown, shiftDays = 0): string {
  const typed = text(value)
  if (typed === '') return ''
  try {
    return legalDay(Temporal.Instant.from(typed)).add({ days: shiftDays }).toString()
  } catch {
    return typed
  }
}

/** An end that is meant exclusively: the day before. */
const lastDayBefore = (value: unknown): string => dayOf(value, -1)

/** The value of the end of a day is read at midnight of the next: a moment before it is still that day. */
function readingDayOf(value: unknown): string {
  const typed = text(value)
  try {
    return legalDay(Temporal.Instant.from(typed).subtract({ milliseconds: 1 })).toString()
  } catch {
    return typed
  }
}

const addressCells = (value: unknown): Record<string, string> => {
  const address = child(value)
  return {
    street: text(address['strasse']),
    house_number: text(address['hausnummer']),
    postal_code: text(address['postleitzahl']),
    city: text(address['ort']),
    country: text(address['landescode']) || 'DE',
  }
}

const contactOf = (object: Bo4eObject, kind: string): string =>
  text(list(object['kontaktwege']).find((one) => one['kontaktart'] === kind)?.['kontaktwert'])

const customerNumberOf = (partner: Bo4eObject): string => extra(partner, 'customer_number') || text(partner['_id'])

function customerRows(partner: Bo4eObject): Row[] {
  const kind = text(partner['organisationstyp'])
  const salutation = text(partner['anrede'])
  const isPerson = kind === 'PRIVATPERSON' || (kind === '' && text(partner['nachname']) !== '')
  const cells = {
    customer_number: customerNumberOf(partner),
    kind: isPerson ? (households.has(salutation) ? 'household' : 'person') : 'company',
    salutation: salutation === 'FRAU' ? 'ms' : salutation === 'HERR' ? 'mr' : 'none',
    title: titles[text(partner['titel'])] ?? '',
    first_name: text(partner['vorname']),
    last_name: text(partner['nachname']),
    company_name: text(partner['organisationsname']),
    register_number: text(partner['handelsregisternummer']),
    birth_date: extra(partner, 'birth_date'),
    email: contactOf(partner, 'E_MAIL'),
    phone: contactOf(partner, 'TELEFON'),
    mobile: contactOf(partner, 'SMS'),
    ...addressCells(partner['adresse']),
    language: extra(partner, 'language'),
  }
  return [{ file: 'customers', cells }]
}

/** Places have no number of their own in BO4E; the address is one, so that power and gas of a home meet in one place. */
function siteNumberOf(location: Bo4eObject): string {
  const address = child(location['lokationsadresse'])
  const parts = ['postleitzahl', 'strasse', 'hausnummer', 'adresszusatz'].map((field) => text(address[field]).trim())
  return (
    extra(location, 'site_number') ||
    parts
      .filter((part) => part !== '')
      .join('/')
      .slice(0, 50)
  )
}

function marketLocationRows(location: Bo4eObject): Row[] {
  const siteNumber = siteNumberOf(location)
  const site = {
    site_number: siteNumber,
    ...addressCells(location['lokationsadresse']),
    location_hint: text(child(location['lokationsadresse'])['adresszusatz']),
    kind: extra(location, 'site_kind') || 'house',
    living_area_m2: extra(location, 'living_area_m2'),
    persons: extra(location, 'persons'),
  }
  const cells = {
    market_location_id: text(location['marktlokationsId']),
    site_number: siteNumber,
    commodity: commodityOf(location),
    direction: directions[text(location['energierichtung'])] ?? text(location['energierichtung']),
    grid_operator_code: text(location['netzbetreibercodenr']),
    load_profile: extra(location, 'load_profile'),
    forecast_kwh: extra(location, 'forecast_kwh'),
  }
  return [
    { file: 'sites', cells: site },
    { file: 'market-locations', cells },
  ]
}

function contractRows(contract: Bo4eObject): Row[] {
  const number = text(contract['vertragsnummer'])
  const account = extra(contract, 'contract_account_number') || number
  const parts = list(contract['vertragsteile'])
  const shared = Object.fromEntries(
    ['product_code', 'product_name', 'price_sheet', 'unit_price_ct', 'base_price_eur_year'].map((name) => [
      name,
      extra(contract, name),
    ]),
  )
  const accountCells = {
    contract_account_number: account,
    customer_number: customerNumberOf(child(contract['vertragspartner2'])),
    billing_month: extra(contract, 'billing_month'),
  }
  const rows = parts.map((part, at) => ({
    file: 'contracts',
    cells: {
      contract_number: parts.length === 1 ? number : `${number}/${at + 1}`,
      contract_account_number: account,
      market_location_id: text(part['lokation']),
      ...shared,
      starts_on: dayOf(part['vertragsteilbeginn'] ?? contract['vertragsbeginn']),
      ends_on: lastDayBefore(part['vertragsteilende'] ?? contract['vertragsende']),
    },
  }))
  return [{ file: 'contract-accounts', cells: accountCells }, ...rows]
}

const smart = new Set(['SMARTMETER', 'INTELLIGENTES_MESSSYSTEM'])

function meterRows(meter: Bo4eObject, place: { metering: string; market: string }): Row[] {
  const number = text(meter['zaehlernummer'])
  const type = text(meter['zaehlertyp'])
  const cells = {
    meter_number: number,
    commodity: commodityOf(meter),
    kind: smart.has(type) ? 'smart' : type.startsWith('MODERNE') ? 'modern' : 'conventional',
    metering_location_id: extra(meter, 'metering_location_id') || place.metering,
    market_location_id: extra(meter, 'market_location_id') || place.market,
    manufacturer: text(child(meter['zaehlerhersteller'])['organisationsname']),
    installed_on: extra(meter, 'installed_on'),
    removed_on: extra(meter, 'removed_on'),
    replaces_meter_number: extra(meter, 'replaces_meter_number'),
    calibrated_until: lastDayBefore(meter['eichungBis']),
  }
  return [{ file: 'meters', cells }, ...list(meter['zaehlwerke']).flatMap((register) => registerRows(register, number))]
}

function registerRows(register: Bo4eObject, meterNumber: string): Row[] {
  const obis = text(register['obisKennzahl'])
  const key = text(register['zaehlwerkId']) || `${meterNumber}/${obis}`
  const rate = /\.8\.([12])(\*|$)/.exec(obis)?.[1]
  const cells = {
    register_key: key,
    meter_number: meterNumber,
    obis,
    rate: rate === '1' ? 'high' : rate === '2' ? 'low' : 'total',
    direction: directions[text(register['richtung'])] ?? text(register['richtung']),
    market_location_id: extra(register, 'market_location_id'),
    unit: units[text(register['einheit'])] ?? text(register['einheit']),
    digits_before: text(register['vorkommastelle']),
    digits_after: text(register['nachkommastelle']),
    factor: text(register['wandlerfaktor']),
  }
  return [{ file: 'registers', cells }, ...list(register['messwerte']).map((value) => readingRow(value, key))]
}

/** Statuses of BO4E that are a value to settle by; the others are not read. */
const sources: Readonly<Record<string, string>> = {
  ABGELESEN: 'metering-operator',
  ERSATZWERT: 'calculated',
  PROGNOSEWERT: 'estimated',
  VORLAEUFIGERWERT: 'metering-operator',
}

function readingRow(value: Bo4eObject, registerKey: string): Row {
  const day = readingDayOf(value['zeitpunkt'])
  const status = text(value['messwertstatus'])
  const cells = {
    reading_key: text(value['_id']) || `${registerKey}/${day}`,
    register_key: registerKey,
    read_on: day,
    value: text(child(value['wert'])['wert']),
    reason: extra(value, 'reason'),
    source: extra(value, 'source') || (status === '' ? 'metering-operator' : (sources[status] ?? status)),
    estimate_reason: text(value['messwertstatuszusatz']),
    estimate_factors: '',
    status: extra(value, 'status') || (status === 'VORLAEUFIGERWERT' ? 'in-check' : ''),
  }
  return { file: 'readings', cells }
}

/** Days of a load curve; undefined where it is of another step or unit, so that the report says that it was left out. */
function curveRows(object: Bo4eObject, values: readonly Bo4eObject[], kind: 'series' | 'amounts'): Row[] | undefined {
  const days = curveDays(values, text(object['messgroesse']), kind)
  if (!days || days.length === 0) return undefined
  const location =
    text(child(object['marktlokation'])['marktlokationsId']) ||
    text(child(object['messlokation'])['messlokationsId']) ||
    text(object['lokationsId'])
  const obis = text(object['obisKennzahl']) || text(values[0]?.['obisKennzahl'])
  const registerKey = extra(object, 'register_key')
  return days.map(({ day, unit, status, quarterHours }) => ({
    file: 'interval-series',
    cells: {
      series_key: `${registerKey || `${location}/${obis}`}/${day}`,
      register_key: registerKey,
      market_location_id: location,
      obis,
      day,
      unit,
      status,
      quarter_hours: quarterHours.map((value) => value ?? '-').join(' '),
    },
  }))
}

const marketOf = (object: Bo4eObject): string =>
  text(list(object['lokationszuordnungen']).flatMap((one) => list(one['marktlokationen']))[0]?.['marktlokationsId'])

/**
 * The lines that an object of BO4E 202607 stands for; undefined where it is of a kind that is not read. Field names are
 * those of its public JSON schemas. Nothing is judged here: the import checks the lines like any others.
 */
export function rowsOf(object: Bo4eObject): Row[] | undefined {
  switch (text(object['_typ'])) {
    case 'GESCHAEFTSPARTNER':
      return customerRows(object)
    case 'MARKTLOKATION':
      return marketLocationRows(object)
    case 'VERTRAG':
      return contractRows(object)
    case 'MESSLOKATION': {
      const place = { metering: text(object['messlokationsId']), market: marketOf(object) }
      return list(object['messlokationszaehler']).flatMap((meter) => meterRows(meter, place))
    }
    case 'LASTGANG':
      return curveRows(object, list(object['werte']), 'series')
    case 'ENERGIEMENGE':
      return curveRows(object, list(object['energieverbrauch']), 'amounts')
    case 'ZAEHLER':
      return meterRows(object, { metering: '', market: '' })
    default:
      return undefined
  }
}
