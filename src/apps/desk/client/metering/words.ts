import { cents, formatCents } from '#platform/money/web'
import type { Locale } from '#platform/i18n/web'

export const euro = (amount: number, locale: Locale): string => formatCents(cents(amount), locale)

export const stateTones = { draft: 'plain', running: 'live', stopped: 'warning', done: 'success' } as const
