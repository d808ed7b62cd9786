import { decimal, fault, type ImportFile, oneOf, text, whole } from '#company/exchange'
import { parseMarketLocation } from '../sites/market-location.ts'
import { refreshSearchOf } from '../search/refresh.ts'
import { addressColumns } from './customers.import.ts'

export const sitesFile: ImportFile = {
  file: 'sites',
  object: 'site',
  columns: [
    text('site_number', 50, { required: true }),
    ...addressColumns(true),
    text('location_hint', 200),
    oneOf('kind', ['flat', 'house', 'business', 'common-area'], { required: true }),
    whole('living_area_m2', 1, 1_000_000),
    whole('persons', 0, 1_000),
  ],
  loads: [
    {
      table: 'site',
      key: [['site_number', 's.site_number']],
      fields: [
        'street',
        'house_number',
        'postal_code',
        'city',
        'country',
        'location_hint',
        'kind',
        'living_area_m2',
        'persons',
      ].map((column) => ({ column })),
      versioned: true,
      after: [
        refreshSearchOf(
          `select k.customer_id from import_landed l join import_stage_sites s on s.line = l.line
             join site p on p.site_number = s.site_number join market_location m on m.site_id = p.id
             join contract k on k.market_location_id = m.id where l.change = 'changed'`,
        ),
      ],
    },
  ],
  exported: { from: 'site t', orderBy: 't.id' },
}

export const marketLocationsFile: ImportFile = {
  file: 'market-locations',
  object: 'market-location',
  columns: [
    text('market_location_id', 33, { required: true }),
    text('site_number', 50, { required: true }),
    oneOf('commodity', ['power', 'gas', 'water', 'heat'], { required: true }),
    oneOf('direction', ['consumption', 'feed-in'], { whenEmpty: 'consumption' }),
    text('grid_operator_code', 13, { form: /^[0-9]{13}$/ }),
    text('load_profile', 20),
    decimal('forecast_kwh', { before: 11, after: 3 }),
  ],
  // Water and heat have no market location by law; the utility's own number of the connection stands there.
  checkLine: (cell) => {
    const lawful = cell('commodity') === 'power' || cell('commodity') === 'gas'
    const number = cell('market_location_id') ?? ''
    if (!lawful || parseMarketLocation(number) === number) return undefined
    return { column: 'market_location_id', fault: fault('customers.import.no-market-location') }
  },
  loads: [
    {
      table: 'market_location',
      key: [['market_location_code', 's.market_location_id']],
      lookups: [
        {
          alias: 'p',
          table: 'site',
          on: 'p.site_number = s.site_number',
          column: 'site_number',
          code: 'customers.import.unknown-site',
        },
      ],
      fields: [
        { column: 'site_id', from: 'p.id', fedBy: 'site_number' },
        ...['commodity', 'direction', 'grid_operator_code', 'load_profile', 'forecast_kwh'].map((column) => ({
          column,
        })),
      ],
      versioned: true,
      after: [
        refreshSearchOf(
          `select k.customer_id from import_landed l join import_stage_market_locations s on s.line = l.line
             join market_location m on m.market_location_code = s.market_location_id
             join contract k on k.market_location_id = m.id where l.change = 'changed'`,
        ),
      ],
    },
  ],
  exported: {
    from: 'market_location t join site p on p.id = t.site_id',
    orderBy: 't.id',
    expressions: { market_location_id: 't.market_location_code', site_number: 'p.site_number' },
  },
}
