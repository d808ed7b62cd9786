// Browser-safe door of `customers`: pure rules and contracts. Nothing here reads a file or a table.
export { isEmailAddress } from './people/email-address.ts'
export { parsePhoneNumber } from './people/phone-number.ts'
export {
  type MarketLocationNumber,
  marketLocationCheckDigit,
  parseMarketLocation,
  parseMeteringLocation,
} from './sites/market-location.ts'
