import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { tables, transaction } from '#platform/database'
import { isSettled } from '../tests/proofs/kills/books.ts'
import { RunningHouse } from '../tests/proofs/kills/running-house.ts'
import { until } from '../tests/proofs/start/launched.ts'
import { changeAll, manyCustomers, subscribedReceiver } from '../tests/proofs/webhooks/receivers.ts'

/**
 * `npm run bench -- webhooks [CHANGES]`: so many changes of as many customers (10,000 by default) wait, and then go to a fast receiver
 * while a slow one beside it takes a second for each answer. Worker, database and both receivers share the machine. Goal: 500
 * deliveries a second to the fast one, which does not wait for the slow one.
 */
const GOAL_PER_SECOND = 500
const SLOW_MS = 1_000

/** CPU that a process has used so far (proc(5): fields 14 and 15 in ticks of a hundredth of a second). */
const cpuMs = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

export async function run(args: readonly string[]): Promise<void> {
  const changes = Number(args[0] ?? 10_000)
  process.env['WEBHOOK_NETWORKS'] = '127.0.0.1'
  const house = await RunningHouse.start()
  const fast = await subscribedReceiver(house.pools, 'fast')
  const slow = await subscribedReceiver(house.pools, 'slow')
  slow.answer = async (_received, response) => {
    await pause(SLOW_MS)
    response.writeHead(204).end()
  }
  try {
    const sequencedMs = await record(house, changes)
    const cpuBefore = cpuMs(house.pidOf('worker'))
    const began = performance.now()
    await ask(house, sql`update webhook_subscription set state = 'active'`)
    while (fast.all.length < changes) await pause(10)
    const seconds = (performance.now() - began) / 1_000
    const cpu = cpuMs(house.pidOf('worker')) - cpuBefore
    const perSecond = Math.round(changes / seconds)
    const line = {
      case: 'webhooks',
      changes,
      perSecond,
      goalPerSecond: GOAL_PER_SECOND,
      seconds: Number(seconds.toFixed(1)),
      workerCpuMsPerDelivery: Number((cpu / (changes + slow.all.length)).toFixed(3)),
      recordedAndPutInOrderPerSecond: Math.round(changes / (sequencedMs / 1_000)),
      slowReceived: slow.all.length,
      twice: fast.all.length - fast.once.length,
      unsigned: fast.all.filter((one) => !one.signed).length,
      load: loadavg()[0],
    }
    console.log(JSON.stringify(line))
    if (perSecond < GOAL_PER_SECOND) process.exitCode = 1
  } finally {
    await ask(house, sql`update webhook_subscription set state = 'paused'`)
    await fast.stop()
    await slow.stop()
    await house.stop()
  }
}

const ask = async <Row>(house: RunningHouse, query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

/** Changes that wait for both receivers, with everything else that follows from them done. @returns how long it took */
async function record(house: RunningHouse, changes: number): Promise<number> {
  await ask(house, sql`update webhook_subscription set state = 'paused'`)
  const ids = await manyCustomers(house.pools, changes)
  const began = performance.now()
  for (let at = 0; at < ids.length; at += 1_000) await changeAll(house.pools, ids.slice(at, at + 1_000))
  const waiting = () => ask(house, sql<{ n: number }>`select count(*)::int as n from webhook_delivery`)
  const logs = () => house.logs()
  await until(async () => (await waiting())[0]?.n === 2 * changes, 'the changes', 600_000, logs)
  const tookMs = performance.now() - began
  await until(() => isSettled(house.pools), 'the other listeners', 600_000, logs)
  return tookMs
}
