/**
 * After how many seconds a delivery is tried again: 5 s, 15 s, 45 s, 2 min, 7 min, 20 min, 1 h, 3 h, then every 6 h. Twenty tries
 * take three days and a bit: a weekend with a broken receiver loses nothing.
 */
export const ATTEMPTS_MAX = 20
const FIRST_SECONDS = 5
const FACTOR = 3
const LONGEST_SECONDS = 6 * 3_600
/** Up to so much is added, so that a thousand that failed together do not come back together. */
const JITTER = 0.25

/** @param chance between 0 and 1 */
export function waitSeconds(attempts: number, chance: number): number {
  const plain = Math.min(LONGEST_SECONDS, FIRST_SECONDS * FACTOR ** (Math.max(1, attempts) - 1))
  return Math.round(plain * (1 + JITTER * chance))
}

/** A receiver that fails is asked again by one delivery at a time, after 5 s at first and 10 min at most. */
const RECEIVER_LONGEST_SECONDS = 600
export const receiverWaitSeconds = (failures: number, chance: number): number =>
  Math.min(RECEIVER_LONGEST_SECONDS, waitSeconds(failures, chance))
