import { expect, test } from 'vitest'
import { Refusal } from '#platform/refusal'
import { testHouse } from '../../../tests/setup/house.ts'
import { settleIn } from '../../../tests/setup/people.ts'
import { Budget } from './form-body.ts'

test('a budget that is used up refuses, and what is given back can be taken again', () => {
  const budget = new Budget(100)
  budget.take(60)
  expect(() => budget.take(41)).toThrow(Refusal)
  budget.take(40)
  budget.giveBack(60)
  budget.take(60)
  expect(() => budget.take(1)).toThrow('platform.busy')
})

test('forms give back what they held, refused ones too: 40 of 8 MB are more than all may hold at once', async () => {
  const house = await testHouse()
  const headers = await house.asCustomer((await settleIn(house.pools)).customerId)
  const noPicture = Buffer.alloc(8 * 1_048_576, 'x')
  for (let sent = 0; sent < 40; sent += 1) {
    const body = new FormData()
    body.set('photo', new Blob([noPicture]), 'meter.jpg')
    const packed = new Response(body)
    const answer = await house.server.inject({
      method: 'POST',
      url: '/zaehlerstand',
      headers: { ...headers, 'content-type': packed.headers.get('content-type') as string },
      payload: Buffer.from(await packed.arrayBuffer()),
    })
    expect(answer.statusCode).toBe(422)
  }
  await house.end()
})
