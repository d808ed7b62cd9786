import type { Locale } from '#platform/i18n/web'
import { Heading, LinkButton, Stack, Text } from '#ui'
import { portalTexts } from './texts.ts'

export function ErrorPage({
  locale,
  text,
  phone,
}: {
  readonly locale: Locale
  readonly text: string
  readonly phone: string
}) {
  const t = portalTexts(locale)
  return (
    <Stack gap={24}>
      <Heading size="l">{text}</Heading>
      <Text>{t('error.phone', { phone })}</Text>
      <LinkButton href="/">{t('error.home')}</LinkButton>
    </Stack>
  )
}
