import type { OwnPlace } from '#company/customers'
import { hasRight } from '#company/identity'
import { customerRights, type FormFault } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { CheckboxCards, DateField, Details } from '#ui'
import { peopleTexts as texts } from './texts.ts'

/** What was chosen or typed, as text. */
export type Chosen = {
  readonly rights: readonly string[]
  readonly sites: readonly string[]
  readonly contracts: readonly string[]
  readonly until?: { readonly day: string; readonly month: string; readonly year: string }
}

export const faultAt = (faults: readonly FormFault[], name: string): string | undefined =>
  faults.find((fault) => fault.name === name || fault.name?.startsWith(`${name}.`))?.message

type Props = {
  readonly locale: Locale
  readonly chosen: Chosen
  readonly places: readonly OwnPlace[]
  /** Rights of who gives: others are not offered. */
  readonly ownRights: readonly string[]
  readonly faults: readonly FormFault[]
}

/** Rights, places and end of a grant. One place: its contracts can be chosen; several: the places. */
export function GrantFields({ locale, chosen, places, ownRights, faults }: Props) {
  const say = texts(locale)
  const rights = [
    ...(ownRights.includes('all') ? (['all'] as const) : []),
    ...customerRights.filter((right) => hasRight(ownRights, right)),
  ]
  return (
    <>
      <CheckboxCards
        name="rights"
        label={say('whatRights')}
        error={faultAt(faults, 'rights')}
        values={chosen.rights}
        choices={rights.map((right) => ({ value: right, label: say(`right.${right}`) }))}
      />
      <Places locale={locale} chosen={chosen} places={places} faults={faults} />
      <DateField
        name="until"
        label={say('untilField')}
        hint={say('untilHint')}
        optional
        error={faultAt(faults, 'until')}
        {...(chosen.until && { value: chosen.until })}
      />
    </>
  )
}

export const addressOf = (place: OwnPlace): string =>
  [[place.street, place.houseNumber].join(' '), place.locationHint, place.city].filter(Boolean).join(', ')

/** More than a screen of choices is folded. */
const PLACES_SHOWN_MAX = 6

function Places({ locale, chosen, places, faults }: Pick<Props, 'locale' | 'chosen' | 'places' | 'faults'>) {
  const say = texts(locale)
  const contracts = places.flatMap((place) => place.contracts)
  if (places.length > 1) {
    const cards = (
      <CheckboxCards
        name="sites"
        label={say('whichPlaces')}
        hint={say('whichPlacesHint')}
        optional
        error={faultAt(faults, 'sites')}
        values={chosen.sites}
        choices={places.map((place) => ({
          value: place.siteId,
          label: addressOf(place),
          hint: [...new Set(place.contracts.map((one) => say(`commodity.${one.commodity}`)))].join(', '),
        }))}
      />
    )
    // Two hundred places are opened by who needs them; for most people it is all of them.
    return places.length > PLACES_SHOWN_MAX ? (
      <Details summary={say('someOf', { places: places.length })} open={chosen.sites.length > 0}>
        {cards}
      </Details>
    ) : (
      cards
    )
  }
  if (contracts.length < 2) return null
  return (
    <CheckboxCards
      name="contracts"
      label={say('whichContracts')}
      hint={say('whichContractsHint')}
      optional
      error={faultAt(faults, 'contracts')}
      values={chosen.contracts}
      choices={contracts.map((one) => ({ value: one.id, label: say(`commodity.${one.commodity}`), hint: one.number }))}
    />
  )
}
