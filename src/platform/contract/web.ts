import { z } from 'zod'

/**
 * Building blocks of contracts. A contract is the one description of what goes in and out of a route: the server's check,
 * the HTML form's codec, `openapi.json` and the typed client are made from it. Unknown fields are refused.
 */

/** An identity of ours: a positive 64-bit integer as text, because it does not fit a JavaScript number. */
export const id = () =>
  z
    .string()
    .regex(/^[1-9][0-9]{0,17}$/)
    .meta({ format: 'id', description: 'Identity, digits' })

/** A legal day, `2026-11-22`. Of these centuries: a database knows no year 0, and arithmetic goes beyond it. */
export const day = () =>
  z.iso
    .date()
    .refine((text) => text >= '1800' && text < '3000', { params: { code: 'platform.field.no-day' } })
    .meta({ format: 'date' })

/** A point in time in UTC. */
export const instant = () => z.iso.datetime({ offset: true }).meta({ format: 'date-time' })

/** An exact decimal as text, `1234.5`: meter values and prices never become binary fractions. */
export const decimal = (digitsBefore = 15, digitsAfter = 6) =>
  z
    .string()
    .regex(new RegExp(`^-?[0-9]{1,${digitsBefore}}(\\.[0-9]{1,${digitsAfter}})?$`))
    .meta({ format: 'decimal' })

/** Text that a person typed: trimmed, in composed form, without control characters, of bounded length. */
export const line = (lengthMax: number, lengthMin = 0) =>
  z
    .string()
    .max(lengthMax * 4)
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(lengthMin)
        .max(lengthMax)
        .regex(/^[^\u0000-\u001f\u007f]*$/),
    )

/** Like `line`, over several lines. */
export const paragraph = (lengthMax: number, lengthMin = 0) =>
  z
    .string()
    .max(lengthMax * 4)
    .transform((value) => value.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(lengthMin)
        .max(lengthMax)
        .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f]*$/),
    )

/** Pages of a list by the last key seen; `after` is opaque to the caller. */
export const page = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).optional() }

export { z }
