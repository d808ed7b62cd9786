import type { ReactNode } from 'react'
import { BackLink, DefinitionList, Heading, Lead, Stack, Table, Text, TextLink } from '#ui'
import { formatDayShort, formatTime, legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { nobody, page, type PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { messageStatement, newestMessagesStatement, type OutboxRow } from '#platform/mail'
import { notFound } from '#platform/refusal'
import { type PrintedLetter, printedLettersStatement, readingText } from '#service/letters'
import de from './mailbox.de.json' with { type: 'json' }
import en from './mailbox.en.json' with { type: 'json' }

const texts = defineTexts(de, en)
const demo = nobody('Exists in demo databases only, whose customers and addresses are made up.')
const SHOWN_MAX = 100

const moment = (instant: Temporal.Instant, locale: Locale) =>
  `${formatDayShort(legalDay(instant), locale)}, ${formatTime(instant, locale)}`

function listPage(locale: Locale, messages: readonly OutboxRow[]): PageContent {
  const say = texts(locale)
  return {
    title: say('title'),
    body: (
      <Stack>
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {messages.length === 0 ? <Text>{say('empty')}</Text> : <MessageTable {...{ locale, messages }} />}
      </Stack>
    ),
  }
}

function MessageTable({ locale, messages }: { readonly locale: Locale; readonly messages: readonly OutboxRow[] }) {
  const say = texts(locale)
  return (
    <Table
      id="messages"
      caption={say('caption')}
      columns={[
        { key: 'subject', label: say('subject') },
        { key: 'recipient', label: say('recipient') },
      ]}
      rows={messages.map((message) => ({
        key: message.id,
        cells: {
          subject: (
            <>
              <TextLink href={`/demo/postfach/${message.id}`}>{message.subject}</TextLink>
              <br />
              <small className="kw-quiet">
                {say(`channel.${message.channel}`)}, {moment(message.createdAt, locale)},{' '}
                {say(`state.${message.state}`)}
              </small>
            </>
          ),
          recipient: <span className="kw-breakable">{message.recipient.split('\n')[0]}</span>,
        },
      }))}
    />
  )
}

/** The text with its addresses as links; only those of http, so that a text cannot smuggle in anything else. */
function linked(text: string): ReactNode[] {
  return text.split(/(https?:\/\/[^\s]+)/).map((part, at) =>
    at % 2 === 1 ? (
      <a key={at} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  )
}

function messagePage(locale: Locale, message: OutboxRow): PageContent {
  const say = texts(locale)
  return {
    title: message.subject,
    body: (
      <Stack>
        <BackLink href="/demo/postfach">{say('back')}</BackLink>
        <Heading>{message.subject}</Heading>
        <DefinitionList
          items={[
            { label: say('recipient'), value: message.recipient.split('\n').join(', ') },
            { label: say('channel'), value: say(`channel.${message.channel}`) },
            { label: say('when'), value: moment(message.createdAt, locale) },
            { label: say('state'), value: say(`state.${message.state}`) },
          ]}
        />
        {message.text.split(/\n{2,}/).map((paragraph, at) => (
          <p key={at}>{linked(paragraph)}</p>
        ))}
      </Stack>
    ),
  }
}

/** A letter on paper as one more message: this is where somebody without a letter box finds the code that went by post. */
const asMessage = (letter: PrintedLetter): OutboxRow => ({
  id: `brief/${letter.id}`,
  channel: 'print',
  kind: letter.kind,
  recipient: letter.recipient.join('\n'),
  subject: letter.title,
  text: readingText(letter.reading),
  state: letter.isPosted ? 'sent' : 'waiting',
  attempts: 0,
  lastError: null,
  createdAt: letter.orderedAt,
  sentAt: null,
})

/** What the demo sent, instead of sending it. */
export const mailboxRoutes = [
  page({
    path: '/demo/postfach',
    who: demo,
    contract: {},
    says: 'Lists the newest mails, text messages and letters of the demo.',
    reads: () => [newestMessagesStatement(SHOWN_MAX), printedLettersStatement({ limit: SHOWN_MAX })],
    show: ([messages, printed], { locale }) => {
      const all = [...(messages as OutboxRow[]), ...(printed as PrintedLetter[]).map(asMessage)]
      const newest = all.toSorted((a, b) => Temporal.Instant.compare(b.createdAt, a.createdAt)).slice(0, SHOWN_MAX)
      return listPage(locale, newest)
    },
  }),
  page({
    path: '/demo/postfach/brief/:id',
    who: demo,
    contract: { params: z.strictObject({ id: id() }) },
    says: 'Shows one letter of the demo that went on paper.',
    reads: ({ input }) => [printedLettersStatement({ id: input.params.id, limit: 1 })],
    show: ([rows], { locale }) => {
      const letter = (rows as readonly PrintedLetter[])[0]
      if (!letter) throw notFound()
      return messagePage(locale, asMessage(letter))
    },
  }),
  page({
    path: '/demo/postfach/:id',
    who: demo,
    contract: { params: z.strictObject({ id: id() }) },
    says: 'Shows one message of the demo with its links.',
    reads: ({ input }) => [messageStatement(input.params.id)],
    show: ([rows], { locale }) => {
      const message = (rows as readonly OutboxRow[])[0]
      if (!message) throw notFound()
      return messagePage(locale, message)
    },
  }),
]
