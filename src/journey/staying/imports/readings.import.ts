import { day, decimal, type ImportFile, oneOf, text } from '#company/exchange'
import { facts } from '#company/journal'
import { readingReasons, readingSources, readingStatuses } from '../readings/reading.ts'

/** Statuses of which a register has one a day and reason (index reading_one_per_day). */
const counts = "('valid', 'in-check')"

/** Numbers the lines of the batch that would stand for the same register, day and reason. */
const sameDayLines = `(select line, row_number() over (partition by register_key, read_on, reason order by line) as number
  from import_stage_readings where status in ${counts})`

export const readingsFile: ImportFile = {
  file: 'readings',
  object: 'reading',
  columns: [
    text('reading_key', 200, { required: true }),
    text('register_key', 80, { required: true }),
    day('read_on', { required: true }),
    decimal('value', { before: 12, after: 6 }, { required: true }),
    oneOf('reason', readingReasons, { whenEmpty: 'regular' }),
    oneOf('source', readingSources, { required: true }),
    text('estimate_reason', 200),
    text('estimate_factors', 500),
    oneOf('status', readingStatuses, { whenEmpty: 'valid' }),
  ],
  stageIndexes: ['reading_key'],
  loads: [
    {
      table: 'reading',
      key: [['source_key', 's.reading_key']],
      lookups: [
        {
          alias: 'r',
          table: 'register',
          on: 'r.register_key = s.register_key',
          column: 'register_key',
          code: 'staying.import.unknown-register',
        },
        { alias: 'd', table: sameDayLines, on: 'd.line = s.line', column: 'read_on' },
      ],
      checks: [
        {
          column: 'value',
          code: 'staying.import.too-many-digits',
          refusedWhen: 's.value >= (10::numeric ^ r.digits_before)',
        },
        { column: 'read_on', code: 'staying.import.in-future', refusedWhen: 's.read_on > legal_day(:now)' },
        {
          column: 'read_on',
          code: 'staying.import.second-that-day',
          refusedWhen: `d.number > 1 or (s.status in ${counts} and exists (select from reading o
              where o.register_id = r.id and o.read_on = s.read_on and o.reason = s.reason and o.status in ${counts}
                and o.source_key is distinct from s.reading_key
                and not exists (select from import_stage_readings z where z.reading_key = o.source_key and z.status not in ${counts})))`,
        },
      ],
      fields: [
        { column: 'register_id', from: 'r.id', fedBy: 'register_key' },
        { column: 'market_location_id', from: 'r.market_location_id', fedBy: 'register_key' },
        { column: 'read_on' },
        { column: 'value' },
        { column: 'reason' },
        { column: 'source' },
        { column: 'status' },
        { column: 'estimate_reason' },
        { column: 'estimate_factors' },
      ],
      onInsert: [
        ['channel', "'import'"],
        ['entered_by_kind', "'system'"],
        ['entered_at', ':now'],
      ],
      // A verdict belongs to a value: what the leading system changes is judged again with the batch that changed it.
      onUpdate: [
        ['entered_at', ':now'],
        ['verdict', "'unknown'"],
        ['judgement', 'null::jsonb'],
      ],
      versioned: true,
    },
  ],
  exported: {
    from: `reading t join register r on r.id = t.register_id`,
    orderBy: 't.id',
    expressions: {
      // A reading that was handed in here has no key of another system; its own identity serves.
      reading_key: "coalesce(t.source_key, 'kundenwerk-' || t.id)",
      register_key: 'r.register_key',
    },
  },
  fact: (batchId, { rows, refused }) => ({
    kind: facts.readingsImported,
    payload: { batchId, rows, questionable: 0, refused },
  }),
}

export const gasFactorsFile: ImportFile = {
  file: 'gas-factors',
  object: 'gas-factor',
  columns: [
    text('gas_factor_key', 80, { required: true }),
    text('postal_code', 10),
    day('valid_from', { required: true }),
    day('valid_to', { required: true }),
    decimal('volume_conversion_factor', { before: 2, after: 4 }, { required: true }),
    decimal('calorific_value', { before: 4, after: 3 }, { required: true }),
  ],
  loads: [
    {
      table: 'gas_factor',
      key: [['gas_factor_key', 's.gas_factor_key']],
      checks: [
        { column: 'valid_to', code: 'staying.import.ends-before-start', refusedWhen: 's.valid_to < s.valid_from' },
        // DVGW G 685: the volume conversion factor lies near 1 (0.7 to 1.1 from the sea to 2,000 m and up to 1 bar);
        // the gross calorific value of L and H gas between 7.9 and 13.1 kWh/m3 (G 260).
        {
          column: 'volume_conversion_factor',
          code: 'staying.import.no-conversion-factor',
          refusedWhen: 's.volume_conversion_factor not between 0.5 and 2',
        },
        {
          column: 'calorific_value',
          code: 'staying.import.no-calorific-value',
          refusedWhen: 's.calorific_value not between 5 and 15',
        },
      ],
      fields: ['postal_code', 'valid_from', 'valid_to', 'volume_conversion_factor', 'calorific_value'].map(
        (column) => ({ column }),
      ),
      versioned: false,
    },
  ],
  exported: { from: 'gas_factor t', orderBy: 't.id' },
}

export const temperaturesFile: ImportFile = {
  file: 'temperatures',
  object: 'temperature',
  columns: [
    day('day', { required: true }),
    decimal('mean_temperature_c', { before: 2, after: 1, signed: true }, { required: true }),
  ],
  loads: [
    { table: 'temperature', key: [['day', 's.day']], fields: [{ column: 'mean_temperature_c' }], versioned: false },
  ],
  exported: { from: 'temperature t', orderBy: 't.day' },
}
