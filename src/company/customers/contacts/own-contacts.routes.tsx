import { BackLink, EmptyState, Heading, Lead, LinkButton, Stack, Timeline } from '#ui'
import { formatDay, formatTime, legalDay } from '#platform/calendar'
import { z } from '#platform/contract'
import { customer, page, type Route } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { contactsQuery } from './contact.contract.ts'
import { beforeOf, cursorOf } from './contacts.routes.ts'
import { CONTACTS_PAGE, type OwnContactRow, ownContactsStatement } from './contacts.sql.ts'
import de from './own-contacts.de.json' with { type: 'json' }
import en from './own-contacts.en.json' with { type: 'json' }

const texts = defineTexts(de, en)
type Key = (typeof texts.keys)[number]

function OwnContactsPage(props: {
  readonly locale: Locale
  readonly contacts: readonly OwnContactRow[]
  readonly older: string | undefined
}) {
  const { locale, contacts, older } = props
  const t = texts(locale)
  return (
    <>
      <BackLink href="/">{t('back')}</BackLink>
      <Heading level={1}>{t('title')}</Heading>
      <Lead>{t('lead')}</Lead>
      {contacts.length === 0 && (
        <EmptyState icon="message" title={t('none')}>
          {t('noneText')}
        </EmptyState>
      )}
      {contacts.length > 0 && (
        <Stack>
          <Timeline
            label={t('list')}
            items={contacts.map((row) => ({
              time: row.beganAt.toString(),
              when: `${formatDay(legalDay(row.beganAt), locale)}, ${formatTime(row.beganAt, locale)}`,
              title: t('title.of', {
                what: t(`${row.direction}.${row.channel}` as Key),
                topic: locale === 'de' ? row.topicDe : row.topicEn,
              }),
              body: t(`outcome.${row.outcome}` as Key),
              icon: row.channel === 'phone' ? 'phone' : row.channel === 'counter' ? 'people' : 'letter',
            }))}
          />
          {older && <LinkButton href={older}>{t('older')}</LinkButton>}
        </Stack>
      )}
    </>
  )
}

const own = page({
  path: '/kontakte',
  who: customer('see', 'open', 'part'),
  contract: { query: z.strictObject({ vor: contactsQuery.shape.before }) },
  says: 'Calls, visits and post of the customer that reached us, the newest first.',
  reads: ({ input }) => [ownContactsStatement(beforeOf(input.query.vor))],
  show: ([rows], call) => {
    const all = rows as OwnContactRow[]
    const shown = all.slice(0, CONTACTS_PAGE)
    const last = shown.at(-1)
    const older = all.length > CONTACTS_PAGE && last ? `/kontakte?vor=${encodeURIComponent(cursorOf(last))}` : undefined
    return {
      title: texts(call.locale)('title'),
      section: 'home',
      body: <OwnContactsPage locale={call.locale} contacts={shown} older={older} />,
    }
  },
})

export const ownContactRoutes: readonly Route[] = [own]
