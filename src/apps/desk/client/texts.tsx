import { createContext, type ReactNode, useContext } from 'react'
import { defineTexts, type Locale, type Say } from '#platform/i18n/web'
import de from './client.de.json' with { type: 'json' }
import en from './client.en.json' with { type: 'json' }

export const clientTexts = defineTexts(de, en)
export type ClientKey = (typeof clientTexts.keys)[number]

const LocaleContext = createContext<Locale>('de')

export function ClientTexts({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>
}

export const useLocale = (): Locale => useContext(LocaleContext)

/** Says the desk's texts in the language of the page. */
export const useSay = (): Say<ClientKey> => clientTexts(useLocale())

/** A text that may be missing, because its key comes from the server: then the key itself says more than nothing. */
export const sayOr = (say: Say<ClientKey>, key: string, otherwise: string): string =>
  (clientTexts.keys as readonly string[]).includes(key) ? say(key as ClientKey) : otherwise
