import { hasRight, viewingTexts } from '#company/identity'
import type { Settings } from '#platform/config'
import type { Locale } from '#platform/i18n'
import {
  type Call,
  type CustomerRight,
  type GrantScope,
  nobody,
  type PageContent,
  raw,
  type RefusalText,
  type Route,
  type Shell,
} from '#platform/http'
import type { Refusal } from '#platform/refusal'
import { Button, computeTheme, Form, type NavItem, Notice, PageShell, UiLocaleProvider } from '#ui'
import { buildAssets, frameGaps, frameOf, type UiAssets } from '#ui/server'
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

/** All that the frame of a page depends on. It is kept for everybody who sees the same, so it knows of nobody more than this. */
type Frame = {
  readonly locale: Locale
  readonly section: string | undefined
  readonly hasErrors: boolean
  readonly islands: readonly string[]
  /** What a signed-in customer may; null for everybody else. */
  readonly may: {
    readonly rights: readonly string[]
    readonly scope: GrantScope
    /** Staff sees the page as the customer does. */
    readonly isViewed: boolean
  } | null
}

/** Frames are few: languages, places of the navigation, what somebody may. A bound, so that nothing can fill the memory. */
const FRAMES_MAX = 500

/** The portal's pages. All around the content is rendered once for all who see the same. */
export function portalShell(settings: Settings, assets: UiAssets): Shell {
  const frames = new Map<string, ReturnType<typeof frameOf>>()
  const kept = (frame: Frame) => {
    const key = JSON.stringify(frame)
    const known = frames.get(key)
    if (known) return known
    if (frames.size >= FRAMES_MAX) frames.clear()
    const made = frameOf(portalFrame(settings, assets, frame))
    frames.set(key, made)
    return made
  }
  return (content, call) => {
    const frame = frameAround(content, call)
    return kept(frame)({
      title: content.title,
      otherLanguage: `/sprache/${otherLocale(frame.locale)}?zurueck=${encodeURIComponent(call.url)}`,
      body: (
        <UiLocaleProvider locale={frame.locale}>
          {frame.may?.isViewed && <ViewingNote locale={frame.locale} />}
          {content.body}
        </UiLocaleProvider>
      ),
    })
  }
}

const frameAround = (content: PageContent, { locale, who }: Pick<Call, 'locale' | 'who'>): Frame => ({
  locale,
  section: content.section,
  hasErrors: content.hasErrors ?? false,
  islands: content.islands ?? [],
  may: who.kind === 'customer' ? { rights: who.rights, scope: who.scope, isViewed: Boolean(who.viewerStaffId) } : null,
})

const telephone = (number: string): string => `tel:${number.replaceAll(/[^+\d]/g, '')}`

const otherLocale = (locale: Locale): Locale => (locale === 'de' ? 'en' : 'de')

function portalFrame(settings: Settings, assets: UiAssets, frame: Frame) {
  const { locale, may } = frame
  const t = portalTexts(locale)
  return (
    <PageShell
      locale={locale}
      title={frameGaps.title}
      hasErrors={frame.hasErrors}
      utility={{ name: settings.UTILITY_NAME, homeHref: '/' }}
      assets={{
        // The first page brings its styles along; whoever is signed in has the file from then on, and saves 32 KB a page.
        styles: may
          ? { href: assets.portalStyles.file.path }
          : { inline: assets.portalStyles.text, later: assets.portalStyles.file.path },
        preloadFonts: assets.preloadFonts,
        scripts: [assets.portalScript.path, ...islandScripts(['danger', ...frame.islands])],
        themeColour: assets.themeColour,
        iconHref: '/icon.svg',
        manifestHref: '/manifest.webmanifest',
      }}
      {...(may
        ? signedInNav(locale, frame.section, may)
        : {
            account: [
              { href: '/hilfe', label: t('nav.help') },
              { href: '/anmelden', label: t('nav.signIn') },
            ],
          })}
      otherLanguage={{ href: frameGaps.otherLanguage, locale: otherLocale(locale), label: t('language.other') }}
      emergency={{ label: t('emergency'), phone: settings.EMERGENCY_PHONE, href: telephone(settings.EMERGENCY_PHONE) }}
      demo={settings.KW_DEMO ? <DemoNote locale={locale} /> : undefined}
      footerLinks={footerLinks(locale)}
      footerNote={
        <p className="kw-footer-note">
          {t('footer.service')} <a href={telephone(settings.SERVICE_PHONE)}>{settings.SERVICE_PHONE}</a>
        </p>
      }
    >
      {frameGaps.body}
    </PageShell>
  )
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
  who: NonNullable<Frame['may']>,
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
      ...(who.isViewed ? [] : [item('help', '/meine-hilfe', t('nav.help'))]),
    ],
    account: [
      ...(may('data') ? [item('data', '/meine-daten', t('nav.data'))] : []),
      // A login's own pages are not the customer's: who looks on as staff has none.
      ...(who.isViewed
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
