import { useEffect, useState } from 'react'
import { Notice } from '#ui'
import { ActionBar, announce, DeskButton, DeskDialog, DeskTextField } from '#ui/desk'
import { call, CallRefused, type Problem } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { type ClientKey, sayOr, useSay } from '../texts.tsx'
import type { CustomerView } from './customer-subject.tsx'

type Customer = CustomerView['customer']
const fields = ['email', 'phone', 'mobile'] as const
type Typed = Readonly<Record<(typeof fields)[number], string>>

const typedOf = (customer: Customer): Typed => ({
  email: customer.email ?? '',
  phone: customer.phone ?? '',
  mobile: customer.mobile ?? '',
})

/** Telephone and mail. If somebody changed them meanwhile, both versions are shown and the person decides. */
export function ChangeContact(props: {
  readonly view: CustomerView
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}) {
  const { view, isOpen, onOpenChange } = props
  const say = useSay()
  const { customer } = view
  const [typed, setTyped] = useState(() => typedOf(customer))
  const [seen, setSeen] = useState(customer)
  const [refused, setRefused] = useState<CallRefused>()
  useEffect(() => {
    if (isOpen) return
    // Closed, the fields follow what is stored; open, nothing that is being typed is touched.
    setTyped(typedOf(customer))
    setSeen(customer)
    setRefused(undefined)
  }, [customer, isOpen])
  const save = async (rowVersion: number) => {
    const changed = Object.fromEntries(
      fields
        .filter((field) => typed[field].trim() !== (seen[field] ?? ''))
        .map((field) => [field, typed[field].trim()]),
    )
    try {
      await call(endpoints.changeContact, { params: { id: customer.id }, body: { rowVersion, ...changed } })
      onOpenChange(false)
      announce({ tone: 'success', title: say('contact.done') })
      refreshAll(`/desk/api/customers/${customer.id}`)
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
    }
  }
  const other = refused?.problem.status === 409 ? (refused.problem.current as Customer | undefined) : undefined
  return (
    <DeskDialog isOpen={isOpen} onOpenChange={onOpenChange} title={say('contact.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save(seen.rowVersion)
        }}
      >
        {refused && (
          <Notice tone="warning" title={refused.problem.detail} announce>
            {other && <BothVersions problem={refused.problem} />}
          </Notice>
        )}
        {fields.map((field) => (
          <DeskTextField
            key={field}
            label={say(`contact.${field}` as ClientKey)}
            value={typed[field]}
            onChange={(value) => setTyped({ ...typed, [field]: value })}
            error={other ? undefined : refused?.field(field)}
          />
        ))}
        <ActionBar label={say('contact.title')}>
          {other ? (
            <>
              <DeskButton tone="primary" onPress={() => void save(other.rowVersion)}>
                {say('contact.mine')}
              </DeskButton>
              <DeskButton
                onPress={() => {
                  refreshAll(`/desk/api/customers/${customer.id}`)
                  onOpenChange(false)
                }}
              >
                {say('contact.theirs')}
              </DeskButton>
            </>
          ) : (
            <DeskButton tone="primary" type="submit">
              {say('contact.save')}
            </DeskButton>
          )}
        </ActionBar>
      </form>
    </DeskDialog>
  )
}

/** Only what this person changed and what stands there otherwise now; the rest stays as it is stored. */
function BothVersions({ problem }: { readonly problem: Problem }) {
  const say = useSay()
  return (
    <table className="desk-both">
      <thead>
        <tr>
          <td />
          <th scope="col">{say('contact.storedNow')}</th>
          <th scope="col">{say('contact.yours')}</th>
        </tr>
      </thead>
      <tbody>
        {problem.fields?.map(({ field, figures }) => (
          <tr key={field}>
            <th scope="row">{sayOr(say, `contact.${field}`, field)}</th>
            <td>{figures?.['current']}</td>
            <td>{figures?.['wanted']}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
