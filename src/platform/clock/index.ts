/** Where `now` comes from. Rules never ask: they are told, so that a story can be played on any day. */
export type Clock = { readonly now: () => Temporal.Instant }

export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that stands still until it is moved, for stories by date. */
export function standingClock(start: string): Clock & { readonly moveTo: (instant: string) => void } {
  let current = Temporal.Instant.from(start)
  return {
    now: () => current,
    moveTo: (instant) => {
      current = Temporal.Instant.from(instant)
    },
  }
}
