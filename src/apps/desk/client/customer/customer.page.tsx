import { Badge } from '#ui'
import { Pane, SplitView } from '#ui/desk'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { decimal, shortDay, today } from '../format.ts'
import { hrefOf } from '../router.ts'
import { Empty, Loading, Problem } from '../states.tsx'
import { DueBadge } from '../tasks/basket.page.tsx'
import { kindName } from '../tasks/words.ts'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import { CallerCheck } from './caller-check.tsx'
import type { CustomerView, Registers } from './customer-subject.tsx'
import { useRegisters } from './customer-subject.tsx'
import { CustomerContacts } from './customer-contacts.tsx'
import { CustomerChanges } from '../exchange/customer-changes.tsx'
import { CustomerLetters } from './customer-letters.tsx'
import { CustomerTimeline } from './customer-timeline.tsx'
import { RegisterView } from './register-view.tsx'
import { useServe } from './serving.tsx'

/** Everything about one customer: contracts with their meters, open work, and what happened. */
export function CustomerPage({ id }: { readonly id: string }) {
  const say = useSay()
  useServe(id)
  const { answer, problem, reload } = useResource(endpoints.customer, { params: { id } })
  const registers = useRegisters(id)
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <SplitView
      fixed="second"
      width={380}
      first={
        <Pane heading={say('contracts.title')}>
          <Contracts view={answer} registers={registers.answer} />
        </Pane>
      }
      second={
        <div className="desk-column">
          <CallerCheck id={id} />
          <CustomerTasks id={id} />
          <CustomerContacts id={id} />
          <CustomerChanges id={id} />
          <CustomerLetters id={id} />
          <CustomerTimeline id={id} />
        </div>
      }
    />
  )
}

function Contracts({ view, registers }: { readonly view: CustomerView; readonly registers: Registers | undefined }) {
  const say = useSay()
  if (view.contracts.length === 0) return <Empty title={say('contracts.none')} />
  const byPlace = Map.groupBy(view.contracts, (contract) => contract.site.id)
  return (
    <>
      {[...byPlace.values()].map((contracts) => (
        <section key={contracts[0]?.site.id} className="desk-place">
          <h3 className="kw-h-s">{placeOf(contracts[0] as CustomerView['contracts'][number])}</h3>
          {contracts.map((contract) => (
            <Contract
              key={contract.id}
              contract={contract}
              accounts={view.accounts}
              registers={registers?.registers.filter((register) => register.contractId === contract.id) ?? []}
            />
          ))}
        </section>
      ))}
    </>
  )
}

function placeOf({ site }: CustomerView['contracts'][number]): string {
  const { street, houseNumber, postalCode, city } = site.address
  return [
    [street, houseNumber].filter(Boolean).join(' '),
    site.locationHint,
    [postalCode, city].filter(Boolean).join(' '),
  ]
    .filter((part) => part)
    .join(', ')
}

function Contract(props: {
  readonly contract: CustomerView['contracts'][number]
  readonly accounts: CustomerView['accounts']
  readonly registers: Registers['registers']
}) {
  const say = useSay()
  const locale = useLocale()
  const { contract, accounts, registers } = props
  const { marketLocation } = contract
  // Water is billed by volume, everything else by energy.
  const unit = marketLocation.commodity === 'water' ? 'm³' : 'kWh'
  const price = contract.prices.find((one) => one.validFrom <= today()) ?? contract.prices[0]
  const account = accounts.find((one) => one.id === contract.contractAccountId)
  const ended = contract.endsOn !== null && contract.endsOn < today()
  const facts = [
    say('contract.number', { number: contract.contractNumber }),
    ...(account ? [say('contract.account', { number: account.contractAccountNumber })] : []),
    contract.endsOn
      ? say('contract.period', { from: shortDay(contract.startsOn, locale), to: shortDay(contract.endsOn, locale) })
      : say('contract.since', { day: shortDay(contract.startsOn, locale) }),
    ...(marketLocation.forecastKwh
      ? [say('contract.forecast', { unit, amount: decimal(Math.round(Number(marketLocation.forecastKwh)), locale) })]
      : []),
    ...(price?.unitPriceCt ? [say('contract.unitPrice', { unit, ct: decimal(price.unitPriceCt, locale, 2) })] : []),
    ...(price?.basePriceEurYear
      ? [say('contract.basePrice', { eur: decimal(price.basePriceEurYear, locale, 2) })]
      : []),
    say('contract.marketLocation', { code: marketLocation.code }),
  ]
  return (
    <article className="desk-contract">
      <h4 className="desk-contract-head">
        {say(`commodity.${marketLocation.commodity}` as ClientKey)}
        {marketLocation.direction === 'feed-in' && `, ${say('feedIn')}`}
        {price && <span className="kw-quiet">{price.productName}</span>}
        {ended && <Badge>{say('contract.ended')}</Badge>}
      </h4>
      <ul className="desk-facts">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {registers.map((register) => (
        <RegisterView key={register.registerId} register={register} />
      ))}
    </article>
  )
}

function CustomerTasks({ id }: { readonly id: string }) {
  const say = useSay()
  const { answer } = useResource(endpoints.customerTasks, { params: { id } })
  const open = answer?.tasks.filter((task) => task.state === 'open') ?? []
  if (open.length === 0) return null
  return (
    <section className="desk-tasks" aria-label={say('customer.tasks')}>
      <h2 className="kw-h-s">{say('customer.tasks')}</h2>
      <ul>
        {open.map((task) => (
          <li key={task.id}>
            <a className="kw-link" href={hrefOf('task', task.id)}>
              {kindName(say, task.kind)}
            </a>{' '}
            <span className="kw-quiet">{task.ownerName ?? say('task.nobody')}</span> <DueBadge dueOn={task.dueOn} />
          </li>
        ))}
      </ul>
    </section>
  )
}
