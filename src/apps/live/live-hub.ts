import type { LiveHub } from '#platform/realtime'

let hub: LiveHub | undefined

/** The hub of this web process; set once at the start. */
export const setLiveHub = (live: LiveHub): void => {
  hub = live
}

export function liveHub(): LiveHub {
  if (!hub) throw new Error('The live hub has not been started.')
  return hub
}
