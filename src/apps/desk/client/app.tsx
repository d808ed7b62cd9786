import { type ReactNode, useEffect, useRef } from 'react'
import {
  type Command,
  CommandPalette,
  DeskButton,
  type DeskNavItem,
  DeskShell,
  MenuButton,
  PALETTE_SHORTCUT,
  Toasts,
  useCommandPalette,
} from '#ui/desk'
import { endpoints } from './api/endpoints.ts'
import { concerns, useLive } from './api/live.ts'
import { refreshAll, useResource } from './api/resource.ts'
import { CustomerPage } from './customer/customer.page.tsx'
import { CustomerSubject } from './customer/customer-subject.tsx'
import { ServingProvider, useServing } from './customer/serving.tsx'
import { LetterDeliveryPage } from './letters/delivery.page.tsx'
import { LetterEconomicsPage } from './letters/economics.page.tsx'
import { LetterRetentionPage } from './letters/retention.page.tsx'
import { LetterArchivePage } from './letters/archive.page.tsx'
import { AuditPage } from './audit/audit.page.tsx'
import { AccountsPage } from './logins/accounts.page.tsx'
import { ClientPage } from './clients/client.page.tsx'
import { ClientsPage } from './clients/clients.page.tsx'
import { MachinesPage } from './logins/machines.page.tsx'
import { PortalsPage } from './portals/portals.page.tsx'
import { UndeliveredPage } from './jobs/undelivered.page.tsx'
import { ConnectionsPage } from './exchange/connections.page.tsx'
import { DuplicatesPage } from './duplicates/duplicates.page.tsx'
import { StuckJobsPage } from './jobs/stuck-jobs.page.tsx'
import { type Me, MeProvider, mayDo, useMe } from './me.tsx'
import { type Address, go, hrefOf, useAddress } from './router.ts'
import { CustomerSearch } from './search/customer-search.tsx'
import { useRecentCustomers } from './search/recent.ts'
import { SignedInAgain, SignInAgain } from './sign-in-again.tsx'
import { Empty, PlaceTitle, Problem } from './states.tsx'
import { BasketPage } from './tasks/basket.page.tsx'
import { ContactFiguresPage } from './figures/contact-figures.page.tsx'
import { DesignPage } from './letters/design.page.tsx'
import { LetterKindsPage } from './letters/letter-kinds.page.tsx'
import { isMeteringPlace, meteringPageOf } from './metering/places.tsx'
import { RunPage } from './letters/run.page.tsx'
import { RunsPage } from './letters/runs.page.tsx'
import { OutagesPage } from './outages/outages.page.tsx'
import { RulesPage } from './team/rules.page.tsx'
import { TeamPage } from './team/team.page.tsx'
import { PartnerPage } from './partner/partner.page.tsx'
import { isOwnDataPlace, ownDataPageOf } from './own-data/own-data.places.tsx'
import { useNames } from './tasks/names.ts'
import { TaskPage } from './tasks/task.page.tsx'
import { type ClientKey, useLocale, useSay } from './texts.tsx'

/** The whole desk: frame, places, palette. */
export function DeskApp({ utility, isDemo }: { readonly utility: string; readonly isDemo: boolean }) {
  const address = useAddress()
  const { answer: me, problem, reload } = useResource(endpoints.me, {})
  if (address.place === 'signedInAgain') return <SignedInAgain />
  return (
    <>
      {me && (
        <MeProvider me={me}>
          <ServingProvider>
            <Frame utility={utility} isDemo={isDemo} address={address} me={me} />
          </ServingProvider>
        </MeProvider>
      )}
      {!me && problem && <Problem problem={problem} retry={() => void reload()} />}
      <SignInAgain />
      <Toasts />
    </>
  )
}

function Frame(props: {
  readonly utility: string
  readonly isDemo: boolean
  readonly address: Address
  readonly me: Me
}) {
  const { utility, isDemo, address, me } = props
  const say = useSay()
  const palette = useCommandPalette()
  const nav = useNav(address, me)
  const { customerId } = useServing()
  useFocusOnPlace(address)
  const served = mayDo(me, 'customers') ? customerId : undefined
  useLive((fact) => {
    if (concerns(fact, 'tasks.')) refreshAll('/desk/api/tasks/load')
  })
  return (
    <>
      <DeskShell
        utility={utility}
        nav={nav}
        search={mayDo(me, 'customers') && <CustomerSearch />}
        subject={served && <CustomerSubject key={served} id={served} />}
        tools={
          <>
            <DeskButton
              tone="quiet"
              icon="command"
              shortcut={PALETTE_SHORTCUT}
              onPress={() => palette.onOpenChange(true)}
            >
              {say('palette')}
            </DeskButton>
            <PersonMenu />
          </>
        }
        demo={isDemo ? say('demo') : undefined}
      >
        <PlaceTitle title={useTitle(address)} isNamed={served !== undefined} />
        <PlaceOf address={address} me={me} />
      </DeskShell>
      <CommandPalette commands={useCommands(me)} {...palette} />
    </>
  )
}

/** Another place begins at its top for the keyboard and the screen reader, as a new page would. */
function useFocusOnPlace({ place, id }: Address): void {
  const before = useRef(`${place}/${id}`)
  useEffect(() => {
    if (before.current === `${place}/${id}`) return
    before.current = `${place}/${id}`
    document.getElementById('desk-content')?.focus()
  }, [place, id])
}

function useTitle({ place }: Address): string {
  const say = useSay()
  if (place === 'customer' || isOwnDataPlace(place)) return say('nav.customer')
  if (place === 'team') return say('nav.team')
  if (place === 'outages') return say('nav.outages')
  if (place === 'contactFigures') return say('nav.contactFigures')
  if (place === 'taskKinds') return say('nav.taskKinds')
  if (place === 'audit') return say('audit.title')
  if (place === 'duplicates') return say('nav.duplicates')
  if (place === 'accounts' || place === 'portals' || place === 'machines' || place === 'undelivered')
    return say(`nav.${place}`)
  if (place === 'clients' || place === 'client') return say('nav.clients')
  if (isMeteringPlace(place)) return say(`nav.${place}`)
  if (place === 'letterArchive' || place === 'letterRetention') return say(`nav.${place}`)
  if (place === 'letterDelivery' || place === 'letterEconomics') return say(`nav.${place}`)
  if (place === 'connections') return say('nav.connections')
  if (place === 'letterRuns' || place === 'letterRun') return say('nav.letterRuns')
  if (place === 'letterKinds' || place === 'letterDesign') return say('nav.letterKinds')
  return say(place === 'jobs' ? 'nav.jobs' : 'nav.basket')
}

const placeIcons = {
  outages: 'outage',
  contactFigures: 'chart',
  team: 'people',
  accounts: 'key',
  machines: 'command',
  portals: 'enter',
  undelivered: 'mail',
} as const satisfies Readonly<Record<string, DeskNavItem['icon']>>

/** Places behind the daily ones, in their order. */
const laterPlaces = [
  ['letterRuns', 'nav.letterRuns', 'mail'],
  ['connections', 'nav.connections', 'send'],
  ['duplicates', 'nav.duplicates', 'copy'],
  ['jobs', 'nav.jobs', 'settings'],
  ['letterDelivery', 'nav.letterDelivery', 'mail'],
  ['letterEconomics', 'nav.letterEconomics', 'chart'],
  ['letterRetention', 'nav.letterRetention', 'calendar'],
  ['letterArchive', 'nav.letterArchive', 'lock'],
  ['audit', 'audit.title', 'clock'],
] as const satisfies readonly (readonly [string, ClientKey, DeskNavItem['icon']])[]

function useNav(address: Address, me: Me): readonly DeskNavItem[] {
  const say = useSay()
  const { answer: load } = useResource(mayDo(me, 'tasks') ? endpoints.load : undefined, {})
  const open = load?.groups.reduce((sum, group) => sum + group.open, 0)
  const items: (DeskNavItem & { readonly isShown: boolean })[] = [
    {
      href: hrefOf('basket'),
      label: say('nav.basket'),
      icon: 'tasks',
      current: address.place === 'basket' || address.place === 'task',
      isShown: mayDo(me, 'tasks'),
      ...(open !== undefined && { count: open }),
    },
    ...(['outages', 'contactFigures', 'team', 'accounts', 'portals', 'machines', 'undelivered'] as const).map(
      (place) => ({
        href: hrefOf(place),
        label: say(`nav.${place}`),
        icon: placeIcons[place],
        current: address.place === place || (place === 'team' && address.place === 'taskKinds'),
        isShown: mayDo(me, place),
      }),
    ),
    {
      href: hrefOf('taskKinds'),
      label: say('nav.taskKinds'),
      icon: 'settings',
      current: address.place === 'taskKinds',
      isShown: mayDo(me, 'taskKinds') && !mayDo(me, 'team'),
    },
    {
      href: hrefOf('clients'),
      label: say('nav.clients'),
      icon: 'key',
      current: address.place === 'clients' || address.place === 'client' || isClientsStart(address, me),
      isShown: mayDo(me, 'clients') && !mayDo(me, 'machines'),
    },
    {
      href: hrefOf('letterKinds'),
      label: say('nav.letterKinds'),
      icon: 'letter',
      current: address.place === 'letterKinds' || address.place === 'letterDesign',
      isShown: mayDo(me, 'letterKinds'),
    },
    {
      href: hrefOf('campaigns'),
      label: say('nav.metering'),
      icon: 'reading',
      current: isMeteringPlace(address.place),
      isShown: mayDo(me, 'metering'),
    },
    ...laterPlaces.map(([place, label, icon]) => ({
      href: hrefOf(place),
      label: say(label),
      icon,
      current: address.place === place,
      isShown: mayDo(me, place),
    })),
  ]
  return items.filter((item) => item.isShown)
}

/** Who only looks after clients begins with them. */
const isClientsStart = ({ place }: Address, me: Me): boolean =>
  place === 'start' && mayDo(me, 'clients') && !mayDo(me, 'tasks') && !mayDo(me, 'partner')

function PlaceOf({ address, me }: { readonly address: Address; readonly me: Me }): ReactNode {
  const say = useSay()
  const isStart = address.place === 'start' || address.place === 'basket'
  if (address.place === 'start' && !mayDo(me, 'tasks') && mayDo(me, 'letterKinds')) return <LetterKindsPage />
  if (isStart && mayDo(me, 'partner')) return <PartnerPage />
  if (isClientsStart(address, me)) return <ClientsPage />
  if (isStart && !mayDo(me, 'tasks'))
    return (
      <Empty title={say('start.title', { name: me.name })}>
        {say(mayDo(me, 'customers') ? 'start.search' : 'start.nothing')}
      </Empty>
    )
  const own = ownDataPageOf(address.place, address.id) ?? meteringPageOf(address.place, address.id)
  if (own) return own
  return <OtherPlace address={address} />
}

function OtherPlace({ address }: { readonly address: Address }): ReactNode {
  const say = useSay()
  switch (address.place) {
    case 'start':
    case 'basket':
      return <BasketPage />
    case 'task':
      return <TaskPage key={address.id} id={address.id} />
    case 'customer':
      return <CustomerPage key={address.id} id={address.id} />
    case 'outages':
      return <OutagesPage />
    case 'contactFigures':
      return <ContactFiguresPage />
    case 'team':
      return <TeamPage />
    case 'taskKinds':
      return <RulesPage />
    case 'accounts':
      return <AccountsPage />
    case 'portals':
      return <PortalsPage />
    case 'machines':
      return <MachinesPage />
    case 'clients':
      return <ClientsPage />
    case 'client':
      return <ClientPage key={address.id} id={address.id} />
    case 'undelivered':
      return <UndeliveredPage />
    case 'connections':
      return <ConnectionsPage />
    case 'duplicates':
      return <DuplicatesPage />
    case 'letterRuns':
      return <RunsPage />
    case 'letterRun':
      return <RunPage key={address.id} id={address.id} />
    case 'letterKinds':
      return <LetterKindsPage />
    case 'letterDesign':
      return <DesignPage key={address.id} code={decodeURIComponent(address.id)} />
    case 'jobs':
      return <StuckJobsPage />
    case 'letterDelivery':
      return <LetterDeliveryPage />
    case 'letterEconomics':
      return <LetterEconomicsPage />
    case 'letterRetention':
      return <LetterRetentionPage />
    case 'letterArchive':
      return <LetterArchivePage />
    case 'audit':
      return <AuditPage />
    default:
      return <Empty title={say('nowhere.title')}>{say('nowhere.text')}</Empty>
  }
}

function PersonMenu() {
  const say = useSay()
  const me = useMe()
  const other = useLocale() === 'de' ? 'en' : 'de'
  const leave = (href: string) => () => location.assign(href)
  return (
    <MenuButton
      label={me.name}
      icon="person"
      entries={[
        {
          id: 'language',
          label: say('person.language'),
          icon: 'language',
          onAction: () =>
            leave(`/sprache/${other}?zurueck=${encodeURIComponent(location.pathname + location.search)}`)(),
        },
        { id: 'sign-out', label: say('person.signOut'), icon: 'leave', onAction: leave('/desk/abmelden') },
      ]}
    />
  )
}

function useCommands(me: Me): readonly Command[] {
  const say = useSay()
  const recent = useRecentCustomers()
  const names = useNames(recent)
  const to = (id: string, label: ClientKey, href: string, icon: Command['icon'], isShown: boolean) =>
    isShown ? [{ id, group: say('palette.go'), label: say(label), run: () => go(href), ...(icon && { icon }) }] : []
  return [
    ...to('basket', 'nav.basket', hrefOf('basket'), 'tasks', mayDo(me, 'tasks')),
    ...to('mine', 'palette.mine', hrefOf('basket', '', { view: 'mine' }), 'person', mayDo(me, 'tasks')),
    ...to('outages', 'nav.outages', hrefOf('outages'), 'outage', mayDo(me, 'outages')),
    ...to('figures', 'nav.contactFigures', hrefOf('contactFigures'), 'chart', mayDo(me, 'contactFigures')),
    ...to('campaigns', 'nav.campaigns', hrefOf('campaigns'), 'reading', mayDo(me, 'metering')),
    ...to('calibration', 'nav.calibration', hrefOf('calibration'), 'clock', mayDo(me, 'metering')),
    ...to('team', 'nav.team', hrefOf('team'), 'people', mayDo(me, 'team')),
    ...to('kinds', 'nav.taskKinds', hrefOf('taskKinds'), 'settings', mayDo(me, 'taskKinds')),
    ...(['accounts', 'portals', 'machines', 'undelivered'] as const).flatMap((place) =>
      to(place, `nav.${place}`, hrefOf(place), placeIcons[place], mayDo(me, place)),
    ),
    ...laterPlaces.flatMap(([place, label, icon]) => to(place, label, hrefOf(place), icon, mayDo(me, place))),
    ...to('letterKinds', 'nav.letterKinds', hrefOf('letterKinds'), 'letter', mayDo(me, 'letterKinds')),
    ...recent.map((id) => ({
      id: `customer-${id}`,
      group: say('search.recent'),
      label: names.get(id) ?? '…',
      icon: 'person' as const,
      run: () => go(hrefOf('customer', id)),
    })),
  ]
}
