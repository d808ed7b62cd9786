import type { Locale } from '#platform/i18n/web'
import { AnswerList, ButtonRow, Confirmation, Heading, LinkButton, Notice, Stack, Text, TextLink } from '#ui'
import { readingTexts } from '../texts.ts'

export type DoneReading = {
  readonly readingId: string
  readonly label: string
  readonly value: string
  readonly unit: string
  /** What is said about it: fits, more, less, or that it is looked at. */
  readonly feedback: string
}

/** Says what was stored, what it means, and what happens next. */
export function ReadingDonePage(props: {
  readonly locale: Locale
  readonly reference: string
  readonly readings: readonly DoneReading[]
  readonly signedIn: boolean
  /** Meters that were asked for and are not read yet, and where to go on. */
  readonly missing?: readonly string[]
  readonly moreHref?: string
}) {
  const { locale, readings } = props
  const t = readingTexts(locale)
  return (
    <Stack gap={32}>
      <Confirmation heading={t(readings.length === 1 ? 'done.one' : 'done.title')} reference={props.reference} />
      <AnswerList
        answers={readings.map((reading) => ({
          label: reading.label,
          value: (
            <>
              <b>
                {reading.value} {reading.unit}
              </b>
              <br />
              {reading.feedback}
            </>
          ),
        }))}
      />
      {props.missing && props.moreHref && (
        <Notice>
          <Stack gap={16}>
            <p>{t('link.missing', { meters: props.missing.join('; ') })}</p>
            <LinkButton href={props.moreHref} tone="secondary">
              {t('link.more')}
            </LinkButton>
          </Stack>
        </Notice>
      )}
      <div>
        <Heading level={2} size="m">
          {t('done.nextTitle')}
        </Heading>
        <Text>{t(props.signedIn ? 'done.next' : 'done.nextLink')}</Text>
      </div>
      {!props.signedIn && <TextLink href="/zugang-freischalten">{t('guest.activate')}</TextLink>}
      {props.signedIn && (
        <ButtonRow>
          <LinkButton href="/verbrauch">{t('done.readings')}</LinkButton>
          <LinkButton href="/uebersicht" tone="secondary">
            {t('done.home')}
          </LinkButton>
        </ButtonRow>
      )}
    </Stack>
  )
}
