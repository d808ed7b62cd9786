import { hasRight, viewingTexts } from '#company/identity'
import type { Settings } from '#platform/config'
import type { Locale } from '#platform/i18n'
import {
  type CustomerRight,
  type CustomerWho,
  type GrantScope,
  nobody,
  type PageContent,
  raw,
  type RefusalText,
  type Route,
  type Shell,
} from '#platform/http'
import type { Refusal } from '#platform/refusal'
import { Button, computeTheme, Form, type NavItem, Notice, PageShell, type UtilityMark } from '#ui'
import { buildAssets, type UiAssets } from '#ui/server'
import { builtApp } from './built/built-files.ts'
import { ErrorPage } from './portal/error.page.tsx'
import { portalTexts } from './portal/texts.ts'

/** Files of the design system in the utility's colours; made once per process. */
export function assetsFor(settings: Pick<Settings, 'UTILITY_BRAND'>): UiAssets {
  const verdict = computeTheme({ brand: settings.UTILITY_BRAND })
  if (verdict.ok) return buildAssets(verdict.theme)
  const advice = verdict.reason === 'contrast' ? ` Its contrast is too low; ${verdict.proposal} would do.` : ''
  throw new Error(`UTILITY_BRAND ${settings.UTILITY_BRAND} cannot be used.${advice}`)
}

/** Routes of the static files; their names carry a hash of their content, so browsers may keep them for a year. */
export const assetRoutes = (assets: UiAssets): Route[] =>
  assets.files.map((file) =>
    raw({
      method: 'GET',
      path: file.path,
      who: nobody('Style sheets, fonts and scripts hold no data.'),
      contract: {},
      says: 'A static file of the design system.',
      handler: async (_call, _pools, _request, reply) =>
        reply.header('cache-control', 'public, max-age=31536000, immutable').type(file.contentType).send(file.body),
    }),
  )

/** Where the islands of the portal are built from, by the names that pages use. */
const islandEntries: Readonly<Record<string, string>> = {
  danger: 'src/journey/staying/outages/browser/danger.ts',
  passkey: 'src/company/identity/passkeys/browser/passkey.ts',
}

/** Addresses of built islands. Where nothing has been built the page does without: each works without script. */
const islandScripts = (names: readonly string[] = []): string[] =>
  names.flatMap((name) => builtApp(islandEntries[name] ?? '')?.script ?? [])

/** The frame of the portal's pages. */
export function portalShell(settings: Settings, assets: UiAssets): Shell {
  const utility: UtilityMark = { name: settings.UTILITY_NAME, homeHref: '/' }
  const emergencyHref = `tel:${settings.EMERGENCY_PHONE.replaceAll(/[^+\d]/g, '')}`
  return (content, call) => {
    const t = portalTexts(call.locale)
    const other = call.locale === 'de' ? 'en' : 'de'
    return (
      <PageShell
        locale={call.locale}
        title={content.title}
        hasErrors={content.hasErrors ?? false}
        utility={utility}
        assets={{
          // The first page brings its styles along; whoever is signed in has the file from then on, and saves 32 KB a page.
          styles:
            call.who.kind === 'customer'
              ? { href: assets.portalStyles.file.path }
              : { inline: assets.portalStyles.text, later: assets.portalStyles.file.path },
          preloadFonts: assets.preloadFonts,
          scripts: [assets.portalScript.path, ...islandScripts(['danger', ...(content.islands ?? [])])],
          themeColour: assets.themeColour,
          iconHref: '/icon.svg',
          manifestHref: '/manifest.webmanifest',
        }}
        {...(call.who.kind === 'customer'
          ? signedInNav(call.locale, content.section, call.who)
          : { account: [{ href: '/anmelden', label: t('nav.signIn') }] })}
        otherLanguage={{
          href: `/sprache/${other}?zurueck=${encodeURIComponent(call.url)}`,
          locale: other,
          label: t('language.other'),
        }}
        emergency={{ label: t('emergency'), phone: settings.EMERGENCY_PHONE, href: emergencyHref }}
        demo={settings.KW_DEMO ? <DemoNote locale={call.locale} /> : undefined}
        footerLinks={footerLinks(call.locale)}
      >
        {call.who.kind === 'customer' && call.who.viewerStaffId && <ViewingNote locale={call.locale} />}
        {content.body}
      </PageShell>
    )
  }
}

/** Above each page while staff sees it as the customer does. */
function ViewingNote({ locale }: { readonly locale: Locale }) {
  const say = viewingTexts(locale)
  return (
    <Notice tone="warning">
      <p>{say('banner')}</p>
      <Form action="/ansicht-beenden">
        <Button tone="secondary">{say('bannerEnd')}</Button>
      </Form>
    </Notice>
  )
}

function DemoNote({ locale }: { readonly locale: Locale }) {
  const t = portalTexts(locale)
  return (
    <>
      {t('demo')} <a href="/demo/postfach">{t('demo.mailbox')}</a>
    </>
  )
}

/** Places that the person may go to; what only the whole customer has is not shown to who acts for some contracts. */
function signedInNav(
  locale: Locale,
  section: string | undefined,
  who: CustomerWho,
): { nav: NavItem[]; account: NavItem[] } {
  const t = portalTexts(locale)
  const item = (key: string, href: string, label: string): NavItem => ({ href, label, current: section === key })
  const may = (right: CustomerRight, scope: GrantScope = 'all') =>
    hasRight(who.rights, right) && (scope === 'part' || who.scope === 'all')
  return {
    nav: [
      item('home', '/uebersicht', t('nav.home')),
      ...(may('readings', 'part') ? [item('readings', '/zaehlerstand', t('nav.readings'))] : []),
      item('consumption', '/verbrauch', t('nav.consumption')),
      ...(may('letters') ? [item('letters', '/briefe', t('nav.letters'))] : []),
    ],
    account: [
      ...(may('data') ? [item('data', '/meine-daten', t('nav.data'))] : []),
      // A login's own pages are not the customer's: who looks on as staff has none.
      ...(who.viewerStaffId
        ? []
        : [item('account', '/konto', t('nav.account')), item('sign-out', '/abmelden', t('nav.signOut'))]),
    ],
  }
}

function footerLinks(locale: Locale): NavItem[] {
  const t = portalTexts(locale)
  return [
    { href: '/notfall', label: t('footer.emergency') },
    { href: '/stoerungen', label: t('footer.outages') },
    { href: '/impressum', label: t('footer.imprint') },
    { href: '/datenschutz', label: t('footer.privacy') },
    { href: '/barrierefreiheit', label: t('footer.accessibility') },
    { href: '/beschwerde', label: t('footer.complaints') },
  ]
}

/** The frame of a page by its path. */
export function shellFor(settings: Settings, assets: UiAssets) {
  const portal = portalShell(settings, assets)
  return (_route: Pick<Route, 'path'>): Shell => portal
}

export const signInPath = (path: string): string => (path.startsWith('/desk') ? '/desk/anmelden' : '/anmelden')

/** Says what is wrong and what to do next; never a dead end. */
export const errorPageOf =
  (refusalText: RefusalText, settings: Pick<Settings, 'SERVICE_PHONE'>) =>
  (refusal: Refusal, locale: Locale): PageContent => {
    const said = refusalText(locale, refusal.code, refusal.figures)
    // The first sentence says what happened, the others what to do now.
    const [first = said, ...rest] = said.split(/(?<=[.?]) (?=\p{Lu})/u)
    const title = first.replace(/\.$/, '')
    const words = { title, text: rest.join(' ') }
    return { title, body: <ErrorPage locale={locale} {...words} phone={settings.SERVICE_PHONE} /> }
  }
