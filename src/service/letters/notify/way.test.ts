import { describe, expect, test } from 'vitest'
import { chooseWay, type WayFacts } from './way.ts'

const plain: WayFacts = {
  importance: 'important',
  rule: null,
  onPaperByNature: false,
  sourcePosts: false,
  toldDirectly: false,
  choice: null,
  kindWay: 'digital',
  hasChannel: true,
}
const law = { id: '1', demands: 'post' } as const

describe('the way of a letter', () => {
  const cases: readonly (readonly [string, Partial<WayFacts>, string, string, boolean])[] = [
    ['a digital kind, a confirmed address', {}, 'digital', 'kind-digital', true],
    ['a kind that still goes by post', { kindWay: 'post' }, 'post', 'kind-post', false],
    [
      'who chose the portal gets every kind there',
      { kindWay: 'post', choice: 'portal' },
      'digital',
      'choice-portal',
      true,
    ],
    ['who chose the post gets no kind in the portal alone', { choice: 'post' }, 'post', 'choice-post', false],
    ['nobody would learn of it', { hasChannel: false }, 'post', 'no-channel', false],
    ['nor of what was chosen', { hasChannel: false, choice: 'portal' }, 'post', 'no-channel', false],
    ['law goes before every choice, and tells as well', { rule: law, choice: 'portal' }, 'both', 'law', true],
    ['law without an address', { rule: law, hasChannel: false }, 'post', 'law', false],
    ['law goes before what the room tells itself', { rule: law, toldDirectly: true }, 'both', 'law', true],
    ['a code proves the postal address', { onPaperByNature: true, choice: 'portal' }, 'post', 'nature', false],
    [
      'a mail with a link of its own is enough',
      { toldDirectly: true, choice: 'post' },
      'digital',
      'told-directly',
      false,
    ],
    ['who posted it already posts it again', { sourcePosts: true, rule: law }, 'elsewhere', 'source-posts', true],
  ]
  test.each(cases)('%s', (_name, facts, way, because, tells) => {
    expect(chooseWay({ ...plain, ...facts })).toMatchObject({ way, because, tells })
  })

  test('what law wants on paper never stays digital only, whatever else is true', () => {
    const yesNo = [true, false]
    for (const toldDirectly of yesNo)
      for (const hasChannel of yesNo)
        for (const onPaperByNature of yesNo)
          for (const choice of ['portal', 'post', null] as const)
            for (const kindWay of ['digital', 'post'] as const) {
              const facts = { ...plain, rule: law, toldDirectly, hasChannel, onPaperByNature, choice, kindWay }
              expect(chooseWay(facts).way, JSON.stringify(facts)).toMatch(/^(post|both)$/)
            }
  })
})
