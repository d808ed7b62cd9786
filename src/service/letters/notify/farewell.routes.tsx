import { muteChannel } from '#company/customers'
import { z } from '#platform/contract'
import { type Pools, transaction } from '#platform/database'
import { nobody, page, raw } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { Button, Form, Heading, Lead, Notice, Stack, Text, TextLink } from '#ui'
import { farewellOf } from './bundle.sql.ts'
import { farewellTexts } from './texts.ts'

const reader = nobody(
  'The link stands in the mail itself, shows nothing, and can do one thing: end the mails about letters to this address.',
)
const params = z.strictObject({ token: z.string().regex(/^[\w-]{43,44}$/) })

async function endMails(pools: Pools, token: string, now: Temporal.Instant): Promise<void> {
  await transaction(pools.worker, async (tx) => {
    const farewell = await farewellOf(tx, token)
    if (farewell) await muteChannel(tx, farewell.customerId, farewell.address, now)
  })
}

function FarewellPage({
  token,
  isDone,
  locale,
}: {
  readonly token: string
  readonly isDone: boolean
  readonly locale: Locale
}) {
  const say = farewellTexts(locale)
  return (
    <Stack>
      <div>
        <Heading size="xl">{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
      </div>
      {isDone ? (
        <>
          <Notice tone="success" announce>
            {say('done')}
          </Notice>
          <TextLink href="/meine-daten/erreichbarkeit">{say('again')}</TextLink>
        </>
      ) : (
        <>
          <Text>{say('text')}</Text>
          <Form action={`/briefe-abbestellen/${token}`}>
            <Button>{say('button')}</Button>
          </Form>
        </>
      )}
    </Stack>
  )
}

export const farewellRoutes = [
  page({
    path: '/briefe-abbestellen/:token',
    who: reader,
    contract: { params, query: z.strictObject({ beendet: z.enum(['ja']).optional() }) },
    says: 'Asks whether mails about letters shall end; looks at nothing, so that a mail scanner ends nothing.',
    reads: () => [],
    show: (_rows, { input, locale }) => ({
      title: farewellTexts(locale)('title'),
      body: <FarewellPage token={input.params.token} isDone={input.query.beendet === 'ja'} locale={locale} />,
    }),
  }),
  raw({
    method: 'POST',
    path: '/briefe-abbestellen/:token',
    who: reader,
    contract: { params },
    limit: { name: 'letters-farewell', max: 600, seconds: 3_600, by: 'address' },
    says: 'Ends mails about letters to one address: by the button, or by the mailbox provider in one click (RFC 8058). The answer is the same for every token.',
    handler: async (call, pools, _request, reply) => {
      const { token } = call.input.params
      await endMails(pools, token, call.now)
      return reply.redirect(`/briefe-abbestellen/${token}?beendet=ja`, 303)
    },
  }),
]
