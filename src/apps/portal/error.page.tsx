import type { Locale } from '#platform/i18n/web'
import { Heading, Lead, LinkButton, Stack, Text, TextLink } from '#ui'
import { portalTexts } from './texts.ts'

/** What happened as the heading, what to do now below it, and two ways on. */
export function ErrorPage(props: {
  readonly locale: Locale
  readonly title: string
  readonly text: string
  readonly phone: string
}) {
  const t = portalTexts(props.locale)
  return (
    <Stack gap={24}>
      <Heading size="xl">{props.title}</Heading>
      {props.text && <Lead>{props.text}</Lead>}
      <LinkButton href="/">{t('error.home')}</LinkButton>
      <Text>
        {t('error.phone')} <TextLink href={`tel:${props.phone.replaceAll(/[^+\d]/g, '')}`}>{props.phone}</TextLink>
      </Text>
    </Stack>
  )
}
