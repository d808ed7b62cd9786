import type { DeskPlace } from '../../places.ts'
import { hrefOf } from '../router.ts'
import { useSay } from '../texts.tsx'

const places = ['campaigns', 'calibration', 'readingFiles'] as const satisfies readonly DeskPlace[]

/** The pages about meters stand together: one entry of the navigation leads to all of them. */
export function MeteringLinks({ current }: { readonly current: (typeof places)[number] }) {
  const say = useSay()
  return (
    <nav aria-label={say('nav.metering')} className="desk-tabs">
      {places.map((place) => (
        <a key={place} href={hrefOf(place)} aria-current={place === current ? 'page' : undefined}>
          {say(`nav.${place}`)}
        </a>
      ))}
    </nav>
  )
}
