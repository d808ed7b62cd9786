import { day, decimal, type ImportFile, type Load, type Lookup, text, whole } from '#company/exchange'
import { refreshSearchOf } from '../search/refresh.ts'

const customerLookup = (alias: string, column: string): Lookup => ({
  alias,
  table: 'customer',
  on: `${alias}.customer_number = s.${column}`,
  column,
  code: 'customers.import.unknown-customer',
})

/** Finds the market location that a line names, for files of rooms above as well. */
export const marketLocationLookup = (alias: string, column = 'market_location_id'): Lookup => ({
  alias,
  table: 'market_location',
  on: `${alias}.market_location_code = s.${column}`,
  column,
  code: 'customers.import.unknown-market-location',
})

export const contractAccountsFile: ImportFile = {
  file: 'contract-accounts',
  object: 'contract-account',
  columns: [
    text('contract_account_number', 50, { required: true }),
    text('customer_number', 20, { required: true }),
    text('payer_customer_number', 20),
    text('recipient_customer_number', 20),
    whole('billing_month', 1, 12),
  ],
  loads: [
    {
      table: 'contract_account',
      key: [['contract_account_number', 's.contract_account_number']],
      lookups: [
        customerLookup('c', 'customer_number'),
        customerLookup('p', 'payer_customer_number'),
        customerLookup('r', 'recipient_customer_number'),
      ],
      fields: [
        { column: 'customer_id', from: 'c.id', fedBy: 'customer_number' },
        { column: 'payer_customer_id', from: 'p.id', fedBy: 'payer_customer_number' },
        { column: 'recipient_customer_id', from: 'r.id', fedBy: 'recipient_customer_number' },
        { column: 'billing_month' },
      ],
      versioned: true,
    },
  ],
  exported: {
    from: `contract_account t join customer c on c.id = t.customer_id
           left join customer p on p.id = t.payer_customer_id left join customer r on r.id = t.recipient_customer_id`,
    orderBy: 't.id',
    expressions: {
      customer_number: 'c.customer_number',
      payer_customer_number: 'p.customer_number',
      recipient_customer_number: 'r.customer_number',
    },
  },
}

/** Product and prices, in contracts.csv (from the first day) and in contract-prices.csv (from a later day on). */
const priceColumns = [
  text('product_code', 50, { required: true }),
  text('product_name', 100, { required: true }),
  text('price_sheet', 50),
  decimal('unit_price_ct', { before: 6, after: 6, signed: true }),
  decimal('base_price_eur_year', { before: 8, after: 4, signed: true }),
]
const priceFields = ['product_code', 'product_name', 'price_sheet', 'unit_price_ct', 'base_price_eur_year']

const priceLoad = (validFrom: string, code?: string): Load => ({
  table: 'contract_price',
  key: [
    ['contract_id', 'c.id'],
    ['valid_from', `s.${validFrom}`],
  ],
  lookups: [
    {
      alias: 'c',
      table: 'contract',
      on: 'c.contract_number = s.contract_number',
      column: 'contract_number',
      ...(code ? { code } : {}),
    },
  ],
  fields: priceFields.map((column) => ({ column })),
  versioned: false,
  changedHere: 'c.changed_here_at is not null',
})

/** Days that both have: `o` is another contract at the same place. */
const overlaps = `o.market_location_id = PLACE and o.contract_number <> s.contract_number
  and o.starts_on <= coalesce(s.ends_on, 'infinity') and coalesce(o.ends_on, 'infinity') >= s.starts_on`

/**
 * Two contracts at one market location on one day would show each customer the readings of the other. Another line of the
 * same batch counts as it stands there, because a move ends one contract and begins the next in one file.
 */
const overlapCheck = {
  column: 'market_location_id',
  code: 'customers.import.contracts-overlap',
  refusedWhen: `(exists (select from contract o where ${overlaps.replace('PLACE', 'm.id')}
      and not exists (select from import_stage_contracts z where z.contract_number = o.contract_number))
    or exists (select from import_stage_contracts o where ${overlaps.replace('PLACE', 's.market_location_id')} and o.line < s.line))`,
}

const contractLoad: Load = {
  table: 'contract',
  key: [['contract_number', 's.contract_number']],
  lookups: [
    {
      alias: 'a',
      table: 'contract_account',
      on: 'a.contract_account_number = s.contract_account_number',
      column: 'contract_account_number',
      code: 'customers.import.unknown-contract-account',
    },
    marketLocationLookup('m'),
  ],
  checks: [
    { column: 'ends_on', code: 'customers.import.ends-before-start', refusedWhen: 's.ends_on < s.starts_on' },
    overlapCheck,
  ],
  fields: [
    { column: 'contract_account_id', from: 'a.id', fedBy: 'contract_account_number' },
    { column: 'customer_id', from: 'a.customer_id', fedBy: 'contract_account_number' },
    { column: 'market_location_id', from: 'm.id' },
    { column: 'starts_on' },
    { column: 'ends_on' },
  ],
  versioned: true,
  // The address of a site is found by the customers who have or had a contract there.
  after: [
    refreshSearchOf(
      `select k.customer_id from import_landed l join import_stage_contracts s on s.line = l.line
         join contract k on k.contract_number = s.contract_number where l.change in ('new', 'changed')`,
    ),
  ],
}

/** The price of the first day, or the first price if there is none for that day. */
const firstPrice = `(select p.* from contract_price p where p.contract_id = t.id
  order by p.valid_from <= t.starts_on desc, abs(p.valid_from - t.starts_on) limit 1)`

export const contractsFile: ImportFile = {
  file: 'contracts',
  object: 'contract',
  columns: [
    text('contract_number', 50, { required: true }),
    text('contract_account_number', 50, { required: true }),
    text('market_location_id', 33, { required: true }),
    ...priceColumns,
    day('starts_on', { required: true }),
    day('ends_on'),
  ],
  stageIndexes: ['contract_number', 'market_location_id'],
  loads: [contractLoad, priceLoad('starts_on')],
  exported: {
    from: `contract t join contract_account a on a.id = t.contract_account_id
           join market_location m on m.id = t.market_location_id left join lateral ${firstPrice} p on true`,
    orderBy: 't.id',
    expressions: {
      contract_account_number: 'a.contract_account_number',
      market_location_id: 'm.market_location_code',
      ...Object.fromEntries(priceFields.map((column) => [column, `p.${column}`])),
    },
  },
}

export const contractPricesFile: ImportFile = {
  file: 'contract-prices',
  object: 'contract',
  columns: [
    text('contract_price_key', 70, { required: true }),
    text('contract_number', 50, { required: true }),
    day('valid_from', { required: true }),
    ...priceColumns,
  ],
  loads: [priceLoad('valid_from', 'customers.import.unknown-contract')],
  exported: {
    from: `contract_price t join contract c on c.id = t.contract_id
           join lateral ${firstPrice.replaceAll('t.id', 'c.id').replaceAll('t.starts_on', 'c.starts_on')} f
             on f.valid_from < t.valid_from`,
    orderBy: 't.contract_id, t.valid_from',
    expressions: {
      contract_price_key: `c.contract_number || '/' || t.valid_from`,
      contract_number: 'c.contract_number',
    },
  },
}
