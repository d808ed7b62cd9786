import { day, decimal, type ImportFile, oneOf, text } from '#company/exchange'
import { facts } from '#company/journal'
import { meterNumberKey } from '../meters/meter-number.ts'

/** Reasons for which a company reads. */
const reasons = ['regular', 'move-in', 'move-out', 'check'] as const
const counts = "('valid', 'in-check')"

/**
 * What a reading company brings back: lines of its order with the value beside them. Each value is a reading of our own people's kind
 * (EnWG 40(2) no. 6: read by the supplier), and is judged like one; a key that is known is the same reading.
 * @param code of the company, `[a-z][a-z0-9-]+`: it stands before each of its keys
 */
export const companyReadingsFile = (code: string): ImportFile => ({
  file: 'company-readings',
  object: 'reading',
  columns: [
    text('reading_key', 60, { required: true }),
    text('register_key', 80, { required: true }),
    text('meter_number', 40),
    day('read_on', { required: true }),
    decimal('value', { before: 12, after: 6 }, { required: true }),
    oneOf('reason', reasons, { whenEmpty: 'regular' }),
  ],
  derived: [
    { name: 'number_key', sqlType: 'text', from: (cell) => meterNumberKey(cell('meter_number') ?? '') || null },
    { name: 'whole_key', sqlType: 'text', from: (cell) => `company:${code}:${cell('reading_key')}` },
  ],
  stageIndexes: ['reading_key'],
  loads: [
    {
      table: 'reading',
      key: [['source_key', 's.whole_key']],
      lookups: [
        {
          alias: 'r',
          table: 'register',
          on: 'r.register_key = s.register_key',
          column: 'register_key',
          code: 'staying.import.unknown-register',
        },
        { alias: 'm', table: 'meter', on: 'm.id = r.meter_id', column: 'meter_number' },
        {
          alias: 'd',
          table: `(select line, row_number() over (partition by register_key, read_on, reason order by line) as number
                     from import_stage_company_readings)`,
          on: 'd.line = s.line',
          column: 'read_on',
        },
      ],
      checks: [
        {
          column: 'meter_number',
          code: 'staying.import.other-meter',
          refusedWhen: 's.number_key is not null and m.number_key <> s.number_key',
        },
        { column: 'read_on', code: 'staying.import.in-future', refusedWhen: 's.read_on > legal_day(:now)' },
        {
          column: 'read_on',
          code: 'staying.no-meter-that-day',
          refusedWhen: `s.read_on < m.installed_on or s.read_on > coalesce(m.removed_on, 'infinity'::date)`,
        },
        {
          column: 'value',
          code: 'staying.import.too-many-digits',
          refusedWhen: 's.value >= (10::numeric ^ r.digits_before)',
        },
        {
          column: 'read_on',
          code: 'staying.import.second-that-day',
          refusedWhen: `d.number > 1 or exists (select from reading o where o.register_id = r.id and o.read_on = s.read_on
              and o.reason = s.reason and o.status in ${counts} and o.source_key is distinct from s.whole_key)`,
        },
      ],
      fields: [
        { column: 'register_id', from: 'r.id', fedBy: 'register_key' },
        { column: 'market_location_id', from: 'r.market_location_id', fedBy: 'register_key' },
        { column: 'read_on' },
        { column: 'value' },
        { column: 'reason' },
      ],
      onInsert: [
        ['source', "'agent'"],
        ['status', "'valid'"],
        ['channel', "'import'"],
        ['entered_by_kind', "'system'"],
        ['entered_at', ':now'],
      ],
      onUpdate: [
        ['entered_at', ':now'],
        ['verdict', "'unknown'"],
        ['judgement', 'null::jsonb'],
      ],
      versioned: true,
    },
  ],
  exported: { from: 'reading t', orderBy: 't.id' },
  // Whoever hears it judges the lines; what is implausible becomes a list and a task.
  fact: (batchId, { rows, refused }) => ({
    kind: facts.readingsImported,
    payload: { batchId, rows, questionable: 0, refused },
  }),
})
