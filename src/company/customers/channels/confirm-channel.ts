import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import type { Doer } from '../changes/change.ts'
import { changeFields } from '../changes/change-fields.ts'
import { CODE_ATTEMPTS_MAX } from './channel.ts'
import type { ChannelKind, ContactChannel } from './channel.ts'
import {
  channelsOf,
  countAttempt,
  insertChannel,
  insertProof,
  lockNewestProof,
  lockProofByLink,
  markConfirmed,
  type Proof,
  removeChannelRow,
} from './channels.sql.ts'
import { isCode } from './code.ts'
import type { Locale } from '#platform/i18n'

export type NamedChannel = {
  readonly kind: ChannelKind
  readonly value: string
  /** True if it shall stand in the record once it is confirmed. */
  readonly wantsMain: boolean
  readonly language: Locale
}

/**
 * Writes an address down and asks its other end: a listener sends the link or the code. Until it answers, nothing else goes
 * there and the record stays as it is.
 * @returns the channel's id
 */
export async function nameChannel(tx: Tx, named: NamedChannel, doer: Doer): Promise<string> {
  const { customerId, occurredAt: now } = doer
  const addedBy = doer.actor.kind === 'staff' ? 'staff' : 'customer'
  const channelId = await insertChannel(tx, { customerId, kind: named.kind, value: named.value, addedBy }, now)
  const proofId = await insertProof(
    tx,
    { channelId, customerId, wantsMain: named.wantsMain, origin: doer.origin, language: named.language },
    now,
  )
  await recordFact(tx, facts.channelAsked, { channelId, proofId, kind: named.kind }, doer)
  return channelId
}

const isOver = (proof: Proof, now: Temporal.Instant): boolean =>
  proof.usedAt !== null || proof.endsAt === null || Temporal.Instant.compare(now, proof.endsAt) > 0

/** As the house, after the other end has answered. The record changes in the same breath if this shall be the main address. */
async function confirm(tx: Tx, proof: Proof, doer: Doer): Promise<void> {
  await markConfirmed(tx, proof, doer.occurredAt)
  await recordFact(tx, facts.channelConfirmed, { channelId: proof.channelId, kind: proof.kind }, doer)
  const there = (await channelsOf(tx, doer.customerId)).filter((one) => one.kind === proof.kind)
  if (proof.wantsMain || !there.some((one) => one.main)) await makeMain(tx, proof, doer)
}

async function makeMain(tx: Tx, channel: { readonly kind: ChannelKind; readonly value: string }, doer: Doer) {
  const kind = channel.kind === 'e-mail' ? 'email' : 'mobile'
  await changeFields(tx, { kind, wanted: { [kind]: channel.value }, rowVersion: undefined }, doer)
}

/**
 * Uses the link of a mail up. @throws Refusal 422 if it is not good (any more)
 */
export async function confirmByLink(
  tx: Tx,
  token: string,
  act: { readonly now: Temporal.Instant; readonly origin: string },
): Promise<void> {
  const proof = await lockProofByLink(tx, token)
  if (!proof || isOver(proof, act.now)) throw new Refusal(422, 'customers.proof-ended')
  await confirm(tx, proof, {
    customerId: proof.customerId,
    channel: 'link',
    actor: { kind: 'guest' },
    occurredAt: act.now,
    origin: act.origin,
  })
}

/** How a typed code was taken; wrong ones are counted, so this returns instead of throwing. */
export type CodeTaken = 'confirmed' | 'wrong' | 'over'

/** As the house: compares a typed code with the newest one that was sent to the channel. */
export async function confirmByCode(tx: Tx, channelId: string, typed: string, doer: Doer): Promise<CodeTaken> {
  const proof = await lockNewestProof(tx, channelId, doer.customerId)
  if (!proof) throw notFound()
  if (proof.kind !== 'mobile' || isOver(proof, doer.occurredAt) || proof.attempts >= CODE_ATTEMPTS_MAX) return 'over'
  if (!isCode(proof.codeHash, typed.replaceAll(/\s/g, ''))) {
    await countAttempt(tx, proof.id)
    return proof.attempts + 1 >= CODE_ATTEMPTS_MAX ? 'over' : 'wrong'
  }
  await confirm(tx, proof, doer)
  return 'confirmed'
}

/** As the house: puts a confirmed address into the record, in place of the one that stands there. */
export async function chooseMain(tx: Tx, channelId: string, doer: Doer): Promise<void> {
  const channel = await ownChannel(tx, channelId, doer.customerId)
  if (channel.state !== 'confirmed') throw new Refusal(409, 'customers.channel-not-confirmed')
  await makeMain(tx, channel, doer)
}

/**
 * As the house: takes an address off the file. If it was the main one, another confirmed address of the kind takes its place, or
 * none, and what was there is told.
 */
export async function removeChannel(tx: Tx, channelId: string, doer: Doer): Promise<void> {
  const channel = await ownChannel(tx, channelId, doer.customerId)
  const removed = await removeChannelRow(tx, channelId, doer.customerId, doer.occurredAt)
  if (!removed) throw notFound()
  await recordFact(tx, facts.channelRemoved, { channelId, kind: channel.kind }, doer)
  if (!channel.main) return
  const next = (await channelsOf(tx, doer.customerId)).find(
    (one) => one.kind === channel.kind && one.state === 'confirmed' && one.id !== null,
  )
  const kind = channel.kind === 'e-mail' ? 'email' : 'mobile'
  await changeFields(tx, { kind, wanted: { [kind]: next?.value ?? null }, rowVersion: undefined }, doer)
}

async function ownChannel(tx: Tx, id: string, customerId: string): Promise<ContactChannel & { readonly id: string }> {
  const channel = (await channelsOf(tx, customerId)).find((one) => one.id === id)
  if (!channel) throw notFound()
  return { ...channel, id }
}
