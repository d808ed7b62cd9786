import type { ReactNode } from 'react'
import { DeskSelect, DeskTextField } from '#ui/desk'
import { call } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { useLocale } from '../texts.tsx'
import { ChangeFlow, type Fault, type Row } from './change-flow.tsx'
import { OwnDataPage } from './page.tsx'
import { type OwnDataKey, useOwnSay } from './texts.ts'
import type { OnFile } from './undo.tsx'

const salutations = ['ms', 'mr', 'none'] as const
const nameFields = ['title', 'firstName', 'lastName'] as const
type NameDraft = {
  readonly salutation: (typeof salutations)[number]
  readonly title: string
  readonly firstName: string
  readonly lastName: string
  readonly companyName: string
}

/** After a wedding or a divorce, or because it was wrong. Who takes over a contract is somebody else. */
export function NamePage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('name.title')} lead={say('name.lead')}>
      {(data) => <ChangeName id={id} data={data} />}
    </OwnDataPage>
  )
}

function ChangeName({ id, data }: { readonly id: string; readonly data: OnFile }) {
  const say = useOwnSay()
  const { customer } = data
  const start: NameDraft = {
    salutation: customer.salutation,
    title: customer.title ?? '',
    firstName: customer.firstName ?? '',
    lastName: customer.lastName ?? '',
    companyName: customer.companyName ?? '',
  }
  const isCompany = customer.kind === 'company'
  const shown = isCompany ? (['companyName'] as const) : nameFields
  const rows = (draft: NameDraft): Row[] => [
    ...(!isCompany && draft.salutation !== start.salutation
      ? [
          {
            label: say('field.salutation'),
            before: say(`salutation.${start.salutation}`),
            after: say(`salutation.${draft.salutation}`),
          },
        ]
      : []),
    ...differing(shown, start, draft, (field) => say(`field.${field}`)),
  ]
  return (
    <ChangeFlow
      id={id}
      start={start}
      rowVersion={customer.rowVersion}
      rows={rows}
      then={say('then.person')}
      save={say('name.save')}
      done={say('name.done')}
      undoKind="name"
      fields={(draft, set, fault) => (
        <>
          {!isCompany && (
            <DeskSelect
              label={say('field.salutation')}
              value={draft.salutation}
              onChange={(salutation) => set({ ...draft, salutation: salutation as NameDraft['salutation'] })}
              choices={salutations.map((one) => ({ id: one, label: say(`salutation.${one}`) }))}
            />
          )}
          <TextFields names={shown} draft={draft} set={set} fault={fault} />
        </>
      )}
      send={(draft, asked, rowVersion) => {
        const { companyName, ...person } = draft
        const body = { ...asked, rowVersion, ...(isCompany ? { companyName } : person) }
        return call(endpoints.changeName, { params: { id }, body })
      }}
    />
  )
}

/** The fields of some names that are not what they were. */
export function differing<Name extends string>(
  names: readonly Name[],
  start: Readonly<Record<Name, string>>,
  draft: Readonly<Record<Name, string>>,
  label: (name: Name) => string,
): Row[] {
  return names
    .filter((name) => start[name].trim() !== draft[name].trim())
    .map((name) => ({ label: label(name), before: start[name], after: draft[name].trim() }))
}

/** One line for each of some fields. */
export function TextFields<Draft extends object, Name extends keyof Draft & string>(props: {
  readonly names: readonly Name[]
  readonly draft: Draft
  readonly set: (draft: Draft) => void
  readonly fault: Fault
}): ReactNode {
  const say = useOwnSay()
  const { names, draft, set, fault } = props
  return names.map((name) => (
    <DeskTextField
      key={name}
      label={say(`field.${name}` as OwnDataKey)}
      value={draft[name] as string}
      onChange={(value) => set({ ...draft, [name]: value })}
      error={fault(name)}
    />
  ))
}

export type AddressDraft = {
  readonly street: string
  readonly houseNumber: string
  readonly postalCode: string
  readonly city: string
  readonly country: string
}
const addressLines = ['street', 'houseNumber', 'postalCode', 'city'] as const

/** Where letters go; who moves house announces a move instead. */
export function AddressPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('address.title')} lead={say('address.lead')}>
      {(data) => <ChangeAddress id={id} data={data} />}
    </OwnDataPage>
  )
}

function ChangeAddress({ id, data }: { readonly id: string; readonly data: OnFile }) {
  const say = useOwnSay()
  const names = useCountryNames()
  const { address } = data.customer
  const start: AddressDraft = {
    street: address.street ?? '',
    houseNumber: address.houseNumber ?? '',
    postalCode: address.postalCode ?? '',
    city: address.city ?? '',
    country: address.country,
  }
  return (
    <ChangeFlow
      id={id}
      start={start}
      rowVersion={data.customer.rowVersion}
      rows={(draft) => [
        ...differing(addressLines, start, draft, (name) => say(`field.${name}`)),
        ...(draft.country === start.country
          ? []
          : [{ label: say('field.country'), before: names(start.country), after: names(draft.country) }]),
      ]}
      then={say('then.address')}
      save={say('address.save')}
      done={say('address.done')}
      undoKind="address"
      fields={(draft, set, fault) => (
        <>
          <AddressFields draft={draft} set={set} fault={fault} />
          <DeskSelect
            label={say('field.country')}
            value={draft.country}
            onChange={(country) => set({ ...draft, country })}
            choices={byName(data.countries, names)}
            error={fault('country')}
          />
        </>
      )}
      send={(draft, asked, rowVersion) =>
        call(endpoints.changeAddress, { params: { id }, body: { ...asked, ...draft, rowVersion } })
      }
    />
  )
}

/** Street and number in one row, postal code and town in the next, as on a letter. */
export function AddressFields<Draft extends Omit<AddressDraft, 'country'>>(props: {
  readonly draft: Draft
  readonly set: (draft: Draft) => void
  readonly fault: Fault
}) {
  return (
    <>
      <div className="desk-row own-wide-first">
        <TextFields {...props} names={['street', 'houseNumber']} />
      </div>
      <div className="desk-row own-wide-last">
        <TextFields {...props} names={['postalCode', 'city']} />
      </div>
    </>
  )
}

function useCountryNames(): (code: string) => string {
  const names = new Intl.DisplayNames(useLocale(), { type: 'region' })
  return (code) => names.of(code) ?? code
}

/** Germany first, then by name. */
const byName = (codes: readonly string[], names: (code: string) => string) =>
  codes
    .map((id) => ({ id, label: names(id) }))
    .sort((a, b) => Number(b.id === 'DE') - Number(a.id === 'DE') || a.label.localeCompare(b.label))
