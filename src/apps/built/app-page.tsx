import { randomBytes } from 'node:crypto'
import type { Settings } from '#platform/config'
import { securityHeaders } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { renderPage, type UiAssets } from '#ui/server'
import { assetsFor } from '../shells.tsx'
import { type BuiltApp, builtApp } from './built-files.ts'

export type AppPage = {
  /** Source of the app's entry, as the build knows it. */
  readonly entry: string
  readonly title: string
  readonly locale: Locale
  /** Said where scripts are switched off. */
  readonly needsScript: string
  /** Said where the apps have not been built. */
  readonly notBuilt: string
}

const assetsByBrand = new Map<string, UiAssets>()

function uiAssets(settings: Settings): UiAssets {
  const ready = assetsByBrand.get(settings.UTILITY_BRAND) ?? assetsFor(settings)
  assetsByBrand.set(settings.UTILITY_BRAND, ready)
  return ready
}

/**
 * The page that a staff app starts in, and its headers. The nonce is new for each page and is for the few style elements
 * that react-aria makes; it reads it from the meta element.
 */
export function appPage(page: AppPage, settings: Settings): { html: string; headers: Record<string, string> } {
  const nonce = randomBytes(16).toString('base64url')
  const html = renderPage(
    <AppShell page={page} settings={settings} nonce={nonce} built={builtApp(page.entry)} assets={uiAssets(settings)} />,
  )
  const secure = (settings.STAFF_URL ?? settings.PUBLIC_URL)?.startsWith('https:') ?? false
  return { html, headers: securityHeaders({ secure, styleHashes: [] }, nonce) }
}

/** A mark in the utility's colour, so that its tabs are found among others. */
const iconOf = (brand: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${brand}"/></svg>`)}`

function AppShell(props: {
  readonly page: AppPage
  readonly settings: Settings
  readonly nonce: string
  readonly built: BuiltApp | undefined
  readonly assets: UiAssets
}) {
  const { page, settings, nonce, built, assets } = props
  return (
    <html lang={page.locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{page.title}</title>
        <meta property="csp-nonce" nonce={nonce} />
        <meta name="theme-color" content={assets.themeColour.light} media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content={assets.themeColour.dark} media="(prefers-color-scheme: dark)" />
        <link rel="icon" href={iconOf(settings.UTILITY_BRAND)} />
        {assets.preloadFonts.map((font) => (
          <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossOrigin="anonymous" />
        ))}
        {[assets.deskStyles.file.path, ...(built?.styles ?? [])].map((sheet) => (
          <link key={sheet} rel="stylesheet" href={sheet} />
        ))}
        {built?.preloads.map((part) => (
          <link key={part} rel="modulepreload" href={part} />
        ))}
        {built && <script type="module" src={built.script} />}
      </head>
      <body>
        <div id="root" data-utility={settings.UTILITY_NAME} data-demo={settings.KW_DEMO ? 'yes' : undefined}>
          {!built && <p>{page.notBuilt}</p>}
        </div>
        <noscript>
          <p>{page.needsScript}</p>
        </noscript>
      </body>
    </html>
  )
}
