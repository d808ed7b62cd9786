import { Badge } from '#ui'
import type { DeskPlace } from '../../places.ts'
import { moment, shortDay } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { hrefOf } from '../router.ts'
import { useLocale } from '../texts.tsx'
import { grouped } from './bank.page.tsx'
import { OwnDataPage } from './page.tsx'
import { type OwnDataKey, useOwnSay } from './texts.ts'
import { type ChangeOfData, type OnFile, UndoButton } from './undo.tsx'

/** What stands on file, each with its page, and what was changed of it. */
export function OverviewPage({ id }: { readonly id: string }) {
  const say = useOwnSay()
  return (
    <OwnDataPage id={id} title={say('data.title')} isOverview>
      {(data) => (
        <>
          <Parts id={id} data={data} />
          <h3 className="kw-h-s own-heading">{say('data.changes')}</h3>
          {data.changes.length === 0 && <p className="kw-quiet">{say('data.noChanges')}</p>}
          <ul className="own-list">
            {data.changes.map((change) => (
              <ChangeItem key={change.id} id={id} change={change} />
            ))}
          </ul>
        </>
      )}
    </OwnDataPage>
  )
}

type Part = {
  readonly place: DeskPlace
  readonly label: OwnDataKey
  readonly value: string
  readonly query?: string
  readonly verb?: OwnDataKey
}

function Parts({ id, data }: { readonly id: string; readonly data: OnFile }) {
  const say = useOwnSay()
  const parts = usePartsOf(data)
  return (
    <dl className="own-parts">
      {parts.map((part) => (
        <div key={part.label + (part.query ?? '')}>
          <dt>{say(part.label)}</dt>
          <dd>{part.value}</dd>
          <dd>
            <a className="kw-link" href={hrefOf(part.place, id, part.query ? { konto: part.query } : {})}>
              {say(part.verb ?? 'data.open')}
              <span className="kw-unseen"> {say(part.label)}</span>
            </a>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function usePartsOf(data: OnFile): readonly Part[] {
  const say = useOwnSay()
  const { customer } = data
  const { address } = customer
  const joined = (...parts: readonly (string | null)[]) => parts.filter(Boolean).join(' ')
  return [
    {
      place: 'changeName',
      label: 'data.name',
      value: customer.companyName ?? joined(customer.title, customer.firstName, customer.lastName),
    },
    {
      place: 'changeAddress',
      label: 'data.address',
      value: [joined(address.street, address.houseNumber), joined(address.postalCode, address.city)].join(', '),
    },
    {
      place: 'changeChannels',
      label: 'data.channels',
      value:
        data.channels.map((one) => `${one.value} (${say(`state.${one.state}`)})`).join(', ') || say('data.nothing'),
    },
    ...data.accounts.map(
      (account): Part => ({
        place: 'changeBank',
        label: 'data.bank',
        query: account.contractAccountId,
        value: [
          account.contractAccountNumber,
          account.way ? say(`way.${account.way}`) : say('way.none'),
          grouped(account.iban),
        ]
          .filter(Boolean)
          .join(', '),
      }),
    ),
    ...useWishesOf(data),
  ]
}

/** What was agreed to and wished, and what concerns the customer as a person. */
function useWishesOf(data: OnFile): readonly Part[] {
  const say = useOwnSay()
  const locale = useLocale()
  const me = useMe()
  const { customer, preferences } = data
  const given = data.consents.filter((one) => one.given)
  return [
    {
      place: 'changeConsents',
      label: 'data.consents',
      value: given.map((one) => say(`consent.${one.purpose}`)).join(', ') || say('data.noConsents'),
    },
    {
      place: 'changeWishes',
      label: 'data.wishes',
      value: (['language', 'letters', 'notify', 'formOfAddress'] as const)
        .map((wish) => say(`wish.${wish}.${preferences[wish]}` as OwnDataKey))
        .join(', '),
    },
    {
      place: 'announceMove',
      verb: 'data.take',
      label: 'data.move',
      value: data.moves[0] ? shortDay(data.moves[0].movesOn, locale) : say('data.noMove'),
    },
    ...(mayDo(me, 'protection')
      ? [
          {
            place: 'protection',
            verb: 'data.see',
            label: 'data.protection',
            value: say('data.protectionValue'),
          } as const,
        ]
      : []),
    { place: 'powers', verb: 'data.see', label: 'data.powers', value: say('data.powersValue') },
    {
      place: 'holds',
      verb: 'data.see',
      label: 'data.holds',
      value: data.holds.map((hold) => say(`hold.${hold.kind}`)).join(', ') || say('data.noHolds'),
    },
    ...(customer.kind === 'person'
      ? [
          {
            place: 'death',
            verb: data.diedOn ? 'data.see' : 'data.take',
            label: 'data.death',
            value: data.diedOn ? shortDay(data.diedOn, locale) : say('data.noDeath'),
          } as const,
        ]
      : []),
  ]
}

function ChangeItem({ id, change }: { readonly id: string; readonly change: ChangeOfData }) {
  const say = useOwnSay()
  const locale = useLocale()
  const by = change.toldBy
    ? say('data.byStaff', { how: say(`toldBy.${change.toldBy}` as OwnDataKey) })
    : say(`by.${change.by}` as OwnDataKey)
  return (
    <li>
      <div className="own-line">
        <p>
          <strong>{say(`change.${change.kind}` as OwnDataKey)}</strong>{' '}
          {change.isUndone && <Badge>{say('data.undone')}</Badge>}{' '}
          <span className="kw-quiet">
            {moment(change.changedAt, locale)}, {by}
          </span>
        </p>
        <UndoButton id={id} change={change} />
      </div>
      <p>
        {change.before} → {change.after}
      </p>
      {change.reason && <p className="kw-quiet">{change.reason}</p>}
    </li>
  )
}
