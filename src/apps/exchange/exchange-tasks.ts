import { type FactContext, defineListener, facts } from '#company/journal'
import { openTask, voidTaskOf } from '#company/tasks'
import { legalDay } from '#platform/calendar'

/** Days until somebody should have looked: until then two systems differ, or a receiver hears nothing. */
const DAYS_FOR_REFUSAL = 3
const DAYS_FOR_RECEIVER = 1

export const refusalKey = (changeId: string, system: string) => `change-refused/${changeId}/${system}`
const asSystem = (occurredAt: Temporal.Instant): FactContext => ({
  channel: 'system',
  actor: { kind: 'system' },
  occurredAt,
})

/** A leading system said no to a change: somebody decides, with its reason and both values before them. */
export const onChangeRefused = defineListener({
  name: 'exchange.task-on-change-refused',
  hears: facts.changeRefused,
  hear: async (tx, { customerId, payload }, now) => {
    const { changeId, system, object, objectId, fields } = payload
    await openTask(
      tx,
      {
        kind: 'exchange.change-refused',
        customerId,
        contractId: null,
        subject: { changeId, system, object, objectId, fields: fields.join(', ') },
        group: 'billing',
        priority: 2,
        dueOn: legalDay(now).add({ days: DAYS_FOR_REFUSAL }),
        dedupeKey: refusalKey(changeId, system),
      },
      asSystem(now),
    )
  },
})

/** It said yes after all: nobody has to decide any more. */
export const onChangeTakenOver = defineListener({
  name: 'exchange.task-on-change-taken-over',
  hears: facts.changeTakenOver,
  hear: async (tx, { payload }, now) => {
    await voidTaskOf(tx, refusalKey(payload.changeId, payload.system), { outcome: 'taken-over', now })
  },
})

/** A receiver did not take a change in three days of tries, or is gone: one task a day for each receiver. */
export const onDeliveryFailed = defineListener({
  name: 'exchange.task-on-delivery-failed',
  hears: facts.deliveryFailed,
  hear: async (tx, { payload }, now) => {
    const { subscriptionId, changeId, gone } = payload
    const today = legalDay(now)
    await openTask(
      tx,
      {
        kind: gone ? 'exchange.receiver-gone' : 'exchange.delivery-failed',
        customerId: null,
        contractId: null,
        subject: { subscriptionId, ...(changeId && { changeId }) },
        group: 'it',
        priority: 1,
        dueOn: today.add({ days: DAYS_FOR_RECEIVER }),
        dedupeKey: `delivery-failed/${subscriptionId}/${today.toString()}`,
      },
      asSystem(now),
    )
  },
})

export const exchangeListeners = [onChangeRefused, onChangeTakenOver, onDeliveryFailed]
