import type { Danger } from '#journey/staying'
import { Button, Card, EmptyState, Form, Heading, Lead, LinkButton, Stack, Text, TextField, TextLink } from '#ui'
import { defineTexts, type Locale } from '#platform/i18n'
import type { Topic } from './topics.ts'
import de from './help.de.json' with { type: 'json' }
import en from './help.en.json' with { type: 'json' }

export const helpTexts = defineTexts(de, en)

type Help = {
  readonly locale: Locale
  /** Where the search form goes: the page of who is signed in, or of everybody. */
  readonly action: string
  readonly typed: string
  readonly danger: Danger | undefined
  readonly topics: readonly Topic[]
  readonly emergencyPhone: string
  readonly servicePhone: string
}

/** Where to find what. Who writes of a danger reads the number before anything else, with no script and with typing errors. */
export function HelpPage(props: Help) {
  const { locale, action, typed, danger, topics, servicePhone } = props
  const t = helpTexts(locale)
  const isSearch = typed !== ''
  return (
    <Stack gap={32}>
      <div>
        <Heading size="xl">{t('title')}</Heading>
        <Lead>{t('lead')}</Lead>
      </div>
      {danger && <CallNow {...props} danger={danger} />}
      <Form action={action} method="get">
        <TextField name="q" label={t('field')} value={typed} />
        <Button>{t('submit')}</Button>
      </Form>
      {isSearch && topics.length === 0 && !danger && (
        <EmptyState icon="search" title={t('none', { typed })}>
          {t('noneText', { phone: servicePhone })}
        </EmptyState>
      )}
      {topics.length > 0 && (
        <section>
          <Heading level={2} size="m">
            {isSearch ? t('found', { count: topics.length, typed }) : t('all')}
          </Heading>
          <Stack gap={16}>
            {topics.map((topic) => (
              <div key={topic.key}>
                <TextLink href={topic.href}>{t(`topic.${topic.key}`)}</TextLink>
                <Text quiet>{t(`topic.${topic.key}.text`)}</Text>
              </div>
            ))}
          </Stack>
        </section>
      )}
      {topics.length > 0 && <Text quiet>{t('call', { phone: servicePhone })}</Text>}
    </Stack>
  )
}

/** The number, before everything else. */
export function CallNow(props: { readonly locale: Locale; readonly danger: Danger; readonly emergencyPhone: string }) {
  const { locale, danger, emergencyPhone } = props
  const t = helpTexts(locale)
  return (
    <Card>
      <Heading level={2} size="m">
        {t(`danger.${danger}`)}
      </Heading>
      <LinkButton href={`tel:${emergencyPhone.replaceAll(/[^+\d]/g, '')}`}>
        {t('danger.call', { phone: emergencyPhone.replaceAll(' ', '\u00a0') })}
      </LinkButton>
      <Text>
        <TextLink href={`/notfall?grund=${danger}`}>{t('danger.what')}</TextLink> ·{' '}
        <TextLink href="/stoerungen">{t('danger.outages')}</TextLink>
      </Text>
    </Card>
  )
}
