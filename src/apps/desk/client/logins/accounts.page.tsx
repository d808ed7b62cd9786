import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton, DeskTextField, Pane } from '#ui/desk'
import { call } from '../api/call.ts'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { longDay, moment } from '../format.ts'
import { useMe } from '../me.tsx'
import { hrefOf, useFilter } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { attempt, Confirmed } from './confirm.tsx'

type Account = AnswerOf<typeof endpoints.accounts>['accounts'][number]

/** Logins of customers: found by e-mail or customer, ended, blocked, and the letter for a new one. */
export function AccountsPage() {
  const say = useSay()
  const [typed, setTyped] = useFilter('e-mail')
  const [customer, setCustomer] = useFilter('customer')
  const [draft, setDraft] = useState(typed ?? '')
  const isAsked = typed !== undefined || customer !== undefined
  const query = { ...(typed && { typed }), ...(customer && { customer }) }
  const { answer, problem, reload } = useResource(isAsked ? endpoints.accounts : undefined, { query })
  return (
    <Pane heading={say('accounts.title')}>
      <form
        className="desk-row desk-find"
        onSubmit={(event) => {
          event.preventDefault()
          setCustomer(undefined)
          setTyped(draft.trim() || undefined)
        }}
      >
        <DeskTextField
          label={say('accounts.typed')}
          hint={say('accounts.hint')}
          value={draft}
          onChange={setDraft}
          name="typed"
        />
        <DeskButton type="submit" icon="search">
          {say('accounts.find')}
        </DeskButton>
      </form>
      {!isAsked && <Empty title={say('accounts.start')}>{say('accounts.startText')}</Empty>}
      {isAsked && problem && <Problem problem={problem} retry={() => void reload()} />}
      {isAsked && !answer && !problem && <Loading />}
      {answer?.accounts.length === 0 && <Empty title={say('accounts.none')}>{say('accounts.noneText')}</Empty>}
      {customer && answer && <Letter customerId={customer} />}
      <ul className="desk-jobs">
        {answer?.accounts.map((account) => (
          <AccountItem key={account.accountId} account={account} reload={reload} />
        ))}
      </ul>
    </Pane>
  )
}

function AccountItem({ account, reload }: { readonly account: Account; readonly reload: () => Promise<void> }) {
  const say = useSay()
  const locale = useLocale()
  const name = account.email ?? account.name ?? say('accounts.noName')
  const facts = [
    say('accounts.created', { when: moment(account.createdAt, locale) }),
    say('accounts.sessions', { count: account.openSessions }),
    ...(account.lastSeenAt ? [say('accounts.seen', { when: moment(account.lastSeenAt, locale) })] : []),
  ]
  return (
    <li className="desk-job">
      <div className="desk-job-head">
        <h3 className="kw-h-s">{name}</h3>
        {account.disabledAt && (
          <Badge tone="danger">{say('accounts.disabled', { when: moment(account.disabledAt, locale) })}</Badge>
        )}
      </div>
      <p>
        {account.name && account.email && `${account.name}, `}
        {facts.join(', ')}
      </p>
      {account.grants.length === 0 && <p className="kw-quiet">{say('accounts.noGrants')}</p>}
      <ul className="desk-facts">
        {account.grants.map((grant) => (
          <li key={grant.customerId}>
            <a className="kw-link" href={hrefOf('customer', grant.customerId)}>
              {grant.shownAs ?? grant.customerId}
            </a>{' '}
            <span className="kw-quiet">{say(`accounts.level.${grant.level}` as ClientKey)}</span>
          </li>
        ))}
      </ul>
      <AccountActions account={account} name={name} reload={reload} />
    </li>
  )
}

function AccountActions(props: {
  readonly account: Account
  readonly name: string
  readonly reload: () => Promise<void>
}) {
  const say = useSay()
  const me = useMe()
  const { account, name, reload } = props
  const params = { id: account.accountId }
  const done = async (title: string) => {
    announce({ tone: 'success', title })
    await reload()
  }
  const isAdministrator = me.roles.includes('administrator')
  return (
    <ActionBar label={name}>
      <Confirmed
        label={say('accounts.end')}
        about={name}
        title={say('accounts.endTitle')}
        text={say('accounts.endText', { email: name })}
        act={async () => {
          const { ended } = await call(endpoints.endSessions, { params })
          await done(say('accounts.ended', { count: ended }))
        }}
      />
      {isAdministrator && !account.disabledAt && (
        <Confirmed
          label={say('accounts.disable')}
          about={name}
          title={say('accounts.disableTitle')}
          text={say('accounts.disableText', { email: name })}
          act={async () => {
            await call(endpoints.disableAccount, { params })
            await done(say('accounts.disabledDone'))
          }}
        />
      )}
      {isAdministrator && account.disabledAt && (
        <DeskButton
          onPress={() =>
            void attempt(async () => {
              await call(endpoints.enableAccount, { params })
              await done(say('accounts.enabledDone'))
            })
          }
        >
          {say('accounts.enable')}
          <span className="kw-unseen"> {name}</span>
        </DeskButton>
      )}
    </ActionBar>
  )
}

/** A letter with a code to the address on file, for who has no account or lost the first letter. */
function Letter({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const locale = useLocale()
  const send = () =>
    attempt(async () => {
      const { until } = await call(endpoints.activationLetter, { params: { id: customerId } })
      announce({ tone: 'success', title: say('accounts.letterSent', { day: longDay(until, locale) }) })
    })
  return (
    <ActionBar label={say('accounts.letter')}>
      <DeskButton icon="mail" onPress={() => void send()}>
        {say('accounts.letter')}
      </DeskButton>
    </ActionBar>
  )
}
