import { createContext, type ReactNode, useContext } from 'react'

/** The languages of the pages, German first. */
export type UiLocale = 'de' | 'en'

/** The few words that components say themselves. Everything else comes from the page. */
export type UiTexts = {
  readonly skip: string
  readonly menu: string
  readonly mainNavigation: string
  readonly legalNavigation: string
  readonly breadcrumb: string
  readonly back: string
  readonly errorTitle: string
  readonly errorPrefix: string
  readonly optional: string
  readonly change: string
  readonly day: string
  readonly month: string
  readonly year: string
  readonly choose: string
  readonly chooseFile: string
  readonly chooseFiles: string
  readonly noFile: string
  readonly reference: string
  readonly estimated: string
  readonly tableOf: string
  readonly now: string
  readonly done: string
  readonly next: string
  readonly pages: string
  readonly previousPage: string
  readonly nextPage: string
  readonly page: (n: number) => string
  readonly step: (n: number, of: number) => string
  readonly meterDigits: (before: number, after: number) => string
  readonly signal: {
    readonly note: string
    readonly success: string
    readonly warning: string
    readonly danger: string
  }
}

const DE: UiTexts = {
  skip: 'Zum Inhalt springen',
  menu: 'Menü',
  mainNavigation: 'Hauptmenü',
  legalNavigation: 'Rechtliches und Hilfe',
  breadcrumb: 'Sie sind hier',
  back: 'Zurück',
  errorTitle: 'Es gibt ein Problem',
  errorPrefix: 'Fehler',
  optional: 'freiwillig',
  change: 'Ändern',
  day: 'Tag',
  month: 'Monat',
  year: 'Jahr',
  choose: 'Bitte wählen',
  chooseFile: 'Datei auswählen',
  chooseFiles: 'Dateien auswählen',
  noFile: 'Noch nichts ausgewählt',
  reference: 'Ihr Zeichen',
  estimated: 'geschätzt',
  tableOf: 'Als Tabelle zeigen',
  now: 'Jetzt',
  done: 'Erledigt',
  next: 'Als Nächstes',
  pages: 'Seiten',
  previousPage: 'Vorherige Seite',
  nextPage: 'Nächste Seite',
  page: (n) => `Seite ${n}`,
  step: (n, of) => `Schritt ${n} von ${of}`,
  meterDigits: (before, after) => {
    const first = before === 1 ? '1 Ziffer' : `${before} Ziffern`
    if (after === 0) return `${first}, kein Komma`
    return `${first} vor dem Komma, ${after} danach (am Zähler rot umrandet)`
  },
  signal: { note: 'Hinweis', success: 'Erledigt', warning: 'Achtung', danger: 'Wichtig' },
}

const EN: UiTexts = {
  skip: 'Skip to content',
  menu: 'Menu',
  mainNavigation: 'Main menu',
  legalNavigation: 'Legal and help',
  breadcrumb: 'You are here',
  back: 'Back',
  errorTitle: 'There is a problem',
  errorPrefix: 'Error',
  optional: 'optional',
  change: 'Change',
  day: 'Day',
  month: 'Month',
  year: 'Year',
  choose: 'Please choose',
  chooseFile: 'Choose a file',
  chooseFiles: 'Choose files',
  noFile: 'Nothing chosen yet',
  reference: 'Your reference',
  estimated: 'estimated',
  tableOf: 'Show as a table',
  now: 'Now',
  done: 'Done',
  next: 'Next',
  pages: 'Pages',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  page: (n) => `Page ${n}`,
  step: (n, of) => `Step ${n} of ${of}`,
  meterDigits: (before, after) => {
    const first = before === 1 ? '1 digit' : `${before} digits`
    if (after === 0) return `${first}, no decimal point`
    return `${first} before the decimal point, ${after} after it (framed in red on the meter)`
  },
  signal: { note: 'Note', success: 'Done', warning: 'Attention', danger: 'Important' },
}

const TEXTS: Readonly<Record<UiLocale, UiTexts>> = { de: DE, en: EN }

const LocaleContext = createContext<UiLocale>('de')

/** Sets the language of the components' own words for everything inside. `PageShell` does it for a whole page. */
export function UiLocaleProvider({ locale, children }: { readonly locale: UiLocale; readonly children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>
}

/** The language of the surrounding page. */
export function useUiLocale(): UiLocale {
  return useContext(LocaleContext)
}

/** The components' own words in the language of the surrounding page. */
export function useUiTexts(): UiTexts {
  return TEXTS[useContext(LocaleContext)]
}
