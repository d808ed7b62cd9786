import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll, useResource } from '../api/resource.ts'
import { longDay, moment } from '../format.ts'
import { attempt } from '../logins/confirm.tsx'
import { Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { OwnDataPage } from './page.tsx'
import { type OwnDataKey, useOwnSay } from './texts.ts'

type Power = AnswerOf<typeof endpoints.powersOfCustomer>['powers'][number]
/** As the contract asks for it. */
const REASON_LENGTH_MIN = 5

/** Who acts for a customer by a proof, and the end of it. */
export function PowersPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('powers.title')} lead={say('powers.lead')}>
      {() => <Powers id={id} />}
    </OwnDataPage>
  )
}

function Powers({ id }: { readonly id: string }) {
  const say = useOwnSay()
  const { answer, problem, reload } = useResource(endpoints.powersOfCustomer, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  if (answer.powers.length === 0) return <p className="kw-quiet">{say('powers.none')}</p>
  return (
    <ul className="own-list">
      {answer.powers.map((power) => (
        <PowerItem key={power.id} id={id} power={power} />
      ))}
    </ul>
  )
}

function PowerItem({ id, power }: { readonly id: string; readonly power: Power }) {
  const say = useOwnSay()
  const sayDesk = useSay()
  const locale = useLocale()
  const isGranted = power.state === 'granted'
  const term = power.endedAt
    ? say('powers.endedAt', { when: moment(power.endedAt, locale) })
    : power.validUntil
      ? say('powers.until', { day: longDay(power.validUntil, locale) })
      : say('powers.noEnd')
  return (
    <li>
      <div className="own-line">
        <h3 className="kw-h-s">
          {power.personName}{' '}
          <Badge tone={isGranted ? 'success' : 'note'}>{say(isGranted ? 'powers.granted' : 'powers.over')}</Badge>{' '}
          {power.isHidden && <Badge tone="warning">{say('powers.hidden')}</Badge>}
        </h3>
        {isGranted && <EndPower id={id} power={power} />}
      </div>
      <p className="kw-quiet">
        {say(`power.${power.kind}` as OwnDataKey)}, {term}
      </p>
      <p>{power.rights.map((right) => sayDesk(`power.right.${right}` as ClientKey)).join(', ')}</p>
    </li>
  )
}

function EndPower({ id, power }: { readonly id: string; readonly power: Power }) {
  const say = useOwnSay()
  const [reason, setReason] = useState('')
  const end = async (close: () => void) => {
    await attempt(async () => {
      const body = { rowVersion: power.rowVersion, reason: reason.trim() }
      await call(endpoints.endPower, { params: { id: power.id }, body })
      announce({ tone: 'success', title: say('powers.endDone', { name: power.personName }) })
    })
    refreshAll(`/desk/api/customers/${id}`)
    close()
  }
  return (
    <DeskDialog
      trigger={
        <DeskButton>
          {say('powers.end')}
          <span className="kw-unseen"> {power.personName}</span>
        </DeskButton>
      }
      title={say('powers.endTitle', { name: power.personName })}
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void end(close)
          }}
        >
          <p>{say('powers.endText')}</p>
          <DeskTextField label={say('powers.reason')} value={reason} onChange={setReason} rows={2} />
          <ActionBar label={say('powers.end')}>
            <DeskButton tone="danger" type="submit" isDisabled={reason.trim().length < REASON_LENGTH_MIN}>
              {say('powers.end')}
            </DeskButton>
            <DeskButton tone="quiet" onPress={close}>
              {say('flow.leave')}
            </DeskButton>
          </ActionBar>
        </form>
      )}
    </DeskDialog>
  )
}
