import type { ReactNode } from 'react'
import { type PageAssets, PageShell, type PageShellProps } from '../index.ts'

const NAV = [
  ['start', 'Start'],
  ['reading', 'Zählerstand'],
  ['usage', 'Verbrauch'],
  ['bills', 'Rechnungen'],
  ['contracts', 'Verträge'],
] as const

/** The sample utility around a sample page. */
export function SamplePage(
  props: Pick<PageShellProps, 'title' | 'width' | 'hasErrors' | 'before'> & {
    readonly assets: PageAssets
    readonly current?: (typeof NAV)[number][0]
    /** Flows show no menu. */
    readonly flow?: boolean
    readonly children: ReactNode
  },
) {
  const { flow, current, ...rest } = props
  return (
    <PageShell
      {...rest}
      locale="de"
      utility={{ name: 'Stadtwerke Musterstadt', homeHref: '/home.html' }}
      nav={flow ? [] : NAV.map(([key, label]) => ({ href: `/${key}.html`, label, current: key === current }))}
      account={flow ? [] : [{ href: '/account.html', label: 'Erika Mustermann' }]}
      otherLanguage={{ href: '/en/', locale: 'en', label: 'English' }}
      emergency={{ label: 'Notdienst', phone: '0800 555 0112', href: 'tel:+498005550112' }}
      demo={
        <>
          <strong>Vorführung.</strong> Kunden und Zahlen sind erfunden, nichts davon wird verschickt.
        </>
      }
      footerLinks={[
        { href: '/imprint.html', label: 'Impressum' },
        { href: '/privacy.html', label: 'Datenschutz' },
        { href: '/accessibility.html', label: 'Barrierefreiheit' },
        { href: '/complaints.html', label: 'Beschwerde und Schlichtung' },
        { href: '/cancel.html', label: 'Verträge hier kündigen' },
      ]}
    />
  )
}
