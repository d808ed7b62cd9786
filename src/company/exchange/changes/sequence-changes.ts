import type pg from 'pg'
import { type Fact, factsByIds, feedAfter, lockReader, moveReader } from '#company/journal'
import { transaction, type Tx } from '#platform/database'
import { type NewChange, storeChanges } from './changes.sql.ts'
import { columnsOfFields, type ObjectState, type OutObject } from './out-object.ts'

const READER = 'exchange.changes'
/** Facts read at once: a transaction of some 50 ms. */
const BATCH_MAX = 500

/**
 * Turns the next facts of the feed into changes: each names its object, carries its state as it stands now, and is put before
 * every receiver. Cursor, changes and deliveries are committed together and one reader works at a time, so nothing is
 * skipped and nothing comes twice, wherever it is killed; a fact that was committed late is simply later in the feed.
 * @returns how many facts were read
 */
export async function sequenceChanges(pool: pg.Pool, objects: readonly OutObject[]): Promise<number> {
  return transaction(pool, async (tx) => {
    const position = await lockReader(tx, READER)
    const feed = await feedAfter(tx, position, BATCH_MAX)
    const last = feed.at(-1)
    if (!last) return 0
    const facts = await factsByIds(
      tx,
      feed.map((row) => row.journalId),
    )
    const changes = await changesOf(tx, objects, facts)
    await storeChanges(tx, changes, new Map(objects.map((one) => [one.object, one.scope])))
    await moveReader(tx, READER, last.position)
    return feed.length
  })
}

type Hit = {
  readonly fact: Fact
  readonly object: OutObject
  readonly objectId: string
  readonly fields: readonly string[]
}

async function changesOf(tx: Tx, objects: readonly OutObject[], facts: readonly Fact[]): Promise<NewChange[]> {
  const hits: Hit[] = facts.flatMap((fact) =>
    objects.flatMap((object) => object.touchedBy(fact).map((touched) => ({ fact, object, ...touched }))),
  )
  const states = new Map<OutObject, ReadonlyMap<string, ObjectState>>()
  for (const object of new Set(hits.map((hit) => hit.object))) {
    const ids = [...new Set(hits.filter((hit) => hit.object === object).map((hit) => hit.objectId))]
    states.set(object, await object.load(tx, ids))
  }
  return hits.flatMap((hit) => {
    const found = states.get(hit.object)?.get(hit.objectId)
    return found ? [toChange(hit, found)] : []
  })
}

function toChange({ fact, object, objectId, fields }: Hit, { state, changedHereAt }: ObjectState): NewChange {
  return {
    object: object.object,
    objectId,
    customerId: fact.customerId,
    factId: fact.id,
    fact: fact.name,
    fields,
    channel: fact.channel,
    actorKind: fact.actor.kind,
    actorId: 'id' in fact.actor ? fact.actor.id : null,
    occurredAt: fact.occurredAt,
    state,
    changedHereAt,
    awaits: isNewToOthers(fact) ? columnsOfFields(object, fields) : [],
  }
}

/** What another system sent itself, and what staff took over from it, needs no answer of it. */
function isNewToOthers(fact: Fact): boolean {
  if (fact.channel === 'import') return false
  return (fact.payload as { readonly decision?: unknown }).decision !== 'taken'
}
