import { formatDay, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import {
  BackLink,
  Button,
  Card,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  Notice,
  Section,
  Stack,
  Table,
  Text,
  TextLink,
} from '#ui'
import type { ErasureRequest } from './erasure.sql.ts'
import type { ErasurePlan, PlannedPart } from './plan-erasure.ts'
import { erasureTexts } from './texts.ts'

/** What happens to one part, in words. */
export function actText(part: PlannedPart, locale: Locale): string {
  const say = erasureTexts(locale)
  if (part.act === 'erase') return say('act.erase')
  if (part.act === 'keep') return say('act.keep', { because: say(`because.${part.because}`) })
  return say('act.restrict', { until: formatDay(part.until, locale), statute: part.statute })
}

/** What would be erased, blocked and kept, with the law; the button; and what was asked for before. */
export function erasurePage(props: {
  readonly plan: ErasurePlan
  readonly requests: readonly ErasureRequest[]
  readonly locale: Locale
  readonly faults?: readonly FormFault[]
}): PageContent {
  const { plan, requests, locale, faults = [] } = props
  const say = erasureTexts(locale)
  const open = requests.some((request) => !['refused', 'erased'].includes(request.state))
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
        {requests.map((request) => (
          <RequestCard key={request.id} request={request} locale={locale} />
        ))}
        <Section id="plan" heading={say('planTitle')}>
          <Table
            id="plan-table"
            caption={say('planCaption')}
            captionUnseen
            columns={[
              { key: 'part', label: say('part') },
              { key: 'act', label: say('act') },
            ]}
            rows={plan.parts.map((part) => ({
              key: part.part,
              cells: { part: say(`part.${part.part}`), act: actText(part, locale) },
            }))}
          />
        </Section>
        {plan.holding.length > 0 && (
          <Notice title={say('holdingTitle')}>
            {say('holdingText', { list: plan.holding.map((one) => say(`because.${one}`)).join(', ') })}
          </Notice>
        )}
        <Text>
          {say('loginNote')} <TextLink href="/meine-daten/kopie">{say('toCopy')}</TextLink>
        </Text>
        {!open && (
          <Form action="/meine-daten/loeschen">
            <Button tone="danger">{say('ask')}</Button>
          </Form>
        )}
      </Stack>
    ),
  }
}

function RequestCard({ request, locale }: { readonly request: ErasureRequest; readonly locale: Locale }) {
  const say = erasureTexts(locale)
  return (
    <Card>
      <Heading level={2} size="s">
        {say('askedTitle', { day: formatDay(legalDay(request.askedAt), locale) })}
      </Heading>
      <Text>
        {say(`state.${request.state}`, {
          reason: request.reason ?? '',
          until: request.restrictedUntil ? formatDay(request.restrictedUntil, locale) : '',
        })}
      </Text>
    </Card>
  )
}
