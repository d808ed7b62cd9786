import type { OwnedTable } from '#company/customers'

/**
 * Tables of other rooms whose rows move to the survivor when two records are merged. Letters, mails and the audit log keep the id under
 * which they were written: they are documents of their time.
 */
export const mergedTables: readonly OwnedTable[] = [
  { table: 'task', key: 'id' },
  { table: 'reading_request', key: 'id' },
  { table: 'meter_exchange_report', key: 'id' },
  {
    table: 'reading_campaign_member',
    key: 'id',
    stays:
      'exists (select 1 from reading_campaign_member o where o.customer_id = $2 and o.campaign_id = t.campaign_id)',
  },
  { table: 'guest_reading', key: 'id' },
  {
    table: 'account_grant',
    key: 'id',
    stays: 'exists (select 1 from account_grant o where o.customer_id = $2 and o.account_id = t.account_id)',
  },
  { table: 'session', key: 'id' },
  { table: 'power_of_attorney', key: 'id' },
]
