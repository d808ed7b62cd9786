import type { LetterKey } from '../made/texts.ts'
import de from '../made/letters.de.json' with { type: 'json' }
import du from '../made/letters.du.json' with { type: 'json' }
import en from '../made/letters.en.json' with { type: 'json' }
import type { Condition, DesignBlock, Words } from './design.contract.ts'

/** `{ day: 'dueOn' }` names a value as the kind calls it; `{ link: '@link.data' }` puts another text in its place. */
type Names = Readonly<Record<string, string>>

const informal: Readonly<Partial<Record<LetterKey, string>>> = du

function renamed(text: string, names: Names, other: (key: LetterKey) => string): string {
  return Object.entries(names).reduce(
    (changed, [name, to]) =>
      to.startsWith('@')
        ? changed.replaceAll(`{${name}}`, other(to.slice(1) as LetterKey))
        : changed.replaceAll(new RegExp(`\\{${name}(?=[,}])`, 'g'), `{${to}`),
    text,
  )
}

/** A text of the program as the editor's own to begin with. */
export const words = (key: LetterKey, names: Names = {}): Words => ({
  de: renamed(de[key], names, (other) => de[other]),
  du: informal[key] === undefined ? '' : renamed(informal[key], names, (other) => informal[other] ?? de[other]),
  en: renamed(en[key], names, (other) => en[other]),
})

export const titleWords = (key: LetterKey, names: Names = {}) => {
  const { de: german, en: english } = words(key, names)
  return { de: german, en: english }
}
/** A value by itself, the same in every language. */
export const only = (name: string): Words => ({ de: `{${name}}`, du: '', en: `{${name}}` })

export const heading = (key: LetterKey, names?: Names): DesignBlock => ({ kind: 'heading', text: words(key, names) })
export const paragraph = (key: LetterKey, names?: Names): DesignBlock => ({
  kind: 'paragraph',
  text: words(key, names),
})
export const points = (
  ordered: boolean,
  ...items: readonly (readonly [LetterKey, Names?, (readonly Condition[])?])[]
): DesignBlock => ({
  kind: 'list',
  ordered,
  items: items.map(([key, names, when = []]) => ({ text: words(key, names), when: [...when] })),
})
export const fact = (key: LetterKey, value: string | Words, when: readonly Condition[] = []) => ({
  label: words(key),
  value: typeof value === 'string' ? only(value) : value,
  when: [...when],
})
export const facts = (...items: readonly ReturnType<typeof fact>[]): DesignBlock => ({
  kind: 'facts',
  items: [...items],
})
export const given = (parameter: string): Condition => ({ parameter, test: 'given', values: [] })
export const missing = (parameter: string): Condition => ({ parameter, test: 'missing', values: [] })
