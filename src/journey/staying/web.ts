// Browser-safe door of `staying`: pure rules, contracts and pages. Nothing here reads a file or a table.
export { formatObis, parseObis } from './meters/obis.ts'
export type { Commodity, Direction, Obis, Rate, RegisterUnit } from './meters/obis.ts'
export { marketLocationCheckDigit, parseMarketLocation, parseMeteringLocation } from '#company/customers/web'
export type { MarketLocationNumber } from '#company/customers/web'
export { isSameMeterNumber, meterNumberKey, meterNumberTail, parseDeviceNumber } from './meters/meter-number.ts'
export type { DeviceNumber } from './meters/meter-number.ts'
export { capacityOf, formatCount, parseValue, registerDigitsMax } from './meters/register.ts'
export type { Count, ParsedValue, Register, ValueRefusal } from './meters/register.ts'
export { dateOf, dayOf, dayOfDate } from './profiles/day.ts'
export type { Day } from './profiles/day.ts'
export { profileOf } from './profiles/profile.ts'
export type { Profile } from './profiles/profile.ts'
export { degreeDays, shareOfYear, weatherCoverage, weatherOf } from './profiles/share.ts'
export type { Weather } from './profiles/share.ts'
export { gasEnergyOf, gasFactorsOf, volumeConversionE4Of } from './consumption/gas.ts'
export type { GasEnergy, GasFactors, PeriodGasFactors } from './consumption/gas.ts'
export { forecastOf } from './consumption/forecast.ts'
export type { Forecast } from './consumption/forecast.ts'
export { amountOf, levelOf } from './consumption/level.ts'
export type { Level, LevelSource } from './consumption/level.ts'
export { countsBetween, formatQuantity, roundQuantity, usageOf, wholeKwh } from './consumption/usage.ts'
export type { Quantity, UsageStretch } from './consumption/usage.ts'
export { historyOf } from './readings/history.ts'
export type { DeviceReadings } from './readings/history.ts'
export { bandDeviations, judge } from './readings/judge.ts'
export { causes, isSubstitute, readingReasons, readingSources, readingStatuses } from './readings/reading.ts'
export type {
  Band,
  Because,
  CalendarRules,
  Cause,
  EnteredReading,
  JudgeContext,
  Judgement,
  JudgementFigures,
  OtherRegister,
  PastReading,
  ReadingReason,
  ReadingSource,
  ReadingStatus,
} from './readings/reading.ts'
export {
  askAnswer,
  askBody,
  checkAnswer,
  decisionAnswer,
  decisionBody,
  deskEntryBody,
  guestReadingAnswer,
  listAnswer,
  registersAnswer,
  requestAnswer,
} from './readings/desk.contract.ts'
export { exchangeAnswer, exchangeBody } from './meters/exchange.contract.ts'
export { enteredAnswer, type Explanation } from './readings/readings.contract.ts'
export { type Danger, dangerIn, isNear, plainWords } from './outages/danger.ts'
export {
  endBody,
  faultReportsAnswer,
  outageCommodities,
  outageDoneAnswer,
  outagesAnswer,
  publishBody,
  publishedAnswer,
  reachAnswer,
  reachBody,
  updateBody,
} from './outages/outages.contract.ts'
export {
  exchangeDecisionAnswer,
  exchangeDecisionBody,
  exchangeReportAnswer,
} from './exchange-reports/exchange-reports.contract.ts'
export { calibrationAnswer, calibrationQuery, type MeterSelection } from './calibration/meter-selection.contract.ts'
export {
  campaignAnswer,
  campaignMadeAnswer,
  campaignsAnswer,
  campaignVerbAnswer,
  campaignVerbBody,
  newCampaignBody,
  previewAnswer,
  previewBody,
} from './campaigns/campaigns.contract.ts'
export {
  companyMadeAnswer,
  companyParams,
  fileParams,
  newCompanyBody,
  readingFilesAnswer,
  refusedLinesAnswer,
  refusedQuery,
} from './reading-files/reading-files.contract.ts'
