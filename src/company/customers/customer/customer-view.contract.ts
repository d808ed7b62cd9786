import { day, decimal, id, line, z } from '#platform/contract'
import { isEmailAddress } from '../people/email-address.ts'
import { parsePhoneNumber } from '../people/phone-number.ts'

const address = z.strictObject({
  street: z.string().nullable(),
  houseNumber: z.string().nullable(),
  postalCode: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string(),
})

/** Who somebody is and how to reach them. */
export const customerAnswer = z.strictObject({
  id: id(),
  customerNumber: z.string(),
  kind: z.enum(['person', 'household', 'company']),
  salutation: z.enum(['ms', 'mr', 'none']),
  title: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  companyName: z.string().nullable(),
  registerNumber: z.string().nullable(),
  birthDate: day().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  mobile: z.string().nullable(),
  address,
  language: z.enum(['de', 'en']),
  rowVersion: z.number().int(),
})
export type CustomerAnswer = z.infer<typeof customerAnswer>

const price = z.strictObject({
  validFrom: day(),
  productCode: z.string(),
  productName: z.string(),
  priceSheet: z.string().nullable(),
  /** Gross, cent per kWh; water: per m3. */
  unitPriceCt: decimal().nullable(),
  /** Gross, EUR per year. */
  basePriceEurYear: decimal().nullable(),
})

export const contractAnswer = z.strictObject({
  id: id(),
  contractNumber: z.string(),
  contractAccountId: id(),
  startsOn: day(),
  endsOn: day().nullable(),
  marketLocation: z.strictObject({
    id: id(),
    code: z.string(),
    commodity: z.enum(['power', 'gas', 'water', 'heat']),
    direction: z.enum(['consumption', 'feed-in']),
    loadProfile: z.string().nullable(),
    forecastKwh: decimal().nullable(),
  }),
  site: z.strictObject({
    id: id(),
    siteNumber: z.string(),
    kind: z.enum(['flat', 'house', 'business', 'common-area']),
    locationHint: z.string().nullable(),
    address,
  }),
  /** The newest first. */
  prices: z.array(price),
})
export type ContractAnswer = z.infer<typeof contractAnswer>

export const accountAnswer = z.strictObject({
  id: id(),
  contractAccountNumber: z.string(),
  payerCustomerId: id().nullable(),
  recipientCustomerId: id().nullable(),
  billingMonth: z.number().int().nullable(),
})
export type AccountAnswer = z.infer<typeof accountAnswer>

/** All that customers knows of one customer, for an agent and for the customer's own page. */
export const customerViewAnswer = z.strictObject({
  customer: customerAnswer,
  accounts: z.array(accountAnswer),
  contracts: z.array(contractAnswer),
})

export const customerPath = z.strictObject({ id: id() })

const contact = (rule: (typed: string) => string | undefined, code: string) =>
  line(254)
    .transform((typed, context) => {
      if (typed === '') return null
      const value = rule(typed)
      if (value === undefined) context.addIssue({ code: 'custom', params: { code } })
      return value ?? null
    })
    .nullable()
    .optional()

const email = (typed: string) => (isEmailAddress(typed) ? typed : undefined)

/** What staff may change here; a field that is left out stays as it is, null or empty takes it away. */
export const changeContactBody = z.strictObject({
  /** The version that was on the page: if it is not the newest, nothing is changed. */
  rowVersion: z.number().int().min(1).max(2_147_483_647),
  email: contact(email, 'customers.no-email'),
  phone: contact(parsePhoneNumber, 'customers.no-phone'),
  mobile: contact(parsePhoneNumber, 'customers.no-phone'),
})
export type ChangeContact = z.infer<typeof changeContactBody>
