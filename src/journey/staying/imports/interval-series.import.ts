import { day, type ImportFile, oneOf, ruled, text } from '#company/exchange'

/** Most values of a day, and of nine digits each: a gigawatt-hour in a quarter of an hour is more than anybody has. */
const VALUES_MAX = 100
const VALUE = /^\d{1,9}$/
/** A value that is missing is a dash: zero would say that nothing was used. */
const MISSING = '-'

/** Values of a day as an array of the database, `{12,NULL,8}`; undefined if they are no list of whole numbers. */
export function quarterHours(typed: string): string | undefined {
  const values = typed.trim().split(/\s+/)
  if (values.length > VALUES_MAX || values.some((value) => value !== MISSING && !VALUE.test(value))) return undefined
  return `{${values.map((value) => (value === MISSING ? 'NULL' : String(Number(value)))).join(',')}}`
}

const bare = (obis: string): string => `regexp_replace(replace(${obis}, '.29.', '.8.'), '^[0-9]+-[0-9]+:', '')`

/**
 * The register by its key; without one the register of that OBIS code which hung at the location on that day. Load curves name the
 * energy of an interval (x.29.0), registers the counter that it is taken from (x.8.0).
 */
const REGISTER = `coalesce(
  (select x.id from register x where x.register_key = s.register_key),
  (select x.id from register x join meter d on d.id = x.meter_id join market_location l on l.id = x.market_location_id
    where s.register_key is null and s.market_location_id in (l.market_location_code, d.metering_location_code)
      and ${bare('x.obis')} = ${bare('s.obis')} and s.day between d.installed_on and coalesce(d.removed_on, 'infinity'::date)
    order by x.id limit 1))`

export const intervalSeriesFile: ImportFile = {
  file: 'interval-series',
  object: 'interval-series',
  columns: [
    text('series_key', 100, { required: true }),
    text('register_key', 80),
    text('market_location_id', 33),
    text('obis', 40),
    day('day', { required: true }),
    oneOf('unit', ['wh', 'l'], { whenEmpty: 'wh' }),
    oneOf('status', ['measured', 'substituted', 'provisional'], { whenEmpty: 'measured' }),
    ruled('quarter_hours', quarterHours, 'staying.import.no-quarter-hours', { required: true }),
  ],
  loads: [
    {
      table: 'interval_series',
      key: [
        ['register_id', 'r.id'],
        ['day', 's.day'],
      ],
      lookups: [{ alias: 'r', table: 'register', on: `r.id = ${REGISTER}`, column: 'register_key' }],
      checks: [
        { column: 'register_key', code: 'staying.import.unknown-register', refusedWhen: 'r.id is null' },
        { column: 'day', code: 'staying.import.in-future', refusedWhen: 's.day > legal_day(:now)' },
        {
          column: 'quarter_hours',
          code: 'staying.import.other-number-of-quarter-hours',
          refusedWhen: 'cardinality(s.quarter_hours::integer[]) <> quarter_hours_of(s.day)',
        },
        {
          column: 'unit',
          code: 'staying.import.other-unit',
          refusedWhen: "(s.unit = 'l') <> (r.unit = 'm3')",
        },
      ],
      fields: [
        { column: 'market_location_id', from: 'r.market_location_id', fedBy: 'register_key' },
        { column: 'unit', from: "case s.unit when 'l' then 'l' else 'Wh' end" },
        { column: 'status' },
        { column: 'quarter_hours', from: 's.quarter_hours::integer[]' },
      ],
      onInsert: [['entered_at', ':now']],
      onUpdate: [['entered_at', ':now']],
      versioned: true,
    },
  ],
  exported: {
    from: 'interval_series t join register r on r.id = t.register_id',
    orderBy: 'r.id, t.day',
    expressions: {
      series_key: "r.register_key || '/' || t.day",
      register_key: 'r.register_key',
      market_location_id: 'null::text',
      obis: 'null::text',
      unit: 'lower(t.unit)',
      quarter_hours: `array_to_string(t.quarter_hours, ' ', '${MISSING}')`,
    },
  },
}
