import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskSelect, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { attempt } from '../logins/confirm.tsx'
import { useFilter } from '../router.ts'
import { useLocale } from '../texts.tsx'
import { AskedFields, askedOf, useAsked } from './asked.tsx'
import { ChangeFlow, type Fault, type Row } from './change-flow.tsx'
import { OwnDataPage } from './page.tsx'
import { useOwnSay } from './texts.ts'
import type { OnFile } from './undo.tsx'

type Account = OnFile['accounts'][number]
const ways = ['direct-debit', 'transfer'] as const
type BankDraft = { readonly way: (typeof ways)[number]; readonly iban: string; readonly holder: string }

/** IBANs are read in fours. */
export const grouped = (iban: string | null): string => iban?.replaceAll(/(.{4})(?=.)/g, '$1 ') ?? ''

/** How a contract account is paid; with several, which one stands in the address. */
export function BankPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  const [picked, pick] = useFilter('konto')
  return (
    <OwnDataPage id={id} title={say('bank.title')} lead={say('bank.lead')}>
      {(data) => {
        const account = data.accounts.find((one) => one.contractAccountId === picked) ?? data.accounts[0]
        if (!account) return <p>{say('bank.none')}</p>
        return (
          <>
            {data.accounts.length > 1 && (
              <DeskSelect
                label={say('bank.account')}
                value={account.contractAccountId}
                onChange={pick}
                choices={data.accounts.map((one) => ({ id: one.contractAccountId, label: one.contractAccountNumber }))}
              />
            )}
            <Mandate id={id} account={account} />
            <ChangeBank key={account.contractAccountId} id={id} data={data} account={account} />
          </>
        )
      }}
    </OwnDataPage>
  )
}

function ChangeBank({ id, data, account }: { readonly id: string; readonly data: OnFile; readonly account: Account }) {
  const say = useOwnSay()
  const { firstName, lastName, companyName } = data.customer
  const start: BankDraft = {
    way: account.way ?? 'direct-debit',
    iban: grouped(account.iban),
    holder: account.holder ?? companyName ?? [firstName, lastName].filter(Boolean).join(' '),
  }
  const wayOf = (way: Account['way']) => (way ? say(`way.${way}`) : say('way.none'))
  const plain = (iban: string) => iban.replaceAll(/\s/g, '').toUpperCase()
  const rows = (draft: BankDraft): Row[] =>
    [
      { label: say('field.way'), before: wayOf(account.way), after: wayOf(draft.way) },
      { label: say('field.iban'), before: grouped(account.iban), after: grouped(plain(draft.iban)) },
      { label: say('field.holder'), before: account.holder ?? '', after: draft.holder.trim() },
    ].filter((row) => row.before !== row.after)
  const params = { id, account: account.contractAccountId }
  const bodyOf = ({ way, iban, holder }: BankDraft) => ({
    way,
    ...(iban.trim() && { iban: iban.trim() }),
    ...(holder.trim() && { holder: holder.trim() }),
  })
  return (
    <ChangeFlow
      id={id}
      start={start}
      rowVersion={account.rowVersion}
      rows={rows}
      then={say('then.bank')}
      save={say('bank.save')}
      done={say('bank.done')}
      undoKind="bank"
      fields={(draft, set, fault) => <BankFields draft={draft} set={set} fault={fault} />}
      words={async (draft, asked, rowVersion) => {
        const offer = await call(endpoints.mandateWords, { params, body: { ...asked, ...bodyOf(draft), rowVersion } })
        return (
          <>
            {offer.bankName && <p>{say('bank.bankName', { bank: offer.bankName })}</p>}
            {offer.wording && (
              <>
                <p>{say('bank.readOut')}</p>
                <blockquote className="own-words">{offer.wording}</blockquote>
              </>
            )}
          </>
        )
      }}
      send={(draft, asked, rowVersion) =>
        call(endpoints.changeBank, { params, body: { ...asked, ...bodyOf(draft), rowVersion } })
      }
    />
  )
}

function BankFields(props: {
  readonly draft: BankDraft
  readonly set: (draft: BankDraft) => void
  readonly fault: Fault
}) {
  const say = useOwnSay()
  const { draft, set, fault } = props
  return (
    <>
      <DeskSelect
        label={say('field.way')}
        value={draft.way}
        onChange={(way) => set({ ...draft, way: way as BankDraft['way'] })}
        choices={ways.map((way) => ({ id: way, label: say(`way.${way}`) }))}
      />
      <DeskTextField
        label={say('field.iban')}
        hint={say(draft.way === 'transfer' ? 'bank.ibanForRefunds' : 'bank.ibanHint')}
        value={draft.iban}
        onChange={(iban) => set({ ...draft, iban })}
        error={fault('iban')}
      />
      <DeskTextField
        label={say('field.holder')}
        value={draft.holder}
        onChange={(holder) => set({ ...draft, holder })}
        error={fault('holder')}
      />
    </>
  )
}

/** The mandate that counts now, and its revocation: at once and not to be taken back. */
function Mandate({ id, account }: { readonly id: string; readonly account: Account }) {
  const say = useOwnSay()
  const locale = useLocale()
  const [asked, setAsked] = useAsked(id)
  const [isTried, setTried] = useState(false)
  if (account.mandateReference === null) return <p className="kw-quiet">{say('bank.noMandate')}</p>
  const revoke = async (close: () => void) => {
    setTried(true)
    const body = askedOf(asked)
    if (!body) return
    await attempt(async () => {
      await call(endpoints.revokeMandate, { params: { id, account: account.contractAccountId }, body })
      announce({ tone: 'success', title: say('bank.revoked') })
    })
    refreshAll(`/desk/api/customers/${id}`)
    close()
  }
  const day = account.signedOn ? shortDay(account.signedOn, locale) : ''
  return (
    <div className="own-line">
      <p>
        {say('bank.mandate', { reference: account.mandateReference, day })}{' '}
        <Badge tone="success">{say('active')}</Badge>
      </p>
      <DeskDialog trigger={<DeskButton tone="quiet">{say('bank.revoke')}</DeskButton>} title={say('bank.revokeTitle')}>
        {(close) => (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              void revoke(close)
            }}
          >
            <p>{say('bank.revokeText')}</p>
            <AskedFields draft={asked} set={setAsked} isTried={isTried} />
            <ActionBar label={say('bank.revokeTitle')}>
              <DeskButton tone="danger" type="submit">
                {say('bank.revoke')}
              </DeskButton>
              <DeskButton tone="quiet" onPress={close}>
                {say('flow.leave')}
              </DeskButton>
            </ActionBar>
          </form>
        )}
      </DeskDialog>
    </div>
  )
}
