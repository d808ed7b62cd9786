import { useState } from 'react'
import { Badge, Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskSelect, DeskTextField, Pane } from '#ui/desk'
import { call, CallRefused, sendFile } from '../api/call.ts'
import { addressOf, type AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { moment } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { Empty, Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'
import { MeteringLinks } from './metering-links.tsx'

type Files = AnswerOf<typeof endpoints.readingFiles>

/** Files of reading companies: bring one in, see what became of its lines, take the refused ones back to the company. */
export function ReadingFilesPage() {
  const say = useSay()
  const { answer, problem, reload } = useResource(endpoints.readingFiles, {})
  const mayRun = mayDo(useMe(), 'runCampaigns')
  return (
    <Pane heading={say('nav.readingFiles')} aside={mayRun && <NewCompany onDone={reload} />}>
      <MeteringLinks current="readingFiles" />
      {problem && !answer && <Problem problem={problem} retry={() => void reload()} />}
      {!answer && !problem && <Loading />}
      {answer?.companies.length === 0 && <Empty title={say('files.noCompany')}>{say('files.noCompanyText')}</Empty>}
      {answer && answer.companies.length > 0 && (
        <div className="desk-wide">
          <Upload companies={answer.companies} onDone={reload} />
          <FileTable files={answer.files} />
        </div>
      )}
    </Pane>
  )
}

function NewCompany({ onDone }: { readonly onDone: () => Promise<void> }) {
  const say = useSay()
  const [draft, setDraft] = useState({ code: '', name: '', clientId: '' })
  const [error, setError] = useState<string>()
  const send = async (close: () => void) => {
    try {
      const { code, name, clientId } = draft
      await call(endpoints.putReadingCompany, { body: { code, name, ...(clientId && { clientId }) } })
      close()
      await onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    }
  }
  return (
    <DeskDialog trigger={<DeskButton>{say('files.newCompany')}</DeskButton>} title={say('files.newCompany')}>
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void send(close)
          }}
        >
          {error && <Notice tone="danger">{error}</Notice>}
          <DeskTextField
            label={say('files.company')}
            value={draft.name}
            onChange={(name) => setDraft({ ...draft, name })}
            autoFocus
          />
          <DeskTextField
            label={say('files.code')}
            hint={say('files.codeHint')}
            value={draft.code}
            onChange={(code) => setDraft({ ...draft, code })}
          />
          <DeskTextField
            label={say('files.clientId')}
            hint={say('files.clientIdHint')}
            value={draft.clientId}
            onChange={(clientId) => setDraft({ ...draft, clientId })}
          />
          <ActionBar label={say('files.newCompany')}>
            <DeskButton tone="primary" type="submit" isDisabled={!draft.name.trim() || !draft.code.trim()}>
              {say('files.saveCompany')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}

function Upload(props: { readonly companies: Files['companies']; readonly onDone: () => Promise<void> }) {
  const say = useSay()
  const [code, setCode] = useState(props.companies[0]?.code ?? '')
  const [error, setError] = useState<string>()
  const [isSending, setSending] = useState(false)
  const send = async (file: File) => {
    setSending(true)
    setError(undefined)
    try {
      await sendFile(`/desk/api/reading-companies/${encodeURIComponent(code)}/files`, file)
      announce({ tone: 'success', title: say('files.taken') })
      await props.onDone()
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setError(refused.problem.detail)
    } finally {
      setSending(false)
    }
  }
  return (
    <div>
      {error && <Notice tone="danger">{error}</Notice>}
      <div className="desk-filters">
        <DeskSelect
          label={say('files.company')}
          value={code}
          onChange={setCode}
          choices={props.companies.map((one) => ({ id: one.code, label: one.name }))}
        />
        <label className="desk-scan">
          {say(isSending ? 'files.sending' : 'files.upload')}
          <input
            className="kw-unseen"
            type="file"
            accept=".csv,text/csv"
            disabled={isSending}
            onChange={(event) => {
              const file = event.target.files?.[0]
              event.target.value = ''
              if (file) void send(file)
            }}
          />
        </label>
      </div>
      <p className="kw-quiet">{say('files.hint')}</p>
    </div>
  )
}

const counted = ['read', 'inserted', 'updated', 'same', 'refused', 'questionable'] as const

function FileTable({ files }: { readonly files: Files['files'] }) {
  const say = useSay()
  const locale = useLocale()
  if (files.length === 0) return <Empty title={say('files.none')}>{say('files.noneText')}</Empty>
  return (
    <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('files.table')}>
      <table className="desk-readings">
        <thead>
          <tr>
            <th scope="col">{say('files.received')}</th>
            <th scope="col">{say('files.company')}</th>
            <th scope="col">{say('campaigns.state')}</th>
            {counted.map((key) => (
              <th key={key} scope="col" className="kw-number">
                {say(`files.${key}`)}
              </th>
            ))}
            <th scope="col">{say('files.report')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.fileId}>
              <th scope="row">{moment(file.receivedAt, locale)}</th>
              <td>{file.company}</td>
              <td>
                <Badge tone={file.state === 'done' ? 'success' : file.state === 'failed' ? 'danger' : 'live'}>
                  {say(`files.state.${file.state}`)}
                </Badge>
              </td>
              {counted.map((key) => (
                <td key={key} className="kw-number">
                  {file[key]}
                </td>
              ))}
              <td>
                {file.refused > 0 && (
                  <a
                    className="kw-link"
                    download
                    href={addressOf(
                      { method: 'GET', path: '/desk/api/reading-files/:id/refused.csv' },
                      { params: { id: file.batchId } },
                    )}
                  >
                    {say('files.refusedLines', { count: file.refused })}
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
