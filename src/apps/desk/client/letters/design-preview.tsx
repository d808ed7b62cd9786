import { lazy, Suspense, useState } from 'react'
import type { Reading } from '#service/letters/web'
import { Notice, UiLocaleProvider } from '#ui'
import { DeskButton, DeskDialog, DeskSelect, DeskTabs, DeskTextField, useSettled } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { mayDo, useMe } from '../me.tsx'
import type { Body, Fault, Shown } from './draft.ts'
import { useLetterSay } from './texts.ts'

/** The portal's own view of a letter; loaded with the first preview, because nobody else at the desk needs it. */
const ReadingView = lazy(() => import('#service/letters/web').then((door) => ({ default: door.ReadingView })))

/** Typing rests so long before the page is drawn anew. */
const SETTLED_MS = 350
type Settings = { readonly language: 'de' | 'en'; readonly form: 'sie' | 'du'; readonly sample: number }

/** The page and the reading view as they will be, while one writes; faults come with the same answer. */
export function DesignPreview(props: {
  readonly code: string
  readonly body: Body
  readonly faults: readonly Fault[]
  readonly onFaults: (faults: readonly Fault[]) => void
}) {
  const say = useLetterSay()
  const { code, body, faults, onFaults } = props
  const [settings, setSettings] = useState<Settings>({ language: 'de', form: 'sie', sample: 0 })
  const [shown, setShown] = useState<Shown>()
  const [unreadable, setUnreadable] = useState<string>()
  const show = (next: Shown) => {
    onFaults(next.faults)
    setUnreadable(undefined)
    if (next.svg !== null) setShown(next)
  }
  useSettled(
    JSON.stringify({ body, ...settings }),
    (typed) => {
      const wish = JSON.parse(typed) as Settings & { body: Body }
      call(endpoints.previewDesign, { params: { code }, body: wish }).then(show, (refused: unknown) => {
        if (!(refused instanceof CallRefused)) throw refused
        setUnreadable(refused.problem.fields?.[0]?.detail ?? refused.problem.detail)
      })
    },
    SETTLED_MS,
  )
  const isOld = faults.length > 0
  return (
    <section className="desk-design-preview" aria-label={say('preview')}>
      <PreviewSettings settings={settings} set={setSettings} />
      {unreadable && <Notice tone="danger">{unreadable}</Notice>}
      {!shown && isOld && <p className="kw-quiet">{say('preview.waits')}</p>}
      {shown && (
        <>
          <p className="kw-quiet" role="status">
            {isOld ? say('preview.old') : say('preview.figures', { pages: shown.pages, words: shown.words })}
          </p>
          <Views shown={shown} />
        </>
      )}
      <RealPreview code={code} body={body} sample={settings.sample} />
    </section>
  )
}

function PreviewSettings({
  settings,
  set,
}: {
  readonly settings: Settings
  readonly set: (settings: Settings) => void
}) {
  const say = useLetterSay()
  return (
    <div className="desk-row">
      <DeskSelect
        label={say('preview.language')}
        value={settings.language}
        onChange={(language) => set({ ...settings, language: language as Settings['language'] })}
        choices={(['de', 'en'] as const).map((id) => ({ id, label: say(`preview.${id}`) }))}
      />
      <DeskSelect
        label={say('preview.form')}
        value={settings.form}
        onChange={(form) => set({ ...settings, form: form as Settings['form'] })}
        choices={(['sie', 'du'] as const).map((id) => ({ id, label: say(`preview.${id}`) }))}
      />
      <DeskSelect
        label={say('preview.sample')}
        value={String(settings.sample)}
        onChange={(sample) => set({ ...settings, sample: Number(sample) })}
        choices={([0, 1, 2] as const).map((id) => ({ id: String(id), label: say(`preview.sample${id}`) }))}
      />
    </div>
  )
}

function Views({ shown }: { readonly shown: Shown }) {
  const say = useLetterSay()
  return (
    <DeskTabs
      label={say('preview')}
      tabs={[
        {
          id: 'page',
          label: say('preview.page'),
          content: (
            <img
              className="desk-page"
              src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(shown.svg ?? '')}`}
              alt={say('preview.of', { pages: shown.pages })}
            />
          ),
        },
        {
          id: 'reading',
          label: say('preview.reading'),
          content: (
            <Suspense>
              <UiLocaleProvider locale={shown.language}>
                <div className="desk-reading-view">
                  <p className="kw-h-m">{shown.title}</p>
                  {shown.reading && (
                    <ReadingView reading={shown.reading as unknown as Reading} locale={shown.language} />
                  )}
                </div>
              </UiLocaleProvider>
            </Suspense>
          ),
        },
      ]}
    />
  )
}

/** With somebody's name and address: editors only, and the look is in the audit log. */
function RealPreview(props: { readonly code: string; readonly body: Body; readonly sample: number }) {
  const say = useLetterSay()
  const [customerNumber, setCustomerNumber] = useState('')
  const [error, setError] = useState<string>()
  const [shown, setShown] = useState<Shown>()
  if (!mayDo(useMe(), 'realLetters')) return null
  const look = async () => {
    try {
      setError(undefined)
      const { code, body, sample } = props
      setShown(await call(endpoints.previewReal, { params: { code }, body: { body, sample, customerNumber } }))
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <DeskDialog trigger={<DeskButton icon="person">{say('preview.real')}</DeskButton>} title={say('preview.real')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void look()
        }}
      >
        <p className="kw-quiet">{say('preview.realText')}</p>
        <DeskTextField
          label={say('preview.realNumber')}
          value={customerNumber}
          onChange={setCustomerNumber}
          error={error}
          autoFocus
        />
        <DeskButton tone="primary" type="submit">
          {say('preview.realShow')}
        </DeskButton>
        {shown?.svg && <Views shown={shown} />}
        {shown && shown.faults.length > 0 && <Notice tone="danger">{shown.faults[0]?.says}</Notice>}
      </form>
    </DeskDialog>
  )
}
