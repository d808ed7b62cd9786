import { Card, Heading, Lead, LinkButton, Notice, Points, Stack, Text, TextLink } from '#ui'
import type { Locale } from '#platform/i18n/web'
import type { Danger } from '../danger.ts'
import { type OutageKey, outageTexts } from '../texts.ts'

const steps: Readonly<Record<Danger, readonly OutageKey[]>> = {
  gas: ['gas.1', 'gas.2', 'gas.3', 'gas.4'],
  water: ['water.1', 'water.2', 'water.3'],
  power: ['power.1', 'power.2', 'power.3'],
}

/** The number first, then what to do until somebody comes. Works without script, on paper, and kept by the app without a network. */
export function EmergencyPage(props: {
  readonly locale: Locale
  readonly phone: string
  /** What somebody has written about; it stands first. */
  readonly because: Danger | undefined
  /** Where what they entered goes on; there only after a form. */
  readonly goOn: string | undefined
}) {
  const { locale, phone, because, goOn } = props
  const t = outageTexts(locale)
  const order: readonly Danger[] = because
    ? [because, ...(['gas', 'water', 'power'] as const).filter((one) => one !== because)]
    : ['gas', 'water', 'power']
  return (
    <Stack gap={32}>
      <div>
        <Heading size="xl">{t('emergency.title')}</Heading>
        {because && <Lead>{t(`emergency.because.${because}`)}</Lead>}
      </div>
      <div>
        <LinkButton
          href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}
        >{`${t('emergency.call')}: ${phone.replaceAll(' ', '\u00a0')}`}</LinkButton>
        <Text quiet>{t('emergency.free')}</Text>
      </div>
      {goOn && (
        <Notice tone="success">
          {t('emergency.received')} <TextLink href={goOn}>{t('emergency.goOn')}</TextLink>
        </Notice>
      )}
      {order.map((danger) => (
        <Card key={danger}>
          <Heading level={2} size="m">
            {t(`${danger}.title`)}
          </Heading>
          <Points numbered items={steps[danger].map((key) => t(key))} />
        </Card>
      ))}
      <Text>
        <TextLink href="/stoerung">{t('report.link')}</TextLink> ·{' '}
        <TextLink href="/stoerungen">{t('notices.link')}</TextLink>
      </Text>
      <Text quiet>{t('print')}</Text>
    </Stack>
  )
}
