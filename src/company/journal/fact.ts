import { z } from '#platform/contract'

/** Part of the customer journey that a fact belongs to; `any` for what happens in every phase. */
export type Phase = 'joining' | 'staying' | 'paying' | 'leaving' | 'any'

export const channels = [
  'portal',
  'guest',
  'link',
  'desk',
  'phone',
  'counter',
  'letter',
  'e-mail',
  'sms',
  'api',
  'import',
  'system',
] as const
export type Channel = (typeof channels)[number]

/** Who did it. `guest` is a person who is not signed in. */
export type Actor =
  | { readonly kind: 'customer' | 'staff' | 'machine'; readonly id: string }
  | { readonly kind: 'system' | 'guest' }

/**
 * A kind of fact: its name never changes, its payload holds ids and figures only (no names, no addresses, no free text), so
 * that the journal can be kept when a person is forgotten.
 */
export type FactKind<Name extends string = string, Payload extends z.ZodType = z.ZodType> = {
  readonly name: Name
  readonly phase: Phase
  readonly payload: Payload
  /** Numbers of the KPI catalogue (docs/figures.md) that are counted from it. */
  readonly figures: readonly number[]
  /** One English sentence: what has happened when this is recorded. */
  readonly meaning: string
  /** True if the customer sees it on the timeline. */
  readonly onTimeline: boolean
}

export function defineFact<const Name extends string, Shape extends z.ZodRawShape>(fact: {
  name: Name
  phase: Phase
  payload: Shape
  figures: readonly number[]
  meaning: string
  onTimeline?: boolean
}): FactKind<Name, z.ZodObject<Shape, z.core.$strict>> {
  return { ...fact, payload: z.strictObject(fact.payload), onTimeline: fact.onTimeline ?? true }
}

/** What listeners and readers get: one row of the journal. */
export type Fact<Kind extends FactKind = FactKind> = {
  readonly id: string
  readonly name: Kind['name']
  readonly phase: Phase
  readonly customerId: string | null
  readonly contractId: string | null
  readonly channel: Channel
  readonly actor: Actor
  readonly occurredAt: Temporal.Instant
  readonly recordedAt: Temporal.Instant
  readonly payload: z.infer<Kind['payload']>
}
