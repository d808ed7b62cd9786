import { formatDay, legalDay } from '#platform/calendar'
import type { Locale } from '#platform/i18n'
import {
  Badge,
  Button,
  Checkbox,
  Details,
  EmptyState,
  Form,
  Heading,
  Icon,
  Lead,
  LinkButton,
  Notice,
  Section,
  Select,
  Stack,
  TextField,
  TextLink,
} from '#ui'
import { retentionTexts } from '../retention/texts.ts'
import { categories, type Category } from '../store/letter-tables.ts'
import type { ListedLetter } from './centre.sql.ts'
import { type Shelf, shelvesOf } from './shelves.ts'
import { centreTexts } from './texts.ts'

export type ListProps = {
  readonly locale: Locale
  readonly now: Temporal.Instant
  readonly letters: readonly ListedLetter[]
  readonly unread: number
  readonly filter: { readonly suche?: string; readonly thema?: Category; readonly ungelesen?: string }
  readonly olderHref: string | undefined
  /** Last day on which the letters are here, once the last contract has ended. */
  readonly viewEnd: Temporal.PlainDate | undefined
}

/** All letters: what calls for something first, then by topic, the newest on top. */
export function ListPage({ locale, now, letters, unread, filter, olderHref, viewEnd }: ListProps) {
  const say = centreTexts(locale)
  const filtered = Boolean(filter.suche || filter.thema || filter.ungelesen)
  return (
    <Stack gap={32}>
      <div>
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        <p className="kw-text">{say('unread', { count: unread })}</p>
      </div>
      {viewEnd && <ViewEndNotice until={viewEnd} locale={locale} />}
      <Details summary={say('filter')} open={filtered}>
        <FilterForm locale={locale} filter={filter} />
      </Details>
      {letters.length === 0 && <Nothing locale={locale} filtered={filtered} />}
      {shelvesOf(letters, now).map((shelf) => (
        <ShelfView key={shelf.importance} shelf={shelf} locale={locale} now={now} />
      ))}
      {olderHref && <TextLink href={olderHref}>{say('older')}</TextLink>}
      {letters.length > 0 && (
        <div>
          <LinkButton href="/briefe/alle.zip" tone="secondary" icon="download">
            {say('downloadAll')}
          </LinkButton>
        </div>
      )}
    </Stack>
  )
}

/** Letters do not vanish unannounced: until when they are here, and all of them with one click. */
function ViewEndNotice({ until, locale }: { readonly until: Temporal.PlainDate; readonly locale: Locale }) {
  const say = retentionTexts(locale)
  return (
    <Notice tone="warning" title={say('noticeTitle', { until: formatDay(until, locale) })}>
      <p>{say('noticeText')}</p>
      <p>
        <TextLink href="/briefe/alle.zip">{say('noticeTake')}</TextLink>
      </p>
      <p className="kw-quiet">{say('noticeLaw')}</p>
    </Notice>
  )
}

function FilterForm({ locale, filter }: Pick<ListProps, 'locale' | 'filter'>) {
  const say = centreTexts(locale)
  return (
    <Form action="/briefe" method="get" label={say('filter')}>
      <TextField name="suche" label={say('search')} hint={say('searchHint')} value={filter.suche ?? ''} />
      <Select
        name="thema"
        label={say('category')}
        value={filter.thema ?? ''}
        choices={[
          { value: '', label: say('category.all') },
          ...categories.map((category) => ({ value: category, label: say(`category.${category}`) })),
        ]}
      />
      <Checkbox name="ungelesen" label={say('onlyUnread')} chosen={filter.ungelesen === 'ja'} value="ja" />
      <Button tone="secondary">{say('show')}</Button>
    </Form>
  )
}

function Nothing({ locale, filtered }: { readonly locale: Locale; readonly filtered: boolean }) {
  const say = centreTexts(locale)
  if (!filtered)
    return (
      <EmptyState icon="mail" title={say('none')}>
        {say('noneText')}
      </EmptyState>
    )
  return (
    <EmptyState icon="search" title={say('nothingFound')} action={{ href: '/briefe', label: say('reset') }}>
      {say('nothingFoundText')}
    </EmptyState>
  )
}

function ShelfView({
  shelf,
  locale,
  now,
}: {
  readonly shelf: Shelf
  readonly locale: Locale
  readonly now: Temporal.Instant
}) {
  const say = centreTexts(locale)
  return (
    <Section id={`shelf-${shelf.importance}`} heading={say(`importance.${shelf.importance}`)}>
      <Stack gap={16}>
        {shelf.groups.map(({ category, letters }) => (
          <div key={category}>
            <Heading level={3} size="s">
              {say(`category.${category}`)}
            </Heading>
            <ul className="kw-letters">
              {letters.map((letter) => (
                <LetterRow key={letter.id} letter={letter} locale={locale} now={now} />
              ))}
            </ul>
          </div>
        ))}
      </Stack>
    </Section>
  )
}

function LetterRow({
  letter,
  locale,
  now,
}: {
  readonly letter: ListedLetter
  readonly locale: Locale
  readonly now: Temporal.Instant
}) {
  const say = centreTexts(locale)
  const past = letter.actionDueOn && Temporal.PlainDate.compare(letter.actionDueOn, legalDay(now)) < 0
  const ended = letter.state === 'withdrawn' || letter.state === 'replaced' ? letter.state : undefined
  const kind = locale === 'de' ? letter.kindDe : letter.kindEn
  return (
    <li className={letter.unread ? 'kw-letter kw-letter-unread' : 'kw-letter'}>
      <Icon name={letter.unread ? 'mail' : 'done'} size={24} />
      <div>
        <a
          className="kw-link"
          href={`/briefe/${letter.id}`}
          lang={letter.language === locale ? undefined : letter.language}
        >
          {letter.title}
        </a>
        <p className="kw-quiet">
          {kind === letter.title ? '' : `${kind}, `}
          {say('from', { day: formatDay(legalDay(letter.publishedAt), locale) })},{' '}
          {say('pages', { count: letter.pages })}
        </p>
      </div>
      <p className="kw-badges">
        {letter.unread && <Badge tone="live">{say('new')}</Badge>}
        {ended && <Badge tone="plain">{say(ended)}</Badge>}
        {!ended && letter.actionDueOn && (
          <Badge tone={past ? 'plain' : 'warning'} icon="calendar">
            {say(past ? 'wasDueOn' : 'dueOn', { day: formatDay(letter.actionDueOn, locale) })}
          </Badge>
        )}
      </p>
    </li>
  )
}
