import { expect, test } from 'vitest'
import { type Lately, likelyTopics } from './likely-topics.ts'

const fact = (name: string, daysAgo: number): Lately => ({ name, daysAgo })
const contact = (topic: string, daysAgo: number): Lately => ({ name: 'contact', topic, daysAgo })

test.each<[string, Lately[], string[]]>([
  ['nothing happened: nothing is likely', [], []],
  ['one reading asked for', [fact('staying.reading-requested', 1)], ['reading']],
  [
    'the newer one first: 0.5^(1/4) = 0.84 against 0.5^(8/4) = 0.25',
    [fact('paying.bill-issued', 8), fact('staying.reading-requested', 1)],
    ['reading', 'bill'],
  ],
  [
    'two old ones together beat one: 2 x 0.5 = 1.0 against 0.84',
    [fact('paying.bill-issued', 4), fact('paying.bill-corrected', 4), fact('staying.reading-entered', 1)],
    ['bill', 'reading'],
  ],
  [
    'who has asked asks again: 1.5 x 0.5 = 0.75 against 0.5',
    [fact('paying.bill-issued', 4), contact('move', 4)],
    ['move', 'bill'],
  ],
  [
    'signing in and contacts as facts say nothing',
    [fact('identity.signed-in', 0), fact('customers.contact-recorded', 0)],
    [],
  ],
  [
    'three at most',
    ['staying.reading-entered', 'paying.bill-issued', 'identity.account-opened', 'leaving.ended'].map((name, at) =>
      fact(name, at),
    ),
    ['reading', 'bill', 'portal'],
  ],
  [
    'what is in the future counts as today',
    [fact('staying.reading-requested', -3), contact('bill', 1)],
    ['bill', 'reading'],
  ],
])('%s', (_name, lately, topics) => {
  expect(likelyTopics(lately)).toEqual(topics)
})
