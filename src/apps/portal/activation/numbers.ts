import { line, z } from '#platform/contract'

/** As the database compares customer numbers: zeros at the front would otherwise be new attempts at the same customer. */
export const numberKey = (typed: string): string => typed.replaceAll(/\D/g, '').replace(/^0+/, '')

/** A number as people type it, with blanks and dots; there is a digit in it. */
export const number = () => line(40, 1).pipe(z.string().regex(/[0-9]/))
