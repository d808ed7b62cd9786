import type { ReactNode } from 'react'
import type { DeskPlace } from '../../places.ts'
import { BankPage } from './bank.page.tsx'
import { ChannelsPage } from './channels.page.tsx'
import { ConsentsPage } from './consents.page.tsx'
import { OverviewPage } from './overview.page.tsx'
import { DeathPage } from './death.page.tsx'
import { HoldsPage } from './holds.page.tsx'
import { MovePage } from './move.page.tsx'
import { AddressPage, NamePage } from './person.pages.tsx'
import { PowersPage } from './powers.page.tsx'
import { ProtectionPage } from './protection.page.tsx'
import { WishesPage } from './wishes.page.tsx'

const pages: Partial<Record<DeskPlace, (props: { readonly id: string }) => ReactNode>> = {
  customerData: OverviewPage,
  changeName: NamePage,
  changeAddress: AddressPage,
  changeBank: BankPage,
  changeChannels: ChannelsPage,
  changeConsents: ConsentsPage,
  changeWishes: WishesPage,
  announceMove: MovePage,
  holds: HoldsPage,
  death: DeathPage,
  powers: PowersPage,
  protection: ProtectionPage,
}

export const isOwnDataPlace = (place: DeskPlace | undefined): boolean => place !== undefined && place in pages

/** The page of a place about a customer's own data; undefined for all other places. */
export function ownDataPageOf(place: DeskPlace | undefined, id: string): ReactNode | undefined {
  const Page = place && pages[place]
  return Page && <Page key={`${place}/${id}`} id={id} />
}
