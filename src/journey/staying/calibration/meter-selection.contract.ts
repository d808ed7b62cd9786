import { day, id, line, z } from '#platform/contract/web'

export const selectedCommodities = ['power', 'gas', 'water', 'heat'] as const
export const selectedKinds = ['conventional', 'modern', 'smart'] as const

/** Which meters a list or a campaign is about; what is left out is not asked about. */
export const meterSelection = z.strictObject({
  commodity: z.enum(selectedCommodities).optional(),
  kind: z.enum(selectedKinds).optional(),
  /** Beginning of a postal code, or part of a street or town. */
  place: line(60).optional(),
  /** Beginning of the name of the product that is supplied today. */
  product: line(80).optional(),
  /** Calibration term ends on this day at the latest. */
  calibrationUntil: day().optional(),
  /** Calibration term ends in this year. */
  calibrationYear: z
    .string()
    .regex(/^20\d\d$/)
    .optional(),
  /** No value since this day. */
  lastReadBefore: day().optional(),
})
export type MeterSelection = z.infer<typeof meterSelection>

/** Of a list: what is not asked for must not be empty. */
export const calibrationQuery = z.strictObject({
  ...meterSelection.shape,
  calibrationUntil: day(),
  /** The last meter seen: the day its term ends, and its id. */
  afterDay: day().optional(),
  afterId: id().optional(),
})
export const calibrationCsvQuery = z.strictObject({ ...meterSelection.shape, calibrationUntil: day() })

const dueMeter = z.object({
  meterId: z.string(),
  meterNumber: z.string(),
  commodity: z.enum(selectedCommodities),
  kind: z.enum(selectedKinds),
  installedOn: day(),
  dueOn: day(),
  /** Computed by the rule of law, because no term came with the meter. */
  byRule: z.boolean(),
  place: z.string().nullable(),
  /** Whose contract runs there today. */
  customerId: z.string().nullable(),
})

export const calibrationAnswer = z.object({
  total: z.number().int(),
  /** Whose term has ended already: their values may not be billed. */
  ended: z.number().int(),
  years: z.array(
    z.object({ year: z.number().int(), commodity: z.enum(selectedCommodities), meters: z.number().int() }),
  ),
  meters: z.array(dueMeter),
  next: z.object({ afterDay: day(), afterId: id() }).nullable(),
})
