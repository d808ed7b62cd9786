import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'

/** Renders a whole page (`PageShell`) to the HTML that is sent. Nothing hydrates it, so there are no markers in it. */
export function renderPage(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`
}

/** Gaps of a frame: letters of the private use area, which no text of a page has and no escaping touches. */
export const frameGaps = { title: '\uE000', otherLanguage: '\uE001', body: '\uE002' } as const

/** What goes into the gaps: text for title and address, HTML for the body. */
export type FrameFilling = { readonly title: string; readonly otherLanguage: string; readonly body: ReactElement }

/**
 * Pages that share a frame: all around the content is rendered once, and only the content for each page. A third of the time
 * of a page went into its frame.
 */
export function frameOf(page: ReactElement): (filling: FrameFilling) => string {
  const pieces = renderPage(page).split(/([\uE000-\uE002])/)
  return ({ title, otherLanguage, body }) => {
    const filled: Readonly<Record<string, string>> = {
      [frameGaps.title]: escaped(title),
      [frameGaps.otherLanguage]: escaped(otherLanguage),
      [frameGaps.body]: renderToStaticMarkup(body),
    }
    return pieces.map((piece) => filled[piece] ?? piece).join('')
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter)
