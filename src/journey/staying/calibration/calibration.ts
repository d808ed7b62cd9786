/**
 * The last day on which the values of a meter may be billed: its term counts in whole years from the year in which it was put up,
 * and ends with a year (MessEG section 37, MessEV section 34).
 */
export const calibrationEnd = (installedOn: Temporal.PlainDate, years: number): Temporal.PlainDate =>
  Temporal.PlainDate.from({ year: installedOn.year + years, month: 12, day: 31 })
