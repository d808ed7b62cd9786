import type { Locale } from '#platform/i18n/web'
import { ButtonRow, Heading, Lead, LinkButton, Stack } from '#ui'
import { readingTexts } from '../texts.ts'

/** A link that was used or has run out is no dead end. */
export function LinkEndedPage({ locale }: { readonly locale: Locale }) {
  const t = readingTexts(locale)
  return (
    <Stack gap={32}>
      <div>
        <Heading size="xl">{t('link.ended.title')}</Heading>
        <Lead>{t('link.ended.text')}</Lead>
      </div>
      <ButtonRow>
        <LinkButton href="/zaehlerstand/gast">{t('link.ended.guest')}</LinkButton>
        <LinkButton href="/zaehlerstand" tone="secondary">
          {t('link.ended.signIn')}
        </LinkButton>
      </ButtonRow>
    </Stack>
  )
}
