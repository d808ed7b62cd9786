import { expect, test } from 'vitest'
import { PageShell } from '#ui'
import { frameGaps, frameOf, renderPage } from './render-page.ts'

const page = (title: string, otherLanguage: string, body: React.ReactNode) => (
  <PageShell
    locale="de"
    title={title}
    utility={{ name: 'Stadtwerk', homeHref: '/' }}
    assets={{ styles: { href: '/a.css' }, preloadFonts: [], scripts: [], themeColour: { light: '#fff', dark: '#000' } }}
    otherLanguage={{ href: otherLanguage, locale: 'en', label: 'English' }}
    footerLinks={[]}
  >
    {body}
  </PageShell>
)

const frame = frameOf(page(frameGaps.title, frameGaps.otherLanguage, frameGaps.body))

test.each([
  ['Zählerstand', '/sprache/en?zurueck=%2F'],
  [`<script>alert("1")</script> & 'mehr'`, `/sprache/en?zurueck="><b>'&`],
  ['$& $1 $$', '/$&'],
  [`${frameGaps.body}${frameGaps.title}`, frameGaps.body],
])('a page from the frame is the page itself: %j', (title, otherLanguage) => {
  const body = <p title={`"'<>&`}>{`<b>&"' ${frameGaps.title}`}</p>
  expect(frame({ title, otherLanguage, body })).toBe(renderPage(page(title, otherLanguage, body)))
})
