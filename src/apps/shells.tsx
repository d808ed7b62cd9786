import type { Settings } from '#platform/config'
import type { PageContent, RefusalText, Route, Shell } from '#platform/http'
import type { Refusal } from '#platform/refusal'

/** Hashes of the inlined critical CSS, for the content security policy. */
export const styleHashes: readonly string[] = []

/** The frame of a page by its path. */
export const shellFor =
  (settings: Settings) =>
  (_route: Pick<Route, 'path'>): Shell =>
  (content, call) => (
    <html lang={call.locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${content.title} – ${settings.UTILITY_NAME}`}</title>
      </head>
      <body>{content.body}</body>
    </html>
  )

export const signInPath = (path: string): string => (path.startsWith('/desk') ? '/desk/sign-in' : '/sign-in')

export const errorPageOf =
  (refusalText: RefusalText) =>
  (refusal: Refusal, locale: 'de' | 'en'): PageContent => {
    const text = refusalText(locale, refusal.code, refusal.figures)
    return {
      title: text,
      body: (
        <main>
          <h1>{text}</h1>
        </main>
      ),
    }
  }
