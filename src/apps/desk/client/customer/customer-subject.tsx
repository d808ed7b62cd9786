import { useState } from 'react'
import { Badge } from '#ui'
import { ActionBar, DeskButton, MenuButton, Subject, useShortcut } from '#ui/desk'
import type { AnswerOf } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { shortDay } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { go, hrefOf } from '../router.ts'
import { useLocale, useSay } from '../texts.tsx'
import { AskForReadings } from './ask-for-readings.tsx'
import { ChangeContact } from './change-contact.tsx'
import { EnterReadings } from './enter-readings.tsx'
import { ExchangeMeter } from './exchange-meter.tsx'
import { RecordContact } from './record-contact.tsx'
import { useServing } from './serving.tsx'
import { ViewAsCustomer } from './view-as-customer.tsx'

export type CustomerView = AnswerOf<typeof endpoints.customer>
export type Registers = AnswerOf<typeof endpoints.registers>

/** How people are named: as on a letter. */
export const nameOf = ({ customer }: CustomerView): string =>
  customer.companyName ?? [customer.title, customer.firstName, customer.lastName].filter(Boolean).join(' ')

export const addressOfCustomer = ({ customer: { address } }: CustomerView): string =>
  [
    [address.street, address.houseNumber],
    [address.postalCode, address.city],
  ]
    .map((parts) => parts.filter(Boolean).join(' '))
    .filter((part) => part !== '')
    .join(', ')

/** Registers, readings and requests of a customer; only agents may ask for them. */
export function useRegisters(id: string) {
  const isAgent = useMe().roles.includes('agent')
  return useResource(isAgent ? endpoints.registers : undefined, { params: { id } })
}

/** Who is being served, what matters today, and what can be done for them. */
export function CustomerSubject({ id }: { readonly id: string }) {
  const say = useSay()
  const { answer } = useResource(endpoints.customer, { params: { id } })
  const { answer: tasks } = useResource(endpoints.customerTasks, { params: { id } })
  const { answer: registers } = useRegisters(id)
  const locale = useLocale()
  if (!answer) return null
  const { customer } = answer
  const open = tasks?.tasks.filter((task) => task.state === 'open') ?? []
  const due = registers?.requests.map((request) => request.due).sort()[0]
  const facts = [
    <span key="number">{say('customer.number', { number: customer.customerNumber })}</span>,
    <span key="address">{addressOfCustomer(answer)}</span>,
    ...[customer.phone ?? customer.mobile, customer.email]
      .filter((way) => way !== null)
      .map((way) => <span key={way}>{way}</span>),
    ...(open.length > 0
      ? [
          <Badge key="tasks" tone="warning" icon="tasks">
            {say('customer.openTasks', { count: open.length })}
          </Badge>,
        ]
      : []),
    ...(due
      ? [
          <Badge key="due" tone="live" icon="reading">
            {say('customer.readingDue', { day: shortDay(due, locale) })}
          </Badge>,
        ]
      : []),
  ]
  return (
    <Subject
      name={nameOf(answer)}
      facts={facts}
      actions={<CustomerActions id={id} view={answer} registers={registers} />}
    />
  )
}

type Doing = 'talk' | 'reading' | 'ask' | 'contact' | 'viewing' | 'exchange'

function CustomerActions(props: {
  readonly id: string
  readonly view: CustomerView
  readonly registers: Registers | undefined
}) {
  const { id, view, registers } = props
  const say = useSay()
  const me = useMe()
  const { end } = useServing()
  const [doing, setDoing] = useState<Doing>()
  const isAgent = me.roles.includes('agent')
  const mayChange = isAgent || me.roles.includes('manager')
  const toggle = (what: Doing) => (isOpen: boolean) => setDoing(isOpen ? what : undefined)
  useShortcut({ key: 'z' }, () => {
    if (isAgent) setDoing('reading')
  })
  const mayNote = mayDo(me, 'contacts')
  useShortcut({ key: 'k' }, () => {
    if (mayNote) setDoing('talk')
  })
  const leave = () => {
    end()
    if (location.pathname === hrefOf('customer', id)) go(hrefOf('start'))
  }
  return (
    <>
      <ActionBar label={say('customer.actions', { name: nameOf(view) })}>
        {isAgent && (
          <DeskButton tone="primary" icon="reading" shortcut={{ key: 'z' }} onPress={() => setDoing('reading')}>
            {say('reading.enter')}
          </DeskButton>
        )}
        {mayNote && (
          <DeskButton icon="phone" shortcut={{ key: 'k' }} onPress={() => setDoing('talk')}>
            {say('contactEntry.open')}
          </DeskButton>
        )}
        <MenuButton
          label={say('customer.more')}
          entries={[
            ...(isAgent
              ? [
                  { id: 'ask', label: say('ask.title'), icon: 'send' as const, onAction: () => setDoing('ask') },
                  {
                    id: 'exchange',
                    label: say('meterExchange.title'),
                    icon: 'reading' as const,
                    onAction: () => setDoing('exchange'),
                  },
                ]
              : []),
            ...(mayChange
              ? [
                  {
                    id: 'data',
                    label: say('customer.data'),
                    icon: 'edit' as const,
                    onAction: () => go(hrefOf('customerData', id)),
                  },
                  {
                    id: 'contact',
                    label: say('contact.title'),
                    icon: 'edit' as const,
                    onAction: () => setDoing('contact'),
                  },
                ]
              : []),
            ...(mayDo(me, 'viewing')
              ? [
                  {
                    id: 'viewing',
                    label: say('viewing.title'),
                    icon: 'person' as const,
                    onAction: () => setDoing('viewing'),
                  },
                ]
              : []),
            ...(isAgent
              ? [
                  {
                    id: 'accounts',
                    label: say('accounts.ofCustomer'),
                    icon: 'key' as const,
                    onAction: () => go(hrefOf('accounts', '', { customer: id })),
                  },
                ]
              : []),
            { id: 'view', label: say('task.openCustomer'), icon: 'person', onAction: () => go(hrefOf('customer', id)) },
            { id: 'end', label: say('customer.end'), icon: 'done', onAction: leave },
          ]}
        />
      </ActionBar>
      {registers && (
        <>
          <EnterReadings
            key={`reading-${id}`}
            customerId={id}
            registers={registers}
            isOpen={doing === 'reading'}
            onOpenChange={toggle('reading')}
          />
          <ExchangeMeter
            key={`exchange-${id}`}
            customerId={id}
            registers={registers}
            isOpen={doing === 'exchange'}
            onOpenChange={toggle('exchange')}
          />
          <AskForReadings key={`ask-${id}`} customerId={id} isOpen={doing === 'ask'} onOpenChange={toggle('ask')} />
        </>
      )}
      <ViewAsCustomer
        key={`viewing-${id}`}
        customerId={id}
        isOpen={doing === 'viewing'}
        onOpenChange={toggle('viewing')}
      />
      <RecordContact key={`talk-${id}`} customerId={id} isOpen={doing === 'talk'} onOpenChange={toggle('talk')} />
      <ChangeContact key={`contact-${id}`} view={view} isOpen={doing === 'contact'} onOpenChange={toggle('contact')} />
    </>
  )
}
