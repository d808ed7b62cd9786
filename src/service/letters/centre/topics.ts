import type { CentreKey } from './texts.ts'

type HelpLink = { readonly href: string; readonly label: CentreKey }

/** What helps beside a letter, by its topic: one sentence, and where to go on. */
const topics: Readonly<Record<string, { readonly text: CentreKey; readonly links: readonly HelpLink[] }>> = {
  account: { text: 'help.account', links: [{ href: '/konto', label: 'link.account' }] },
  reading: {
    text: 'help.reading',
    links: [
      { href: '/zaehlerstand', label: 'link.reading' },
      { href: '/verbrauch', label: 'link.consumption' },
    ],
  },
  details: { text: 'help.details', links: [{ href: '/meine-daten', label: 'link.details' }] },
  contract: { text: 'help.contract', links: [{ href: '/meine-daten', label: 'link.contract' }] },
  bill: {
    text: 'help.bill',
    links: [
      { href: '/verbrauch', label: 'link.consumption' },
      { href: '/beschwerde', label: 'link.complaint' },
    ],
  },
  general: { text: 'help.general', links: [{ href: '/beschwerde', label: 'link.complaint' }] },
}

export const topicOf = (topic: string) => topics[topic] ?? (topics['general'] as (typeof topics)[string])
