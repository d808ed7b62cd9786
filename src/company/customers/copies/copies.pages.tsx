import { formatDay, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, formatNumber, type Locale } from '#platform/i18n'
import {
  BackLink,
  Button,
  Card,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  LinkButton,
  Notice,
  Points,
  Section,
  Stack,
  Table,
  Text,
  TextLink,
} from '#ui'
import de from './copies.de.json' with { type: 'json' }
import en from './copies.en.json' with { type: 'json' }
import type { CopyShown, PersonalCopy } from './copies.sql.ts'

export const copyTexts = defineTexts(de, en)
const ROOT = '/meine-daten/kopie'
const dayOf = (instant: Temporal.Instant, locale: Locale) => formatDay(legalDay(instant), locale)
const kib = (bytes: number, locale: Locale) => formatNumber(Math.max(1, Math.round(bytes / 1024)), locale)

/** The right to a copy, the button, and the copies that were asked for. */
export function copiesPage(props: {
  readonly copies: readonly PersonalCopy[]
  readonly locale: Locale
  readonly asked?: boolean
  readonly faults?: readonly FormFault[]
}): PageContent {
  const { copies, locale, asked, faults = [] } = props
  const say = copyTexts(locale)
  const open = copies.some((copy) => copy.state === 'asked')
  return {
    title: say('title'),
    section: 'data',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten">{say('back')}</BackLink>
        <ErrorSummary errors={faults} />
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {asked && (
          <Notice tone="success" title={say('askedTitle')} announce>
            {say('askedText')}
          </Notice>
        )}
        {copies.map((copy) => (
          <Card key={copy.id}>
            <Heading level={2} size="s">
              {say('copyOf', { day: dayOf(copy.askedAt, locale) })}
            </Heading>
            <Text>{say(`state.${copy.state}`, { day: copy.endsAt ? dayOf(copy.endsAt, locale) : '' })}</Text>
            {copy.state === 'ready' && (
              <Points
                items={[
                  <TextLink key="page" href={`${ROOT}/${copy.id}`}>
                    {say('look')}
                  </TextLink>,
                  <TextLink key="file" href={`${ROOT}/${copy.id}/datei`} icon="download">
                    {say('fetch', { size: kib(copy.sizeBytes ?? 0, locale) })}
                  </TextLink>,
                ]}
              />
            )}
          </Card>
        ))}
        {!open && (
          <Form action={ROOT}>
            <Button>{say('ask')}</Button>
          </Form>
        )}
        <Text quiet>{say('note')}</Text>
      </Stack>
    ),
  }
}

/** All that is in a copy, by kind; long lists end after the first rows, the file has all of them. */
export function copyPage(copy: CopyShown, locale: Locale): PageContent {
  const say = copyTexts(locale)
  return {
    title: say('pageTitle'),
    section: 'data',
    body: (
      <Stack>
        <BackLink href={ROOT}>{say('title')}</BackLink>
        <Heading>{say('pageTitle')}</Heading>
        <Lead>{say('pageLead', { day: copy.madeAt ? dayOf(copy.madeAt, locale) : '' })}</Lead>
        <LinkButton href={`${ROOT}/${copy.id}/datei`} icon="download" download>
          {say('fetch', { size: kib(copy.sizeBytes ?? 0, locale) })}
        </LinkButton>
        <Section id="rights" heading={say('aboutTitle')}>
          <Points
            items={(['purposes', 'recipients', 'kept', 'origin', 'rights', 'automated'] as const).map((key) =>
              say(`about.${key}`),
            )}
          />
        </Section>
        {(copy.summary ?? []).map((section, at) => (
          <Section key={section.file} id={`s${at}`} heading={section.title}>
            {section.count === 0 ? (
              <Text quiet>{say('nothing')}</Text>
            ) : (
              <Stack gap={8}>
                <Table
                  id={`t${at}`}
                  caption={section.title}
                  captionUnseen
                  columns={section.columns.map((label) => ({ key: label, label }))}
                  rows={section.rows.map((row, n) => ({
                    key: String(n),
                    cells: Object.fromEntries(section.columns.map((label, i) => [label, row[i] ?? ''])),
                  }))}
                />
                {section.count > section.rows.length && (
                  <Text quiet>
                    {say('more', { shown: section.rows.length, count: section.count, file: section.file })}
                  </Text>
                )}
              </Stack>
            )}
          </Section>
        ))}
      </Stack>
    ),
  }
}
