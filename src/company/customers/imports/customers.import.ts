import { day, type ImportFile, oneOf, ruled, text } from '#company/exchange'
import { isEmailAddress } from '../people/email-address.ts'
import { refreshSearchOf } from '../search/refresh.ts'
import { parsePhoneNumber } from '../people/phone-number.ts'

const email = (typed: string) => (isEmailAddress(typed) ? typed : undefined)

/** A postal address as five columns; empty for a customer, complete for a site. */
export const addressColumns = (required: boolean) => [
  text('street', 100, { required }),
  text('house_number', 20, { required }),
  text('postal_code', 10, { required, form: /^[0-9A-Za-z][0-9A-Za-z -]{2,9}$/ }),
  text('city', 100, { required }),
  text('country', 2, { whenEmpty: 'DE', form: /^[A-Z]{2}$/ }),
]

/** Columns of a customer that a file may carry, and for which a leading system is named. */
export const customerFields: readonly string[] = [
  'kind',
  'salutation',
  'title',
  'first_name',
  'last_name',
  'company_name',
  'register_number',
  'birth_date',
  'email',
  'phone',
  'mobile',
  'street',
  'house_number',
  'postal_code',
  'city',
  'country',
  'language',
]

export const customersFile: ImportFile = {
  file: 'customers',
  object: 'customer',
  columns: [
    text('customer_number', 20, { required: true }),
    oneOf('kind', ['person', 'household', 'company'], { required: true }),
    oneOf('salutation', ['ms', 'mr', 'none'], { whenEmpty: 'none' }),
    text('title', 50),
    text('first_name', 100),
    text('last_name', 100),
    text('company_name', 200),
    text('register_number', 50),
    day('birth_date'),
    ruled('email', email, 'customers.import.no-email'),
    ruled('phone', parsePhoneNumber, 'customers.import.no-phone', { writes: 'phone' }),
    ruled('mobile', parsePhoneNumber, 'customers.import.no-phone', { writes: 'phone' }),
    ...addressColumns(false),
    oneOf('language', ['de', 'en'], { whenEmpty: 'de' }),
  ],
  checkLine: (cell) => {
    if (cell('kind') === 'company')
      return cell('company_name') === null
        ? { column: 'company_name', fault: { code: 'customers.import.company-without-name' } }
        : undefined
    return cell('last_name') === null
      ? { column: 'last_name', fault: { code: 'customers.import.person-without-name' } }
      : undefined
  },
  loads: [
    {
      table: 'customer',
      key: [['customer_number', 's.customer_number']],
      fields: customerFields.map((column) => ({ column })),
      versioned: true,
      objectId: 't.id',
      after: [
        refreshSearchOf(
          `select c.id from import_landed l join import_stage_customers s on s.line = l.line
             join customer c on c.customer_number = s.customer_number where l.change in ('new', 'changed')`,
        ),
      ],
    },
  ],
  exported: { from: 'customer t', orderBy: 't.id' },
}
