import { randomUUID } from 'node:crypto'
import { type Pools, transaction } from '#platform/database'
import { takeLimits } from '#platform/http'
import type { Settings } from '#platform/config'
import { sealerOf } from '#platform/sealing'
import { actIn } from '../act-in.ts'
import { addressRule, ownNetworks } from './receiver-address.ts'
import { openLine, type SendOutcome } from './send-webhook.ts'
import { signedHeaders } from './signature.ts'
import { type Subscription, validSecrets } from './subscriptions.sql.ts'

/** A person who tries a receiver presses a few times; more is a flood. */
const TRIES_MAX = 20
const TRIES_SECONDS = 60

export type Tried = SendOutcome & { readonly durationMs: number }

/**
 * Sends one signed message of the kind `webhook.test` at once, as a change would be sent, and says what came of it. It names no
 * object and is not tried again.
 * @throws Refusal 429 after 20 in a minute
 */
export async function tryReceiver(
  pools: Pick<Pools, 'worker'>,
  receiver: Subscription,
  settings: Settings,
  now: Temporal.Instant,
): Promise<Tried> {
  await takeLimits(pools.worker, [
    { name: 'webhook-test', key: receiver.machineId, max: TRIES_MAX, seconds: TRIES_SECONDS },
  ])
  const sealer = await sealerOf(settings)
  const secrets = await transaction(pools.worker, async (tx) => {
    await actIn(tx, receiver.machineId)
    return validSecrets(tx, receiver.id, sealer, now)
  })
  const body = JSON.stringify({ type: 'webhook.test', timestamp: now.toString(), data: {} })
  const headers = signedHeaders(secrets, `test_${randomUUID()}`, body, now)
  const line = openLine({ rule: addressRule(ownNetworks(settings.WEBHOOK_NETWORKS)), connectionsMax: 1 })
  const begun = performance.now()
  try {
    const outcome = await line.send(receiver.url, headers, body)
    return { ...outcome, durationMs: Math.round(performance.now() - begun) }
  } finally {
    line.close()
  }
}
