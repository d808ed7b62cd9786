import { useState } from 'react'
import { DefinitionList, Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { ExchangeForm } from '../customer/exchange-meter.tsx'
import { longDay, moment } from '../format.ts'
import { Loading, Problem } from '../states.tsx'
import { useLocale, useSay } from '../texts.tsx'

type Report = AnswerOf<typeof endpoints.exchangeReport>

/** A reported exchange: as it was reported, then the form of the desk with these values, to correct and accept, or a reason to refuse. */
export function CheckExchange({ id }: { readonly id: string }) {
  const say = useSay()
  const locale = useLocale()
  const { answer: report, problem, reload } = useResource(endpoints.exchangeReport, { params: { id } })
  if (!report) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  const done = () => {
    refreshAll('/desk/api/tasks')
    void reload()
  }
  return (
    <section className="desk-check" aria-label={say('exchangeReport.title')}>
      <h3 className="kw-h-s">{say('exchangeReport.title')}</h3>
      <DefinitionList
        items={[
          { label: say('exchangeReport.source'), value: say(`exchangeReport.source.${report.source}`) },
          { label: say('check.at'), value: moment(report.reportedAt, locale) },
          { label: say('meterExchange.old'), value: report.meterNumber },
          { label: say('meterExchange.newNumber'), value: report.newMeterNumber },
          { label: say('meterExchange.day'), value: longDay(report.day, locale) },
          ...(report.note ? [{ label: say('exchangeReport.note'), value: report.note }] : []),
        ]}
      />
      {report.state === 'reported' ? (
        <Decide report={report} onDone={done} />
      ) : (
        <Notice
          tone={report.state === 'accepted' ? 'success' : 'note'}
          title={say(`exchangeReport.state.${report.state}`)}
        >
          {report.because}
        </Notice>
      )}
    </section>
  )
}

function Decide({ report, onDone }: { readonly report: Report; readonly onDone: () => void }) {
  const say = useSay()
  const { answer, problem } = useResource(endpoints.registers, { params: { id: report.customerId } })
  if (!answer) return problem ? <Problem problem={problem} /> : <Loading />
  const registers = answer.registers.filter((one) => one.current && one.meterId === report.meterId)
  return (
    <>
      {registers.length === 0 ? (
        <Notice tone="warning">{say('exchangeReport.gone')}</Notice>
      ) : (
        <ExchangeForm
          customerId={report.customerId}
          meterId={report.meterId}
          registers={registers}
          reported={report}
          onDone={onDone}
        />
      )}
      <Refuse report={report} onDone={onDone} />
    </>
  )
}

function Refuse({ report, onDone }: { readonly report: Report; readonly onDone: () => void }) {
  const say = useSay()
  const [because, setBecause] = useState('')
  const [error, setError] = useState<string>()
  const send = async () => {
    try {
      const { reportId: id, rowVersion } = report
      await call(endpoints.decideExchange, { params: { id }, body: { rowVersion, decision: 'refused', because } })
      announce({ tone: 'success', title: say('exchangeReport.refused') })
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
        if (because.trim()) void send()
      }}
    >
      <DeskTextField
        label={say('exchangeReport.because')}
        value={because}
        onChange={setBecause}
        rows={2}
        error={error}
      />
      <ActionBar label={say('exchangeReport.refuse')}>
        <DeskButton type="submit" isDisabled={!because.trim()}>
          {say('exchangeReport.refuse')}
        </DeskButton>
      </ActionBar>
    </form>
  )
}
