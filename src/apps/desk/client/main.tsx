import { createRoot } from 'react-dom/client'
import { isLocale } from '#platform/i18n/web'
import { DeskProvider } from '#ui/desk'
import { setUnreachable } from './api/call.ts'
import { startLive } from './api/live.ts'
import { DeskApp } from './app.tsx'
import './desk-app.css'
import './metering/metering.css'
import { followLinks } from './router.ts'
import { ClientTexts, clientTexts } from './texts.tsx'

const root = document.getElementById('root')
if (root) {
  const locale = isLocale(document.documentElement.lang) ? document.documentElement.lang : 'de'
  setUnreachable(clientTexts(locale)('problem.unreachable'))
  followLinks()
  startLive()
  createRoot(root).render(
    <DeskProvider locale={locale}>
      <ClientTexts locale={locale}>
        <DeskApp utility={root.dataset['utility'] ?? ''} isDemo={root.dataset['demo'] === 'yes'} />
      </ClientTexts>
    </DeskProvider>,
  )
}
