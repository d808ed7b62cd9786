import { sql } from 'kysely'
import { type Statement, statements } from '#platform/database'
import type { ChannelKind } from './channel.ts'

/** Whether messages reach the customer of the session: a confirmed address, and one that turned out to be dead and has no confirmed one of its kind beside it. */
export type OwnReachability = {
  readonly isConfirmed: boolean
  readonly bouncedKind: ChannelKind | null
  readonly bouncedValue: string | null
}

/** For the home page: who has nothing confirmed, or a dead address, is asked there at the next sign-in. */
export const ownReachabilityStatement = (): Statement<OwnReachability> =>
  sql<OwnReachability>`
    select coalesce(bool_or(k.state = 'confirmed'), false) as "isConfirmed",
           (array_agg(k.kind order by k.bounced_at desc) filter (where k.state = 'bounced' and not k.replaced))[1] as "bouncedKind",
           (array_agg(k.value order by k.bounced_at desc) filter (where k.state = 'bounced' and not k.replaced))[1] as "bouncedValue"
      from (select b.*, exists (select 1 from contact_channel o
                                 where o.customer_id = b.customer_id and o.kind = b.kind and o.state = 'confirmed') as replaced
              from contact_channel b where b.customer_id = (select app_customer_id()) and b.state in ('confirmed', 'bounced')) k`.compile(
    statements<Record<string, never>>(),
  )
