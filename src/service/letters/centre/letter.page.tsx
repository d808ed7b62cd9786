import { formatDay, legalDay } from '#platform/calendar'
import { type FormFault, typedText } from '#platform/http'
import { formatNumber, type Locale } from '#platform/i18n'
import {
  BackLink,
  Button,
  ButtonRow,
  Card,
  DefinitionList,
  Details,
  ErrorSummary,
  Form,
  Heading,
  LinkButton,
  Notice,
  Points,
  RadioCards,
  Section,
  Stack,
  Text,
  TextArea,
  TextLink,
} from '#ui'
import type { OwnDelivery, OwnFile, OwnLetter } from './centre.sql.ts'
import { ReadingView } from './reading-view.tsx'
import { type CentreKey, centreTexts } from './texts.ts'
import { topicOf } from './topics.ts'

export type LetterProps = {
  readonly locale: Locale
  readonly letter: OwnLetter
  readonly files: readonly OwnFile[]
  readonly delivery: OwnDelivery | undefined
  readonly sent?: 'frage' | 'rueckmeldung' | undefined
  readonly answerBy: Temporal.PlainDate
  readonly faults?: readonly FormFault[]
  readonly typed?: Readonly<Record<string, string | readonly string[]>>
}

/** One letter: what it says, its files, what helps, and a way to ask. */
export function LetterPage(props: LetterProps) {
  const { locale, letter, files, sent, faults = [] } = props
  const say = centreTexts(locale)
  return (
    <Stack gap={32}>
      <BackLink href="/briefe">{say('back')}</BackLink>
      <ErrorSummary errors={faults} labels={{ words: say('words') }} />
      {sent && (
        <Notice tone="success" announce>
          {sent === 'frage' ? say('asked', { day: formatDay(props.answerBy, locale) }) : say('feedbackThanks')}
        </Notice>
      )}
      <Heading
        above={`${locale === 'de' ? letter.kindDe : letter.kindEn}, ${say('from', { day: formatDay(legalDay(letter.publishedAt), locale) })}`}
      >
        {letter.title}
      </Heading>
      <Ended letter={letter} locale={locale} />
      {letter.state === 'published' && letter.actionDueOn && (
        <Notice tone="warning" title={say('doUntil', { day: formatDay(letter.actionDueOn, locale) })}>
          <ActionLink letter={letter} locale={locale} />
        </Notice>
      )}
      <Files files={files} locale={locale} />
      {letter.reading && (
        <Section id="text" heading={say('readingView')}>
          {letter.reading.blocks.length > 0 ? (
            <Card>
              <ReadingView reading={letter.reading} locale={letter.language} />
            </Card>
          ) : (
            <Text quiet>{say('asPdfOnly')}</Text>
          )}
        </Section>
      )}
      <Delivery delivery={props.delivery} letter={letter} locale={locale} />
      <Help topic={letter.topic} locale={locale} />
      <Questions {...props} />
    </Stack>
  )
}

/** By which way this letter came, why, and where that is changed. */
function Delivery({ delivery, letter, locale }: Pick<LetterProps, 'delivery' | 'letter' | 'locale'>) {
  const say = centreTexts(locale)
  if (!delivery) return null
  const { because, lawSource, notifiedAt, postedAt, onPaper } = delivery
  const moment = (at: Temporal.Instant) => formatDay(legalDay(at), locale)
  return (
    <Details summary={say('way')}>
      <Stack gap={16}>
        <Text>{say(`because.${because}` as CentreKey, { source: lawSource ?? '' })}</Text>
        <DefinitionList
          items={[
            { label: say('way.published'), value: moment(letter.publishedAt) },
            ...(notifiedAt ? [{ label: say('way.notified'), value: moment(notifiedAt) }] : []),
            ...(onPaper ? [{ label: say('way.posted'), value: postedAt ? moment(postedAt) : say('way.soon') }] : []),
          ]}
        />
        <TextLink href="/meine-daten/wuensche">{say('way.change')}</TextLink>
      </Stack>
    </Details>
  )
}

function Ended({ letter, locale }: { readonly letter: OwnLetter; readonly locale: Locale }) {
  const say = centreTexts(locale)
  if (!letter.endedAt) return null
  const day = formatDay(legalDay(letter.endedAt), locale)
  const key = letter.cutOff ? 'cutOffText' : letter.state === 'replaced' ? 'replacedText' : 'withdrawnText'
  return (
    <Notice tone="warning" title={say('withdrawnTitle')}>
      {say(key, { day })}{' '}
      {letter.replacedBy && <TextLink href={`/briefe/${letter.replacedBy}`}>{say('toReplacement')}</TextLink>}
    </Notice>
  )
}

function ActionLink({ letter, locale }: { readonly letter: OwnLetter; readonly locale: Locale }) {
  const link = topicOf(letter.topic).links[0]
  return link ? <TextLink href={link.href}>{centreTexts(locale)(link.label)}</TextLink> : null
}

function Files({ files, locale }: { readonly files: readonly OwnFile[]; readonly locale: Locale }) {
  const say = centreTexts(locale)
  const [first, ...others] = files
  if (!first) return null
  const address = (file: OwnFile) => `/briefe/${file.letter_id}/datei/${file.position}`
  const size = (file: OwnFile) =>
    say('printed', { count: file.pages, size: formatNumber(Math.ceil(file.size_bytes / 1_024), locale) })
  return (
    <Stack gap={8}>
      <ButtonRow>
        <LinkButton href={address(first)}>{say('open')}</LinkButton>
        <LinkButton href={`${address(first)}?als=datei`} tone="secondary" icon="download">
          {say('download')}
        </LinkButton>
      </ButtonRow>
      <Text quiet>{size(first)}</Text>
      {others.length > 0 && (
        <Points
          items={others.map((file) => (
            <>
              <TextLink href={address(file)}>{file.title}</TextLink> ({say(`form.${file.form}`)}, {size(file)})
            </>
          ))}
        />
      )}
    </Stack>
  )
}

function Help({ topic, locale }: { readonly topic: string; readonly locale: Locale }) {
  const say = centreTexts(locale)
  const { text, links } = topicOf(topic)
  return (
    <Section id="help" heading={say('help')}>
      <Text>{say(text)}</Text>
      <Points
        items={links.map((link) => (
          <TextLink key={link.href} href={link.href}>
            {say(link.label)}
          </TextLink>
        ))}
      />
    </Section>
  )
}

function Questions({ locale, letter, faults = [], typed }: LetterProps) {
  const say = centreTexts(locale)
  const wrong = faults.find((fault) => fault.name === 'words')?.message
  const yesNo = [
    { value: 'yes', label: say('yes') },
    { value: 'no', label: say('no') },
  ]
  return (
    <Section id="ask" heading={say('ask')}>
      <Stack gap={24}>
        <Text>{say('askText')}</Text>
        <Form action={`/briefe/${letter.id}/frage`} label={say('ask')}>
          <TextArea name="words" label={say('words')} rows={4} value={typedText(typed, 'words')} error={wrong} />
          <Button tone="secondary">{say('askButton')}</Button>
        </Form>
        <Details summary={say('feedback')} open={faults.length > 0 && wrong === undefined}>
          <Form action={`/briefe/${letter.id}/rueckmeldung`} label={say('feedback')}>
            <RadioCards
              name="understood"
              label={say('understood')}
              choices={yesNo}
              columns
              value={typedText(typed, 'understood')}
            />
            <RadioCards
              name="solved"
              label={say('solved')}
              choices={yesNo}
              columns
              value={typedText(typed, 'solved')}
            />
            <TextArea name="remark" label={say('remark')} rows={3} optional value={typedText(typed, 'remark')} />
            <Button tone="secondary">{say('feedbackButton')}</Button>
          </Form>
        </Details>
      </Stack>
    </Section>
  )
}
