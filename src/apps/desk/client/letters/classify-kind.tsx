import { useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskSelect, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { type LetterDeskKey, useLetterSay } from './texts.ts'

export type Kind = AnswerOf<typeof endpoints.letterKinds>['kinds'][number]
type Class = Sent<typeof endpoints.classifyKind>['body']

export const classes = {
  importance: ['important', 'information'],
  category: ['joining', 'staying', 'paying', 'leaving', 'account'],
  topic: ['account', 'reading', 'details', 'contract', 'bill', 'general'],
} as const

/** Names and class of a kind, chosen in the editor's words. */
export function ClassFields<
  Chosen extends Pick<Class, 'titleDe' | 'titleEn' | 'importance' | 'category' | 'topic'>,
>(props: { readonly chosen: Chosen; readonly set: (chosen: Chosen) => void }) {
  const say = useLetterSay()
  const { chosen, set } = props
  return (
    <>
      <DeskTextField
        label={say('classify.de')}
        value={chosen.titleDe}
        onChange={(titleDe) => set({ ...chosen, titleDe })}
        autoFocus
      />
      <DeskTextField
        label={say('classify.en')}
        value={chosen.titleEn}
        onChange={(titleEn) => set({ ...chosen, titleEn })}
      />
      {(['importance', 'category', 'topic'] as const).map((part) => (
        <DeskSelect
          key={part}
          label={say(`classify.${part}`)}
          value={chosen[part]}
          onChange={(to) => set({ ...chosen, [part]: to })}
          choices={classes[part].map((id) => ({ id, label: say(`${part}.${id}` as LetterDeskKey) }))}
        />
      ))}
    </>
  )
}

/** Says what a kind of another system is; its letters move to that class at once. */
export function ClassifyKind({ kind }: { readonly kind: Kind }) {
  const say = useLetterSay()
  const title = say('classify.title', { code: kind.code })
  return (
    <DeskDialog trigger={<DeskButton icon="edit">{say('classify')}</DeskButton>} title={title}>
      {(close) => <ClassifyForm kind={kind} onDone={close} />}
    </DeskDialog>
  )
}

function ClassifyForm({ kind, onDone }: { readonly kind: Kind; readonly onDone: () => void }) {
  const say = useLetterSay()
  const [error, setError] = useState<string>()
  const [chosen, set] = useState<Class>({
    rowVersion: kind.rowVersion,
    titleDe: kind.titleDe,
    titleEn: kind.titleEn,
    importance: kind.importance === 'information' ? 'information' : 'important',
    category: kind.category as Class['category'],
    topic: kind.topic as Class['topic'],
  })
  const send = async () => {
    try {
      const { letters } = await call(endpoints.classifyKind, { params: { code: kind.code }, body: chosen })
      announce({ tone: 'success', title: say('classify.done', { letters }) })
      refreshAll('/desk/api/letter-kinds', '/desk/api/tasks')
      onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {error && <Notice tone="danger">{error}</Notice>}
      <ClassFields chosen={chosen} set={set} />
      <ActionBar label={say('classify.save')}>
        <DeskButton tone="primary" type="submit">
          {say('classify.save')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
