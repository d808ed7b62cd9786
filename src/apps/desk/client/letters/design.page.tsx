import { useState } from 'react'
import { Badge, Notice } from '#ui'
import { announce, DeskButton, DeskTabs, DeskTextField, Pane } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale } from '../texts.tsx'
import { DesignPreview } from './design-preview.tsx'
import { DropStep, ReleaseStep, SendBackStep } from './design-steps.tsx'
import { DesignVersions } from './design-versions.tsx'
import { type Body, type Design, type Editing, type Fault, type OpenDraft, replacedAt } from './draft.ts'
import { EditModules } from './edit-modules.tsx'
import { EditValues } from './edit-values.tsx'
import { useLetterSay } from './texts.ts'

/** One kind of letter: its open draft with page and reading view beside it, and every version that there was. */
export function DesignPage({ code }: { readonly code: string }) {
  const say = useLetterSay()
  const locale = useLocale()
  const { answer, problem, reload } = useResource(endpoints.design, { params: { code } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const title = locale === 'de' ? answer.titleDe : answer.titleEn
  const done = async (text: string) => {
    announce({ tone: 'success', title: text })
    refreshAll('/desk/api/letter-designs')
    await reload()
  }
  return (
    <Pane heading={title} aside={<a href={hrefOf('letterKinds')}>{say('design.back')}</a>}>
      {answer.open ? (
        <EditDesign key={`${answer.open.version}`} design={answer} draft={answer.open} onDone={done} />
      ) : (
        <NoDraft design={answer} onDone={done} />
      )}
    </Pane>
  )
}

type Done = (text: string) => Promise<void>

function NoDraft({ design, onDone }: { readonly design: Design; readonly onDone: Done }) {
  const say = useLetterSay()
  const [error, setError] = useState<string>()
  const begin = async () => {
    try {
      await call(endpoints.beginDraft, { params: { code: design.code } })
      await onDone(say('design.saved'))
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <div className="desk-design-text">
      {error && <Notice tone="danger">{error}</Notice>}
      <p className="kw-quiet">{say('design.inForce')}</p>
      <div>
        <DeskButton tone="primary" icon="edit" onPress={() => void begin()}>
          {say('design.begin')}
        </DeskButton>
      </div>
      <DesignVersions design={design} />
    </div>
  )
}

function EditDesign(props: { readonly design: Design; readonly draft: OpenDraft; readonly onDone: Done }) {
  const say = useLetterSay()
  const { design, draft, onDone } = props
  const [body, setBody] = useState<Body>(draft.body)
  const [note, setNote] = useState(draft.note)
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const [kept, setKept] = useState({ rowVersion: draft.rowVersion, text: JSON.stringify([draft.body, draft.note]) })
  const isChanged = JSON.stringify([body, note]) !== kept.text
  const editing: Editing = {
    parameters: design.offered ?? body.parameters,
    faults,
    change: (path, to) => setBody((now) => replacedAt(now, path, to)),
  }
  const save = async (): Promise<number> => {
    if (!isChanged) return kept.rowVersion
    const { rowVersion } = await call(endpoints.saveDraft, {
      params: { code: design.code },
      body: { rowVersion: kept.rowVersion, note, body },
    })
    setKept({ rowVersion, text: JSON.stringify([body, note]) })
    return rowVersion
  }
  return (
    <div className="desk-design">
      <div className="desk-design-text">
        <DraftBar design={design} draft={draft} isChanged={isChanged} faults={faults} save={save} onDone={onDone} />
        <DeskTabs
          label={say('kinds.draft')}
          tabs={[
            {
              id: 'text',
              label: say('tab.text'),
              content: <EditModules body={body} library={design.library} editing={editing} />,
            },
            {
              id: 'values',
              label: say('tab.values'),
              content: <EditValues body={body} isProgram={design.isProgram} editing={editing} />,
            },
            { id: 'versions', label: say('tab.versions'), content: <DesignVersions design={design} /> },
          ]}
        />
        <DeskTextField label={say('design.note')} hint={say('design.noteHint')} value={note} onChange={setNote} />
      </div>
      <DesignPreview code={design.code} body={body} faults={faults} onFaults={setFaults} />
    </div>
  )
}

function DraftBar(props: {
  readonly design: Design
  readonly draft: OpenDraft
  readonly isChanged: boolean
  readonly faults: readonly Fault[]
  readonly save: () => Promise<number>
  readonly onDone: Done
}) {
  const say = useLetterSay()
  const [error, setError] = useState<string>()
  const { design, draft, isChanged, faults, save, onDone } = props
  const params = { code: design.code }
  const attempt = (act: () => Promise<string>) => async () => {
    try {
      setError(undefined)
      await onDone(await act())
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.status === 409 ? say('design.changed') : refused.problem.detail)
    }
  }
  const keep = attempt(async () => {
    await save()
    return say('design.saved')
  })
  const propose = attempt(async () => {
    await call(endpoints.proposeDraft, { params, body: { rowVersion: await save() } })
    return say('design.proposed')
  })
  const isProposed = draft.state === 'proposed'
  return (
    <div className="desk-draft-bar">
      <div className="desk-aside">
        <Badge tone={isProposed ? 'warning' : 'plain'}>
          {say('kinds.v', { version: draft.version })}, {say(`state.${draft.state}`)}
        </Badge>
        {isChanged && <span className="kw-quiet">{say('design.unsaved')}</span>}
        {faults.length > 0 && <Badge tone="danger">{say('faults', { count: faults.length })}</Badge>}
      </div>
      {error && <Notice tone="danger">{error}</Notice>}
      {isProposed && <Notice tone="note">{say(draft.isMine ? 'design.waitsOther' : 'design.waitsYou')}</Notice>}
      <div className="desk-aside">
        <DeskButton icon="check" isDisabled={!isChanged} onPress={() => void keep()}>
          {say('design.save')}
        </DeskButton>
        {(!isProposed || isChanged) && (
          <DeskButton tone="primary" isDisabled={faults.length > 0} onPress={() => void propose()}>
            {say('design.propose')}
          </DeskButton>
        )}
        {isProposed && !draft.isMine && !isChanged && <SecondPair draft={draft} params={params} onDone={onDone} />}
        <DropStep
          onDrop={async () => {
            await call(endpoints.dropDraft, { params, body: { rowVersion: draft.rowVersion } })
            await onDone(say('state.dropped'))
          }}
        />
      </div>
    </div>
  )
}

function SecondPair(props: {
  readonly draft: OpenDraft
  readonly params: { readonly code: string }
  readonly onDone: Done
}) {
  const say = useLetterSay()
  const { draft, params, onDone } = props
  const { rowVersion } = draft
  return (
    <>
      <ReleaseStep
        onRelease={async (validFrom) => {
          await call(endpoints.releaseDesign, { params, body: { rowVersion, validFrom } })
          await onDone(say('design.released'))
        }}
      />
      <SendBackStep
        onSendBack={async (reason) => {
          await call(endpoints.sendBackDraft, { params, body: { rowVersion, reason } })
          await onDone(say('design.sentBack'))
        }}
      />
    </>
  )
}
