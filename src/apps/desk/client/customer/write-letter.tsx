import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskCheckbox, DeskDialog, DeskTextField, useSettled } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { useSay } from '../texts.tsx'
import type { DeskLetter } from './customer-letters.tsx'

type Letter = Sent<typeof endpoints.previewLetter>['body']
type Preview = AnswerOf<typeof endpoints.previewLetter>
type Module = 'thanks' | 'sorry' | 'reading' | 'documents' | 'contact'

/** Modules in the order in which they stand in the letter; the own words come after thanks and apology. */
const before = ['thanks', 'sorry'] as const
const after = ['reading', 'documents', 'contact'] as const
/** Typing rests so long before the page is drawn anew. */
const SETTLED_MS = 400

type Draft = {
  readonly title: string
  readonly words: string
  readonly because: string
  readonly chosen: ReadonlySet<Module>
}

function letterOf({ title, words, chosen }: Draft): Letter | undefined {
  const module = (name: Module) => (chosen.has(name) ? [{ module: name }] : [])
  const parts = [
    ...before.flatMap(module),
    ...(words.trim() ? [{ module: 'words' as const, text: words.trim() }] : []),
    ...after.flatMap(module),
  ]
  return title.trim().length >= 3 && parts.length > 0 ? { title: title.trim(), parts } : undefined
}

/** One letter to one customer from modules, with the page as it will be beside it; or one in place of a wrong one. */
export function WriteLetter(props: {
  readonly customerId: string
  readonly replaces?: DeskLetter
  readonly onClose: () => void
}) {
  const { customerId, replaces, onClose } = props
  const say = useSay()
  const [key] = useState(() => crypto.randomUUID())
  const [error, setError] = useState<string>()
  const [draft, setDraft] = useState<Draft>({
    title: replaces?.title ?? '',
    words: '',
    because: '',
    chosen: new Set<Module>(['contact']),
  })
  const letter = letterOf(draft)
  const send = async () => {
    if (!letter) return setError(say('letterEntry.empty'))
    try {
      if (replaces)
        await call(endpoints.replaceLetter, {
          params: { id: replaces.id },
          body: { ...letter, key, rowVersion: replaces.rowVersion, because: draft.because.trim() },
        })
      else await call(endpoints.writeLetter, { params: { id: customerId }, body: { ...letter, key } })
      announce({ tone: 'success', title: say('letterEntry.done') })
      refreshAll(`/desk/api/customers/${customerId}`)
      onClose()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  const title = replaces ? say('letterEntry.replaceTitle', { title: replaces.title }) : say('letterEntry.title')
  return (
    <DeskDialog isOpen onOpenChange={onClose} title={title}>
      <form
        className="desk-letter"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <div>
          {error && <Notice tone="danger">{error}</Notice>}
          <LetterFields draft={draft} set={setDraft} isReplacing={replaces !== undefined} />
          <ActionBar label={title}>
            <DeskButton tone="primary" type="submit">
              {say('letterEntry.send')}
            </DeskButton>
          </ActionBar>
        </div>
        <LetterPreview customerId={customerId} letter={letter} />
      </form>
    </DeskDialog>
  )
}

function LetterFields(props: {
  readonly draft: Draft
  readonly set: (draft: Draft) => void
  readonly isReplacing: boolean
}) {
  const { draft, set, isReplacing } = props
  const say = useSay()
  const choose = (name: Module, isChosen: boolean) => {
    const chosen = new Set(draft.chosen)
    if (isChosen) chosen.add(name)
    else chosen.delete(name)
    set({ ...draft, chosen })
  }
  const box = (name: Module) => (
    <DeskCheckbox
      key={name}
      label={say(`letterEntry.${name}`)}
      isSelected={draft.chosen.has(name)}
      onChange={(isChosen) => choose(name, isChosen)}
    />
  )
  return (
    <>
      {isReplacing && (
        <DeskTextField
          label={say('letterEntry.because')}
          value={draft.because}
          onChange={(because) => set({ ...draft, because })}
        />
      )}
      <DeskTextField
        label={say('letterEntry.subject')}
        value={draft.title}
        onChange={(title) => set({ ...draft, title })}
        autoFocus
      />
      {before.map(box)}
      <DeskTextField
        label={say('letterEntry.words')}
        hint={say('letterEntry.wordsHint')}
        value={draft.words}
        onChange={(words) => set({ ...draft, words })}
        rows={8}
      />
      {after.map(box)}
    </>
  )
}

/** The page as the printer and the customer will see it, drawn by the same engine. */
function LetterPreview({ customerId, letter }: { readonly customerId: string; readonly letter: Letter | undefined }) {
  const say = useSay()
  const [shown, setShown] = useState<Preview>()
  useSettled(
    letter ? JSON.stringify(letter) : '',
    (typed) => {
      if (typed === '') return
      // A page that cannot be drawn now is drawn with the next key; the last one stays.
      call(endpoints.previewLetter, { params: { id: customerId }, body: JSON.parse(typed) as Letter }).then(
        setShown,
        () => undefined,
      )
    },
    SETTLED_MS,
  )
  return (
    <div className="desk-letter-preview">
      <p className="kw-quiet">{say('letterEntry.preview')}</p>
      {shown && (
        <img
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(shown.svg)}`}
          alt={say('letterEntry.previewOf', { pages: shown.pages })}
        />
      )}
    </div>
  )
}
