import type { Settings } from '#platform/config'
import { defineTexts, type Locale } from '#platform/i18n'
import { nobody, type PageContent, page, type Route } from '#platform/http'
import { Heading, Section, Stack, Text } from '#ui'
import de from './legal.de.json' with { type: 'json' }
import en from './legal.en.json' with { type: 'json' }

export const legalTexts = defineTexts(de, en)
type Key = keyof typeof de
type LegalSettings = Pick<Settings, 'UTILITY_NAME' | 'UTILITY_IMPRINT' | 'SERVICE_PHONE' | 'KW_DEMO'>

const open = nobody('The law wants these pages to be reachable for everybody.')

/** A page of plain sections. */
function legalPage(
  locale: Locale,
  title: Key,
  lead: readonly string[],
  sections: readonly (readonly [Key, readonly string[]])[],
): PageContent {
  const t = legalTexts(locale)
  return {
    title: t(title),
    body: (
      <Stack gap={32}>
        <Heading size="xl">{t(title)}</Heading>
        {lead.map((text) => (
          <Text key={text}>{text}</Text>
        ))}
        {sections.map(([heading, texts]) => (
          <Section key={heading} id={heading.replace('.', '-')} heading={t(heading)}>
            {texts.map((text) => (
              <Text key={text}>{text}</Text>
            ))}
          </Section>
        ))}
      </Stack>
    ),
  }
}

const legal = (
  path: string,
  says: string,
  show: (call: { locale: Locale; settings: LegalSettings }) => PageContent,
): Route => page({ path, who: open, contract: {}, says, reads: () => [], show: (_rows, call) => show(call) })

export const legalRoutes: readonly Route[] = [
  legal('/impressum', 'Imprint (DDG section 5).', ({ locale, settings }) => {
    const t = legalTexts(locale)
    return legalPage(
      locale,
      'imprint.title',
      [
        t('imprint.text', { name: settings.UTILITY_NAME }),
        ...settings.UTILITY_IMPRINT.split('|').flatMap((line) => line.trim() || []),
        ...(settings.KW_DEMO && settings.UTILITY_IMPRINT === '' ? [t('imprint.demo')] : []),
        t('imprint.contact', { phone: settings.SERVICE_PHONE }),
      ],
      [],
    )
  }),
  legal('/datenschutz', 'Privacy notice (GDPR Art. 13).', ({ locale, settings }) => {
    const t = legalTexts(locale)
    return legalPage(
      locale,
      'privacy.title',
      [],
      [
        ['privacy.what', [t('privacy.whatText')]],
        ['privacy.cookies', [t('privacy.cookiesText')]],
        ['privacy.how', [t('privacy.howText')]],
        ['privacy.rights', [t('privacy.rightsText', { phone: settings.SERVICE_PHONE })]],
      ],
    )
  }),
  legal('/barrierefreiheit', 'Accessibility statement (BFSG section 14).', ({ locale, settings }) => {
    const t = legalTexts(locale)
    return legalPage(
      locale,
      'accessibility.title',
      [],
      [
        ['accessibility.status', [t('accessibility.statusText')]],
        ['accessibility.gaps', [t('accessibility.gapsText')]],
        [
          'accessibility.report',
          [t('accessibility.reportText', { phone: settings.SERVICE_PHONE }), t('accessibility.authority')],
        ],
      ],
    )
  }),
  legal(
    '/beschwerde',
    'Complaints and conciliation (EnWG sections 111a, 111b; VSBG section 36).',
    ({ locale, settings }) => {
      const t = legalTexts(locale)
      return legalPage(
        locale,
        'complaints.title',
        [],
        [
          ['complaints.us', [t('complaints.usText', { phone: settings.SERVICE_PHONE })]],
          ['complaints.board', [t('complaints.boardText')]],
          ['complaints.agency', [t('complaints.agencyText')]],
          ['complaints.water', [t('complaints.waterText')]],
        ],
      )
    },
  ),
]
