import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { Doer } from '../changes/change.ts'
import type { MoveBody } from './moves.contract.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export async function insertMove(
  tx: Tx,
  move: Omit<MoveBody, 'movesOn'> & {
    readonly movesOn: Temporal.PlainDate
    readonly actorKind: 'customer' | 'staff'
    readonly actorId: string
  },
  doer: Doer,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into move_announcement (customer_id, moves_on, street, house_number, postal_code, city, letters_too, announced_at, channel,
                                   actor_kind, actor_id, reason, told_by, origin)
    values (${doer.customerId}, ${move.movesOn}, ${move.street}, ${move.houseNumber || null}, ${move.postalCode}, ${move.city},
            ${move.lettersToo ?? false}, ${doer.occurredAt}, ${doer.channel}, ${move.actorKind}, ${move.actorId}, ${doer.reason ?? null}, ${doer.toldBy ?? null}, ${doer.origin})
    returning id`.execute(on(tx))
  return rows[0]?.id as string
}

export type Move = {
  readonly id: string
  readonly customerId: string
  readonly street: string
  readonly houseNumber: string | null
  readonly postalCode: string
  readonly city: string
  readonly country: string
  readonly origin: string
  readonly appliedAt: Temporal.Instant | null
}

/** Worker only: a move, locked, so that it is applied once. */
export async function moveById(tx: Tx, id: string): Promise<Move | undefined> {
  const { rows } = await sql<Move>`
    select id, customer_id as "customerId", street, house_number as "houseNumber", postal_code as "postalCode", city, country, origin,
           applied_at as "appliedAt" from move_announcement where id = ${id} for update`.execute(on(tx))
  return rows[0]
}

export async function markApplied(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  await sql`update move_announcement set applied_at = ${now} where id = ${id}`.execute(on(tx))
}

export type MoveOnFile = Omit<Move, 'origin' | 'customerId'> & {
  readonly movesOn: string
  readonly lettersToo: boolean
  readonly announcedAt: Temporal.Instant
}

/** What a customer has said about moving, the newest first. */
export const movesStatement = (customerId: string): Statement<MoveOnFile> =>
  sql<MoveOnFile>`
    select id, moves_on::text as "movesOn", street, house_number as "houseNumber", postal_code as "postalCode", city, country,
           letters_too as "lettersToo", applied_at as "appliedAt", announced_at as "announcedAt"
      from move_announcement where customer_id = ${customerId} order by id desc limit 10`.compile(
    statements<NoTables>(),
  )

/** Worker only: whose day has come, oldest first. */
export async function dueMoves(tx: Tx, today: Temporal.PlainDate): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from move_announcement where letters_too and applied_at is null and moves_on <= ${today} order by moves_on, id`.execute(
    on(tx),
  )
  return rows.map((row) => row.id)
}
