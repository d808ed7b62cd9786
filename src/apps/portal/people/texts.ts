import { customerRights } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import de from './people.de.json' with { type: 'json' }
import en from './people.en.json' with { type: 'json' }
import refusalsDe from './refusals.de.json' with { type: 'json' }
import refusalsEn from './refusals.en.json' with { type: 'json' }

export const peopleTexts = defineTexts(de, en)

/** Texts of the refusals of this part of the portal. */
export const peopleRefusals = defineTexts(refusalsDe, refusalsEn)

/** Rights in words, in the order of the list. */
export const rightsInWords = (rights: readonly string[], locale: Locale): readonly string[] => {
  const say = peopleTexts(locale)
  if (rights.includes('all')) return [say('right.all')]
  return customerRights.filter((right) => rights.includes(right)).map((right) => say(`right.${right}`))
}
