import { defineTexts } from '#platform/i18n'
import farewellDe from './farewell.de.json' with { type: 'json' }
import farewellEn from './farewell.en.json' with { type: 'json' }
import de from './notify.de.json' with { type: 'json' }
import en from './notify.en.json' with { type: 'json' }

export const noticeTexts = defineTexts(de, en)
export const farewellTexts = defineTexts(farewellDe, farewellEn)
