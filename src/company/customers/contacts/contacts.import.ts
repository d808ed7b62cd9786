import { facts } from '#company/journal'
import { fault, type ImportFile, oneOf, ruled, text, whole } from '#company/exchange'
import { contactChannels, contactOutcomes, contactPhases, verifications } from './contact.contract.ts'

/** A moment with its offset, `2026-11-22T14:05:00+01:00`, or without one as the clock in Germany showed it. */
function momentOf(typed: string): string | undefined {
  const text = typed.replace(' ', 'T')
  try {
    if (/(Z|[+-]\d{2}:?\d{2})$/.test(text)) return Temporal.Instant.from(text).toString()
    return Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').toInstant().toString()
  } catch {
    return undefined
  }
}

const yesOrNo = (typed: string): string | undefined =>
  ({ yes: 'true', no: 'false', ja: 'true', nein: 'false', true: 'true', false: 'false', '1': 'true', '0': 'false' })[
    typed.toLowerCase()
  ]

const columnsAsTheyAre = ['channel', 'direction', 'topic', 'outcome', 'verification', 'duration_s']

/** Contacts from the telephone system or a CRM: one line each, by the key that the other system has for it. */
export const contactsFile: ImportFile = {
  file: 'contacts',
  object: 'contact',
  columns: [
    text('contact_key', 80, { required: true }),
    text('customer_number', 20),
    text('contract_number', 30),
    oneOf('channel', contactChannels, { required: true }),
    oneOf('direction', ['in', 'out'], { whenEmpty: 'in' }),
    text('topic', 30, { whenEmpty: 'other', form: /^[a-z][a-z-]{1,29}$/ }),
    oneOf('phase', contactPhases),
    oneOf('outcome', contactOutcomes, { whenEmpty: 'answered' }),
    ruled('solved', yesOrNo, 'customers.import.no-yes-or-no'),
    oneOf('verification', verifications, { whenEmpty: 'none' }),
    ruled('began_at', momentOf, 'customers.import.no-moment', { required: true }),
    whole('duration_s', 0, 86_400),
  ],
  checkLine: (cell) =>
    cell('contract_number') !== null && cell('customer_number') === null
      ? { column: 'customer_number', fault: fault('customers.import.contract-without-customer') }
      : undefined,
  loads: [
    {
      table: 'contact',
      key: [['contact_key', 's.contact_key']],
      lookups: [
        {
          alias: 'u',
          table: 'customer',
          on: 'u.customer_number = s.customer_number',
          column: 'customer_number',
          code: 'customers.import.unknown-customer',
        },
        {
          alias: 'k',
          table: 'contract',
          on: 'k.contract_number = s.contract_number and k.customer_id = u.id',
          column: 'contract_number',
          code: 'customers.import.unknown-contract',
        },
        {
          alias: 'o',
          table: 'contact_topic',
          on: 'o.code = s.topic',
          column: 'topic',
          code: 'customers.import.unknown-topic',
          found: 'o.code',
        },
      ],
      fields: [
        { column: 'customer_id', from: 'u.id', fedBy: 'customer_number' },
        { column: 'contract_id', from: 'k.id', fedBy: 'contract_number' },
        ...columnsAsTheyAre.map((column) => ({ column })),
        { column: 'phase', from: 'coalesce(s.phase, o.phase)', fedBy: 'topic' },
        { column: 'solved', from: 's.solved::boolean' },
        { column: 'began_at', from: 's.began_at::timestamptz' },
      ],
      versioned: true,
    },
  ],
  exported: {
    from: 'contact t left join customer u on u.id = t.customer_id left join contract k on k.id = t.contract_id',
    orderBy: 't.id',
    expressions: {
      customer_number: 'u.customer_number',
      contract_number: 'k.contract_number',
      solved: "case when t.solved then 'yes' when not t.solved then 'no' end",
      began_at: `to_char(t.began_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    },
  },
  fact: (batchId, { rows, inserted, refused }) => ({
    kind: facts.contactsImported,
    payload: { batchId, rows, fresh: inserted, refused },
  }),
}
