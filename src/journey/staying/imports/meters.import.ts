import { marketLocationLookup, parseMeteringLocation } from '#company/customers'
import { day, decimal, type ImportFile, oneOf, ruled, text, whole } from '#company/exchange'
import { meterNumberKey } from '../meters/meter-number.ts'
import { parseObis } from '../meters/obis.ts'

const commodities = ['power', 'gas', 'water', 'heat']

export const metersFile: ImportFile = {
  file: 'meters',
  object: 'meter',
  columns: [
    text('meter_number', 40, { required: true }),
    oneOf('commodity', commodities, { required: true }),
    oneOf('kind', ['conventional', 'modern', 'smart'], { required: true }),
    ruled('metering_location_id', parseMeteringLocation, 'staying.import.no-metering-location'),
    text('market_location_id', 33, { required: true }),
    text('manufacturer', 100),
    day('installed_on', { required: true }),
    day('removed_on'),
    text('replaces_meter_number', 40),
    day('calibrated_until'),
  ],
  derived: [{ name: 'number_key', sqlType: 'text', from: (cell) => meterNumberKey(cell('meter_number') ?? '') }],
  loads: [
    {
      table: 'meter',
      key: [['meter_number', 's.meter_number']],
      lookups: [
        marketLocationLookup('m'),
        { alias: 'o', table: 'meter', on: 'o.meter_number = s.replaces_meter_number', column: 'replaces_meter_number' },
      ],
      checks: [
        { column: 'commodity', code: 'staying.import.other-commodity', refusedWhen: 'm.commodity <> s.commodity' },
        {
          column: 'removed_on',
          code: 'staying.import.removed-before-installed',
          refusedWhen: 's.removed_on < s.installed_on',
        },
        {
          column: 'replaces_meter_number',
          code: 'staying.import.replaces-itself',
          refusedWhen: 's.replaces_meter_number = s.meter_number',
        },
      ],
      fields: [
        { column: 'number_key', fedBy: 'meter_number' },
        { column: 'commodity' },
        { column: 'kind' },
        { column: 'metering_location_code', from: 's.metering_location_id', fedBy: 'metering_location_id' },
        { column: 'market_location_id', from: 'm.id' },
        { column: 'manufacturer' },
        { column: 'installed_on' },
        { column: 'removed_on' },
        { column: 'replaces_meter_id', from: 'o.id', fedBy: 'replaces_meter_number' },
        { column: 'calibrated_until' },
      ],
      versioned: true,
      laterReferences: {
        column: 'replaces_meter_number',
        code: 'staying.import.unknown-meter',
        open: `select s.line, s.meter_number, s.replaces_meter_number from import_stage_meters s
                 join meter t on t.meter_number = s.meter_number
                where s.replaces_meter_number is not null and t.replaces_meter_id is null and t.changed_here_at is null`,
        close: `update meter t set replaces_meter_id = r.id from open_reference o join meter r on r.meter_number = o.reference
                 where t.meter_number = o.source_key returning o.line`,
      },
    },
  ],
  exported: {
    from: `meter t join market_location m on m.id = t.market_location_id left join meter o on o.id = t.replaces_meter_id`,
    orderBy: 't.id',
    expressions: {
      metering_location_id: 't.metering_location_code',
      market_location_id: 'm.market_location_code',
      replaces_meter_number: 'o.meter_number',
    },
  },
}

const obis = (typed: string) => (parseObis(typed) ? typed : undefined)

export const registersFile: ImportFile = {
  file: 'registers',
  object: 'register',
  columns: [
    text('register_key', 80, { required: true }),
    text('meter_number', 40, { required: true }),
    ruled('obis', obis, 'staying.import.no-obis', { required: true }),
    oneOf('rate', ['total', 'high', 'low'], { whenEmpty: 'total' }),
    oneOf('direction', ['consumption', 'feed-in'], { whenEmpty: 'consumption' }),
    text('market_location_id', 33),
    oneOf('unit', ['kwh', 'm3', 'mwh'], { required: true }),
    whole('digits_before', 1, 12, { required: true }),
    whole('digits_after', 0, 6, { required: true }),
    decimal('factor', { before: 8, after: 4 }, { whenEmpty: '1' }),
  ],
  loads: [
    {
      table: 'register',
      key: [['register_key', 's.register_key']],
      lookups: [
        {
          alias: 'd',
          table: 'meter',
          on: 'd.meter_number = s.meter_number',
          column: 'meter_number',
          code: 'staying.import.unknown-meter',
        },
        marketLocationLookup('m'),
      ],
      checks: [{ column: 'factor', code: 'staying.import.factor-zero', refusedWhen: 's.factor <= 0' }],
      fields: [
        { column: 'meter_id', from: 'd.id', fedBy: 'meter_number' },
        { column: 'obis' },
        { column: 'rate' },
        { column: 'direction' },
        { column: 'market_location_id', from: 'coalesce(m.id, d.market_location_id)', fedBy: 'meter_number' },
        { column: 'unit', from: "case s.unit when 'kwh' then 'kWh' when 'mwh' then 'MWh' else 'm3' end" },
        { column: 'digits_before', from: 's.digits_before::smallint' },
        { column: 'digits_after', from: 's.digits_after::smallint' },
        { column: 'factor' },
      ],
      versioned: true,
    },
  ],
  exported: {
    from: `register t join meter d on d.id = t.meter_id left join market_location m
             on m.id = t.market_location_id and m.id <> d.market_location_id`,
    orderBy: 't.id',
    expressions: { meter_number: 'd.meter_number', market_location_id: 'm.market_location_code' },
  },
}
