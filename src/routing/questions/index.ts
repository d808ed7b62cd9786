export { type Board, type BoardOptions, currentModel, openBoard, readPlan } from './board.ts'
export {
  type Appended,
  book,
  type Booked,
  type BookOptions,
  catchUp,
  type ChangeLog,
  confirm,
  giveBack,
  type LoggedChange,
  type LoggedEvent,
  type LogEntry,
  memoryLog,
  type NotBooked,
  releaseLapsed,
  report,
} from './bookings.ts'
export { applyChange, type PlanChange, type TourChange, type TourNode } from './change.ts'
export { type DayOptions, type DayOutlook, simulateDay, type TourOutlook, type VisitOutlook } from './day.ts'
export {
  type BoardEvent,
  type EventAnswer,
  type EventOptions,
  type MovedVisit,
  takeEvent,
  UnknownOnBoard,
} from './events.ts'
export {
  type Alternative,
  explain,
  type Explained,
  type NoAlternativeCode,
  type NotPlanned,
  type PositionCost,
  type TimeCode,
} from './explain.ts'
export { bidsOf, type Bids, type Forecast } from './look-ahead.ts'
export { type NewPlace, type RefusalCode, RefusedVisit } from './new-visit.ts'
export {
  type ForbiddenCode,
  type Remedy,
  type RemedyKind,
  type RemedyPrices,
  type Unserved,
  type UnservedReason,
} from './remedies.ts'
export {
  type NoSlot,
  priceSlots,
  type Slot,
  type SlotAnswer,
  type SlotPlace,
  type SlotRequest,
  type SlotWindow,
} from './slots.ts'
export type { Uncertainty } from './uncertainty.ts'
