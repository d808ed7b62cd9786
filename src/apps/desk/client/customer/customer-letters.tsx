import { useState } from 'react'
import { DeskButton } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { useMe } from '../me.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { WithdrawLetter } from './withdraw-letter.tsx'
import { WriteLetter } from './write-letter.tsx'

export type DeskLetter = AnswerOf<typeof endpoints.letters>['letters'][number]
const SHOWN = 4

type Doing =
  | { readonly what: 'write' }
  | { readonly what: 'replace' | 'withdraw'; readonly letter: DeskLetter }
  | undefined

/** Letters of a customer: what was written, whether it was opened and understood; and to write, withdraw and replace one. */
export function CustomerLetters({ id }: { readonly id: string }) {
  const me = useMe()
  return me.roles.some((role) => role === 'agent' || role === 'team-lead') ? <Letters id={id} /> : null
}

function Letters({ id }: { readonly id: string }) {
  const say = useSay()
  const [isAll, setAll] = useState(false)
  const [doing, setDoing] = useState<Doing>()
  const { answer } = useResource(endpoints.letters, { params: { id } })
  const letters = answer?.letters ?? []
  const close = () => setDoing(undefined)
  return (
    <section className="desk-tasks" aria-label={say('letters.title')}>
      <h2 className="kw-h-s">{say('letters.title')}</h2>
      <ul>
        {(isAll ? letters : letters.slice(0, SHOWN)).map((letter) => (
          <ShownLetter key={letter.id} letter={letter} onDo={(what) => setDoing({ what, letter })} />
        ))}
      </ul>
      {!isAll && letters.length > SHOWN && (
        <button type="button" className="desk-view" onClick={() => setAll(true)}>
          {say('letters.more')}
        </button>
      )}
      <DeskButton onPress={() => setDoing({ what: 'write' })}>{say('letters.write')}</DeskButton>
      {doing?.what === 'write' && <WriteLetter customerId={id} onClose={close} />}
      {doing?.what === 'replace' && <WriteLetter customerId={id} replaces={doing.letter} onClose={close} />}
      {doing?.what === 'withdraw' && <WithdrawLetter customerId={id} letter={doing.letter} onClose={close} />}
    </section>
  )
}

function ShownLetter({
  letter,
  onDo,
}: {
  readonly letter: DeskLetter
  readonly onDo: (what: 'replace' | 'withdraw') => void
}) {
  const say = useSay()
  const locale = useLocale()
  const isPublished = letter.state === 'published'
  const parts = [
    letter.publishedAt ? moment(letter.publishedAt, locale) : '',
    isPublished ? '' : say(`letters.state.${letter.state}` as ClientKey),
    letter.openedAt
      ? say('letters.opened', { when: moment(letter.openedAt, locale) })
      : isPublished
        ? say('letters.unopened')
        : '',
    letter.understood === false ? say('letters.notUnderstood') : '',
    letter.solved === false ? say('letters.notSolved') : '',
    letter.endedBecause ?? '',
  ]
  return (
    <li>
      {letter.pages === null ? (
        <span>{letter.title}</span>
      ) : (
        <a href={`/desk/api/letters/${letter.id}/file`} target="_blank" rel="noreferrer">
          {letter.title} ({say('letters.pdf')})
        </a>
      )}
      <div className="kw-quiet">{parts.filter(Boolean).join(' · ')}</div>
      {isPublished && (
        <div>
          <button type="button" className="desk-view" onClick={() => onDo('replace')}>
            {say('letters.replace')}
          </button>{' '}
          <button type="button" className="desk-view" onClick={() => onDo('withdraw')}>
            {say('letters.withdraw')}
          </button>
        </div>
      )}
    </li>
  )
}
