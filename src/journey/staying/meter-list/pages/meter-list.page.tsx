import type { Locale } from '#platform/i18n/web'
import {
  Button,
  Checkbox,
  DateField,
  type DateParts,
  Details,
  EmptyState,
  ErrorSummary,
  FileField,
  Form,
  type FormError,
  Heading,
  Lead,
  Notice,
  Pagination,
  Points,
  Section,
  Select,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import { customerReasons } from '../../readings/readings.contract.ts'
import { readingTexts } from '../../readings/texts.ts'
import { type ListQuery, listedCommodities, listedStates } from '../meter-list.contract.ts'
import { meterListTexts } from '../texts.ts'

/** One register of the list, with what was typed and what we say about it. */
export type ListRow = {
  readonly registerId: string
  readonly label: string
  readonly meterNumber: string
  readonly place: string
  readonly unit: string
  readonly hint: string
  readonly value: string
  /** The day of a line of a file, as a form sends it. */
  readonly day?: string | undefined
  readonly verdict?: { readonly kind: 'valid' | 'in-check' | 'asked' | 'refused'; readonly text: string } | undefined
  readonly confirmed: boolean
}

export type MeterListProps = {
  readonly locale: Locale
  readonly query: ListQuery
  readonly rows: readonly ListRow[]
  readonly found: number
  readonly total: number
  readonly open: number
  readonly page: number
  readonly pages: number
  readonly hrefOf: (page: number) => string
  readonly day: DateParts
  readonly reason: string
  readonly rules: { readonly ageDaysMax: number; readonly distanceDaysMin: number }
  readonly submission: string
  readonly errors: readonly FormError[]
  /** What saving has just done. */
  readonly result?: { readonly saved: number; readonly left: number } | undefined
  /** Lines of a file that could not be read, and how many questions are not shown. */
  readonly file?: { readonly bad: readonly string[]; readonly badTotal: number; readonly more: number } | undefined
  readonly linesMax: number
}

/** Meters of many sites on one page: narrow, type, save, and read beside each value what we say about it. */
export function MeterListPage(props: MeterListProps) {
  const { locale, errors, file, total, open } = props
  const t = meterListTexts(locale)
  return (
    <Stack gap={32}>
      <ErrorSummary errors={errors} labels={labelsOf(props.rows)} />
      <div>
        <Heading size="xl">{t('title')}</Heading>
        <Lead>{t('lead', { open, total })}</Lead>
      </div>
      <Result {...props} />
      {!file && <Filter {...props} />}
      {file && props.rows.length > 0 && (
        <div>
          <Heading level={2}>{t('file.asked')}</Heading>
          <Text>{t('file.askedText')}</Text>
        </div>
      )}
      {props.rows.length > 0 && <Rows {...props} />}
      {!file && props.rows.length === 0 && (
        <EmptyState icon="search" title={t('none')} action={{ href: '/zaehlerliste', label: t('all') }}>
          {t('noneText')}
        </EmptyState>
      )}
      {file ? (
        <TextLink href="/zaehlerliste">{t('file.back')}</TextLink>
      ) : (
        <Pagination current={props.page} count={props.pages} hrefOf={props.hrefOf} />
      )}
      <Upload {...props} />
    </Stack>
  )
}

/** Two wrong values have the same message: the summary says which meter each is about. */
const labelsOf = (rows: readonly ListRow[]) =>
  Object.fromEntries(rows.map((row, index) => [`entries.${index}.value`, `${row.meterNumber}, ${row.place}`]))

/** What saving did, first in a sentence, then each line of a file that could not be read. */
function Result({ locale, result, file }: MeterListProps) {
  const t = meterListTexts(locale)
  if (!result) return null
  const { saved, left } = result
  const bad = file?.badTotal ?? 0
  return (
    <Stack gap={16}>
      <Notice
        tone={left + bad > 0 ? 'warning' : 'success'}
        title={saved > 0 ? t('result.saved', { count: saved }) : t('result.none')}
        announce
      >
        {t('result.left', { count: left })}
      </Notice>
      {file && bad > 0 && (
        <Notice tone="warning" title={t('file.bad', { count: bad })}>
          <Points items={file.bad} />
        </Notice>
      )}
      {file && file.more > 0 && <Text>{t('file.more', { count: file.more })}</Text>}
    </Stack>
  )
}

function Filter({ locale, query, found }: MeterListProps) {
  const t = meterListTexts(locale)
  const say = readingTexts(locale)
  return (
    <Form action="/zaehlerliste" method="get" label={t('filter')}>
      <div className="kw-filter">
        <TextField name="suche" label={t('search')} value={query.suche ?? ''} type="search" lengthMax={60} />
        <Select
          name="sparte"
          label={t('commodity')}
          value={query.sparte ?? ''}
          choices={[
            { value: '', label: t('commodity.all') },
            ...listedCommodities.map((value) => ({ value, label: say(`commodity.${value}`) })),
          ]}
        />
        <Select
          name="stand"
          label={t('state')}
          value={query.stand ?? 'alle'}
          choices={listedStates.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
        <Button tone="secondary">{t('show')}</Button>
      </div>
      <p className="kw-quiet">{t('found', { found })}</p>
    </Form>
  )
}

const keptOf = ({ suche, sparte, stand }: ListQuery, page: number): Record<string, string> => ({
  ...(suche && { suche }),
  ...(sparte && { sparte }),
  ...(stand && { stand }),
  seite: String(page),
})

function Rows(props: MeterListProps) {
  const { locale, rows, query, page, errors } = props
  const t = meterListTexts(locale)
  const say = readingTexts(locale)
  const dayError = errors.find((error) => error.name === 'day')?.message
  return (
    <Form action="/zaehlerliste" hidden={{ submission: props.submission, ...keptOf(query, page) }}>
      <DateField
        name="day"
        label={say('day')}
        hint={`${say('dayHint')} ${say('rules', { ...props.rules })}`}
        value={props.day}
        {...(dayError && { error: dayError })}
      />
      <Select
        name="reason"
        label={say('reason')}
        value={props.reason}
        choices={customerReasons.map((reason) => ({ value: reason, label: say(`reason.${reason}`) }))}
      />
      <ul className="kw-value-rows">
        {rows.map((row, index) => (
          <li key={`${row.registerId}/${row.day ?? ''}`} className="kw-value-row">
            <ValueRow row={row} index={index} locale={locale} />
          </li>
        ))}
      </ul>
      <Button>{t('save')}</Button>
    </Form>
  )
}

const tones = { valid: 'success', 'in-check': 'note', asked: 'warning', refused: 'danger' } as const

function ValueRow({ row, index, locale }: { readonly row: ListRow; readonly index: number; readonly locale: Locale }) {
  const t = meterListTexts(locale)
  const { verdict } = row
  const name = `entries.${index}`
  return (
    <>
      <TextField
        name={`${name}.value`}
        label={
          <>
            {row.label} <span className="kw-value-place">{row.place}</span>
          </>
        }
        hint={row.hint}
        value={row.value}
        inputMode="decimal"
        autoComplete="off"
        width={10}
        unit={row.unit}
        lengthMax={24}
        {...(verdict?.kind === 'refused' && { error: verdict.text })}
      />
      {verdict && verdict.kind !== 'refused' && (
        <p className={`kw-value-verdict kw-tone-${tones[verdict.kind]}`}>{verdict.text}</p>
      )}
      {verdict?.kind === 'asked' && (
        <Checkbox name={`${name}.confirmed`} value="true" label={t('correct')} chosen={row.confirmed} />
      )}
      <input type="hidden" name={`${name}.registerId`} value={row.registerId} />
      {row.day && <input type="hidden" name={`${name}.day`} value={row.day} />}
    </>
  )
}

function Upload({ locale, submission, linesMax, errors, day, reason }: MeterListProps) {
  const t = meterListTexts(locale)
  const error = errors.find((one) => one.name === 'datei')?.message
  const dayError = errors.find((one) => one.name === 'tag')?.message
  return (
    <Section id="datei" heading={t('file.title')}>
      <Stack gap={16}>
        <Text>{t('file.how')}</Text>
        <TextLink href="/zaehlerliste/vorlage" icon="download">
          {t('file.template')}
        </TextLink>
        <Details summary={t('file.field')} open={(error ?? dayError) !== undefined}>
          <Form action="/zaehlerliste/datei" hidden={{ submission, reason }} upload label={t('file.title')}>
            <FileField
              name="datei"
              label={t('file.field')}
              hint={t('file.hint', { lines: linesMax })}
              accept=".csv,text/csv"
              {...(error && { error })}
            />
            <TextField
              name="tag"
              label={t('file.day')}
              value={`${day.day}.${day.month}.${day.year}`}
              width={10}
              {...(dayError && { error: dayError })}
            />
            <Button tone="secondary">{t('file.send')}</Button>
          </Form>
        </Details>
      </Stack>
    </Section>
  )
}
