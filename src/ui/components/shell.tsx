import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { UiLocaleProvider, type UiLocale, useUiTexts } from './texts.tsx'

/** A place one can go to. `current` marks the page, or the part of the portal, that one is on. */
export type NavItem = { readonly href: string; readonly label: string; readonly current?: boolean }

/** The utility as the page shows it. A logo needs its size, so that nothing moves when it arrives. */
export type UtilityMark = {
  readonly name: string
  readonly homeHref: string
  readonly logo?: { readonly src: string; readonly width: number; readonly height: number }
}

/** What the browser needs besides the page: addresses from `buildAssets` of `#ui/server`. */
export type PageAssets = {
  /**
   * Address of the style sheet, or its text when it is written into the page (allowed by its hash in the CSP); `later` is the
   * address that the next pages will ask for, so that the browser can fetch it in its own time.
   */
  readonly styles: { readonly href: string } | { readonly inline: string; readonly later?: string }
  readonly preloadFonts: readonly string[]
  readonly scripts: readonly string[]
  readonly themeColour: { readonly light: string; readonly dark: string }
  readonly iconHref?: string
  readonly manifestHref?: string
}

/** The whole page around its content. */
export type PageShellProps = {
  readonly locale: UiLocale
  readonly title: string
  /** Puts "Fehler: " before the title, so that a screen reader says it first. */
  readonly hasErrors?: boolean
  readonly utility: UtilityMark
  readonly assets: PageAssets
  /** Empty in flows: one thing per page, nothing that leads away. */
  readonly nav?: readonly NavItem[]
  readonly account?: readonly NavItem[]
  readonly otherLanguage?: { readonly href: string; readonly locale: UiLocale; readonly label: string }
  readonly emergency?: { readonly label: string; readonly phone: string; readonly href: string }
  /** Says on every page that nothing here is real. */
  readonly demo?: ReactNode
  readonly footerLinks: readonly NavItem[]
  readonly footerNote?: ReactNode
  /** Narrow is one column for reading and doing; wide is for overviews. */
  readonly width?: 'narrow' | 'wide'
  /** Back link or breadcrumb, above the content. */
  readonly before?: ReactNode
  readonly children: ReactNode
}

/** A complete HTML page of the portal. It needs no script; render it with `renderPage` of `#ui/server`. */
export function PageShell(props: PageShellProps) {
  const { locale, width = 'narrow' } = props
  return (
    <UiLocaleProvider locale={locale}>
      <html lang={locale}>
        <PageHead {...props} />
        <body className={width === 'wide' ? 'kw-page kw-wide' : 'kw-page'}>
          <SkipLink />
          <PageHeader {...props} />
          {props.before && <div className="kw-container kw-before">{props.before}</div>}
          <main className="kw-container kw-main" id="content" tabIndex={-1}>
            {props.children}
          </main>
          <PageFooter {...props} />
        </body>
      </html>
    </UiLocaleProvider>
  )
}

function PageHead({ title, hasErrors, utility, assets }: PageShellProps) {
  const texts = useUiTexts()
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${hasErrors ? `${texts.errorPrefix}: ` : ''}${title} – ${utility.name}`}</title>
      <meta name="theme-color" media="(prefers-color-scheme: light)" content={assets.themeColour.light} />
      <meta name="theme-color" media="(prefers-color-scheme: dark)" content={assets.themeColour.dark} />
      <meta name="format-detection" content="telephone=no" />
      {assets.preloadFonts.map((href) => (
        <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossOrigin="anonymous" />
      ))}
      {'href' in assets.styles ? (
        <link rel="stylesheet" href={assets.styles.href} />
      ) : (
        <style dangerouslySetInnerHTML={{ __html: assets.styles.inline }} />
      )}
      {'later' in assets.styles && assets.styles.later && <link rel="prefetch" href={assets.styles.later} as="style" />}
      {assets.iconHref && <link rel="icon" href={assets.iconHref} />}
      {assets.manifestHref && <link rel="manifest" href={assets.manifestHref} />}
      {assets.scripts.map((src) => (
        <script key={src} type="module" src={src} />
      ))}
    </head>
  )
}

function SkipLink() {
  return (
    <a className="kw-skip" href="#content">
      {useUiTexts().skip}
    </a>
  )
}

function PageHeader({ utility, nav = [], account = [], otherLanguage, emergency, demo }: PageShellProps) {
  return (
    <header className="kw-header">
      {demo && (
        <div className="kw-demo">
          <div className="kw-container">{demo}</div>
        </div>
      )}
      <div className="kw-container kw-header-row">
        <a className="kw-utility" href={utility.homeHref}>
          {utility.logo ? (
            <img src={utility.logo.src} width={utility.logo.width} height={utility.logo.height} alt={utility.name} />
          ) : (
            utility.name
          )}
        </a>
        <div className="kw-header-tools">
          {emergency && (
            <a className="kw-emergency" href={emergency.href}>
              <Icon name="phone" />
              <span>
                <span className="kw-emergency-label">{emergency.label}</span> <b>{emergency.phone}</b>
              </span>
            </a>
          )}
          {otherLanguage && (
            <a
              className="kw-tool"
              href={otherLanguage.href}
              lang={otherLanguage.locale}
              hrefLang={otherLanguage.locale}
            >
              <Icon name="language" />
              {otherLanguage.label}
            </a>
          )}
        </div>
      </div>
      {nav.length + account.length > 0 && <MainNavigation nav={nav} account={account} />}
    </header>
  )
}

/**
 * The menu twice, once open for wide pages and once behind "Menü" for narrow ones; the style sheet shows one of them, and
 * what is not shown does not exist for screen readers either. `details` opens without script in every browser.
 */
function MainNavigation({ nav, account }: { readonly nav: readonly NavItem[]; readonly account: readonly NavItem[] }) {
  const texts = useUiTexts()
  const all = [...nav, ...account]
  const current = all.find((item) => item.current)
  // One link needs no menu to open.
  if (all.length === 1)
    return (
      <nav className="kw-container kw-nav kw-nav-short" aria-label={texts.mainNavigation}>
        <NavList items={all} />
      </nav>
    )
  return (
    <>
      <nav className="kw-container kw-nav" aria-label={texts.mainNavigation}>
        <NavList items={nav} />
        <NavList items={account} />
      </nav>
      <details className="kw-menu">
        <summary className="kw-container">
          <Icon name="menu" />
          {texts.menu}
          {current && <span className="kw-menu-current">{current.label}</span>}
        </summary>
        <nav className="kw-container" aria-label={texts.mainNavigation}>
          <NavList items={all} />
        </nav>
      </details>
    </>
  )
}

function NavList({ items }: { readonly items: readonly NavItem[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.href}>
          <a href={item.href} aria-current={item.current ? 'page' : undefined}>
            {item.label}
          </a>
        </li>
      ))}
    </ul>
  )
}

function PageFooter({ utility, footerLinks, footerNote, emergency }: PageShellProps) {
  const texts = useUiTexts()
  return (
    <footer className="kw-footer">
      <div className="kw-container">
        <nav aria-label={texts.legalNavigation}>
          <NavList items={footerLinks} />
        </nav>
        <p className="kw-footer-note">
          {utility.name}
          {emergency && (
            <>
              {' · '}
              {emergency.label} <a href={emergency.href}>{emergency.phone}</a>
            </>
          )}
        </p>
        {footerNote}
      </div>
    </footer>
  )
}
