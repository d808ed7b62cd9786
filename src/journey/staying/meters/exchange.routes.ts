import { id, z } from '#platform/contract'
import { apiAct, staff } from '#platform/http'
import { enteredOf } from '../readings/answers.ts'
import { exchangeAnswer, exchangeBody } from './exchange.contract.ts'
import { exchangeMeter } from './exchange-meter.ts'

const exchange = apiAct({
  method: 'POST',
  path: '/desk/api/meters/:id/exchange',
  who: staff('agent'),
  contract: { params: z.strictObject({ id: id() }), body: exchangeBody },
  answer: exchangeAnswer,
  status: 201,
  says: 'Takes a meter off and puts another up: last values, judged like others, and the new device with its first values.',
  act: async (tx, { input, who, now }) => {
    const { day, calibratedUntil, ...sent } = input.body
    const done = await exchangeMeter(tx, {
      ...sent,
      manufacturer: sent.manufacturer || undefined,
      oldMeterId: input.params.id,
      day: Temporal.PlainDate.from(day),
      calibratedUntil: calibratedUntil === undefined ? undefined : Temporal.PlainDate.from(calibratedUntil),
      staffId: who.staffId,
      now,
    })
    return { newMeterId: done.newMeterId, ...enteredOf(done.readings) }
  },
})

export const exchangeRoutes = [exchange]
