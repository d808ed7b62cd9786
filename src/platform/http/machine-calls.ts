import { sql } from 'kysely'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type pg from 'pg'
import type { Clock } from '#platform/clock'
import { flight, statements } from '#platform/database'
import type { Refusal } from '#platform/refusal'

/** What is known of a call of a machine before it is answered. */
type Known = { readonly machineId: string; refusal?: Refusal }
const known = new WeakMap<FastifyRequest, Known>()

type Line = {
  readonly machine: string
  readonly at: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
  readonly code: string | null
  readonly fields: readonly { readonly field: string; readonly code: string }[] | null
  readonly request: string
}

/** Written together: a row for each call of its own would cost as much as the call. A kill loses the lines of half a second. */
const EVERY_MS = 500
const TOGETHER_MAX = 1_000
/** What waits while the database does not answer; beyond it lines are lost, and calls go on. */
const WAITING_MAX = 20_000
const PATH_LENGTH_MAX = 200
const CALLS_KEPT_DAYS = 30

export const noteMachine = (request: FastifyRequest, machineId: string): void => void known.set(request, { machineId })

export function noteRefusal(request: FastifyRequest, refusal: Refusal): void {
  const call = known.get(request)
  if (call) call.refusal = refusal
}

/** Keeps for each call of a machine what it was and how it was answered, so that who writes the program can look it up. */
export function watchMachineCalls(
  server: FastifyInstance,
  pool: pg.Pool,
  clock: Clock,
  onError: (error: unknown) => void,
): void {
  let waiting: Line[] = []
  let writing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const write = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const lines = waiting
    waiting = []
    writing = writing.then(() => store(pool, lines)).catch(onError)
    return writing
  }
  server.addHook('onResponse', (request, reply, done) => {
    const call = known.get(request)
    if (call && waiting.length < WAITING_MAX) {
      waiting.push(lineOf(call, request, reply.statusCode, reply.elapsedTime, clock.now()))
      if (waiting.length >= TOGETHER_MAX) void write()
      else timer ??= setTimeout(() => void write(), EVERY_MS)
    }
    done()
  })
  server.addHook('onClose', write)
}

function lineOf(call: Known, request: FastifyRequest, status: number, ms: number, now: Temporal.Instant): Line {
  const fields = call.refusal?.fields.map(({ field, code }) => ({ field, code }))
  return {
    machine: call.machineId,
    at: now.toString(),
    method: request.method,
    path: (request.url.split('?')[0] ?? '').slice(0, PATH_LENGTH_MAX),
    status,
    ms: Math.round(ms),
    code: call.refusal?.code ?? null,
    fields: fields?.length ? fields : null,
    request: request.id,
  }
}

async function store(pool: pg.Pool, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return
  await flight(pool, [
    sql`insert into machine_call (machine_id, asked_at, method, path, status, duration_ms, code, fields, request_id)
        select machine, at, method, path, status, ms, code, fields, request
          from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
            as l(machine bigint, at timestamptz, method text, path text, status smallint, ms integer, code text, fields jsonb, request text)`.compile(
      statements<Record<string, never>>(),
    ),
  ])
}

/** Forgets calls that nobody looks for any more. */
export async function forgetCalls(pool: pg.Pool, now: Temporal.Instant): Promise<void> {
  const before = now.subtract({ hours: 24 * CALLS_KEPT_DAYS })
  await flight(pool, [
    sql`delete from machine_call where asked_at < ${before}`.compile(statements<Record<string, never>>()),
  ])
}
