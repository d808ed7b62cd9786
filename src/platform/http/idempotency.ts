import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { CompiledQuery } from 'kysely'
import { sendTogether, type Statement, type Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'
import type { Sealer } from '#platform/sealing'

/** Key of a call as `draft-ietf-httpapi-idempotency-key-header` has it; quoted or bare. */
const KEY = /^"?([\x21\x23-\x7e]{1,255})"?$/
/** Answers are kept so long: a program that repeats later than that does not remember what it asked. */
const ANSWERS_KEPT_DAYS = 7

/** `sealer` closes what is kept: an answer may hold a secret that is shown once. */
export type IdempotentCall = { readonly keyHash: Buffer; readonly requestHash: Buffer; readonly sealer: Sealer }
export type StoredAnswer = { readonly status: number; readonly answer: unknown }

const sha256 = (...parts: readonly string[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest()
}

/**
 * The key that a request carries, with a hash of what it asks for.
 * @throws Refusal 400 if the header is no key
 */
export async function idempotentCallOf(
  request: FastifyRequest,
  sealer: () => Promise<Sealer>,
): Promise<IdempotentCall | undefined> {
  const header = request.headers['idempotency-key']
  if (header === undefined) return undefined
  const key = typeof header === 'string' ? KEY.exec(header)?.[1] : undefined
  if (key === undefined) throw new Refusal(400, 'platform.idempotency-key-malformed')
  return {
    keyHash: sha256(key),
    requestHash: sha256(request.method, request.url, JSON.stringify(request.body ?? null)),
    sealer: await sealer(),
  }
}

const raw = (text: string, values: readonly unknown[]): Statement => CompiledQuery.raw(text, [...values])

/**
 * What was answered to this key before, or nothing: then the caller acts and keeps its answer.
 * @throws Refusal 409 while the same key is being worked on, 422 if it came with another call
 */
export async function answeredBefore(
  tx: Tx,
  machineId: string,
  call: IdempotentCall,
): Promise<StoredAnswer | undefined> {
  const [locks, rows] = await sendTogether(tx, [
    raw('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine', [
      `idempotency:${machineId}:${call.keyHash.toString('base64')}`,
    ]),
    raw('select request_hash, status, answer from idempotent_answer where machine_id = $1 and key_hash = $2', [
      machineId,
      call.keyHash,
    ]),
  ])
  if ((locks?.[0] as { mine: boolean } | undefined)?.mine !== true)
    throw new Refusal(409, 'platform.idempotency-key-in-use', { retryAfterSeconds: 1 })
  const found = rows?.[0] as { request_hash: Buffer; status: number; answer: unknown } | undefined
  if (!found) return undefined
  if (!found.request_hash.equals(call.requestHash)) throw new Refusal(422, 'platform.idempotency-key-reused')
  return {
    status: found.status,
    answer: JSON.parse(call.sealer.unseal(String(found.answer), placeOf(machineId, call))),
  }
}

const placeOf = (machineId: string, call: IdempotentCall): string =>
  `idempotent-answer:${machineId}:${call.keyHash.toString('base64')}`

/** Keeps an answer, in the transaction of what was done. */
export async function keepAnswer(tx: Tx, machineId: string, call: IdempotentCall, answer: StoredAnswer): Promise<void> {
  await sendTogether(tx, [
    raw(
      'insert into idempotent_answer (machine_id, key_hash, request_hash, status, answer) values ($1, $2, $3, $4, $5::jsonb)',
      [
        machineId,
        call.keyHash,
        call.requestHash,
        answer.status,
        JSON.stringify(call.sealer.seal(JSON.stringify(answer.answer), placeOf(machineId, call))),
      ],
    ),
  ])
}

/** Forgets answers that nobody asks for any more. */
export async function forgetAnswers(tx: Tx): Promise<void> {
  await sendTogether(tx, [
    raw('delete from idempotent_answer where created_at < now() - make_interval(days => $1)', [ANSWERS_KEPT_DAYS]),
  ])
}
