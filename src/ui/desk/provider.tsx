import { createContext, type ReactNode, useContext } from 'react'
import { I18nProvider } from 'react-aria-components'
import { UiLocaleProvider, type UiLocale } from '../components/texts.tsx'

/** The few words that the desk's parts say themselves. */
export type DeskTexts = {
  readonly search: string
  readonly noHits: string
  readonly commands: string
  readonly typeCommand: string
  readonly noCommand: string
  readonly close: string
  readonly messages: string
  readonly undo: string
  readonly paneWidth: string
  readonly rows: (count: string) => string
  readonly fresh: (count: number) => string
}

const DE: DeskTexts = {
  search: 'Suchen',
  noHits: 'Nichts gefunden. Tippen Sie einen Namen, eine Straße oder eine Nummer.',
  commands: 'Befehle',
  typeCommand: 'Was möchten Sie tun?',
  noCommand: 'Diesen Befehl gibt es nicht.',
  close: 'Schließen',
  messages: 'Meldungen',
  undo: 'Rückgängig',
  paneWidth: 'Breite der Spalte',
  rows: (count) => `${count} Zeilen`,
  fresh: (count) => `${count} neu`,
}

const EN: DeskTexts = {
  search: 'Search',
  noHits: 'Nothing found. Type a name, a street or a number.',
  commands: 'Commands',
  typeCommand: 'What would you like to do?',
  noCommand: 'There is no such command.',
  close: 'Close',
  messages: 'Messages',
  undo: 'Undo',
  paneWidth: 'Width of the pane',
  rows: (count) => `${count} rows`,
  fresh: (count) => `${count} new`,
}

const DeskTextsContext = createContext<DeskTexts>(DE)

/** Language of a client-side app: our words, and those of dates, numbers and screen reader hints in react-aria. */
export function DeskProvider({ locale, children }: { readonly locale: UiLocale; readonly children: ReactNode }) {
  return (
    <I18nProvider locale={locale === 'de' ? 'de-DE' : 'en-GB'}>
      <UiLocaleProvider locale={locale}>
        <DeskTextsContext value={locale === 'de' ? DE : EN}>{children}</DeskTextsContext>
      </UiLocaleProvider>
    </I18nProvider>
  )
}

/** The desk's own words in the language of the app. */
export function useDeskTexts(): DeskTexts {
  return useContext(DeskTextsContext)
}
