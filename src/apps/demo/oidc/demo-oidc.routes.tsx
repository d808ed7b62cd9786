import { DEMO_ISSUER_PATH } from '#company/identity'
import { z } from '#platform/contract'
import { type Call, nobody, ownOrigin, page, type PageContent, raw } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { Refusal } from '#platform/refusal'
import { Button, Form, Heading, Lead, RadioCards, Stack } from '#ui'
import type { FastifyReply, FastifyRequest } from 'fastify'
import de from './demo-oidc.de.json' with { type: 'json' }
import en from './demo-oidc.en.json' with { type: 'json' }
import { demoStaff } from './people.ts'

const texts = defineTexts(de, en)
const demo = nobody('Exists in demo databases only; its people can do nothing anywhere else.')

/** Loaded when first used: nobody but the demo pays for it. Its address is the one that staff signs in at. */
async function providerFor(call: Pick<Call, 'settings' | 'browser'>) {
  const { demoProvider } = await import('./provider.ts')
  return demoProvider(ownOrigin(call, 'staff'))
}

function choicePage(locale: Locale, uid: string): PageContent {
  const say = texts(locale)
  return {
    title: say('title'),
    body: (
      <Stack>
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        <Form action={`${DEMO_ISSUER_PATH}/waehlen/${uid}`}>
          <RadioCards
            name="subject"
            label={say('person')}
            value={demoStaff[0]?.subject}
            choices={demoStaff.map((person) => ({
              value: person.subject,
              label: person.name,
              hint: person.roles.map((role) => say(`role.${role}`)).join(', '),
            }))}
          />
          <Button>{say('submit')}</Button>
        </Form>
      </Stack>
    ),
  }
}

const uid = z.string().regex(/^[\w-]{10,100}$/)

/** Hands a request to the issuer as if it were mounted at its path. The body has been read, so it is passed on as read. */
async function intoProvider(
  call: Pick<Call, 'settings' | 'browser'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const message = request.raw as typeof request.raw & { originalUrl?: string; body?: unknown }
  message.originalUrl = message.url ?? ''
  message.url = (message.url ?? '').slice(DEMO_ISSUER_PATH.length) || '/'
  message.body = request.body
  reply.hijack()
  const provider = await providerFor(call)
  await provider.callback()(message, reply.raw)
}

const issuerRoute = (method: 'GET' | 'POST') =>
  raw({
    method,
    path: `${DEMO_ISSUER_PATH}/*`,
    who: demo,
    contract: {},
    says: 'The small OpenID Connect issuer of the demo.',
    handler: (call, _pools, request, reply) => intoProvider(call, request, reply),
  })

export const demoOidcRoutes = [
  page({
    path: `${DEMO_ISSUER_PATH}/waehlen/:uid`,
    who: demo,
    contract: { params: z.strictObject({ uid }) },
    says: 'Lists the staff of the demo by role.',
    reads: () => [],
    show: (_rows, { locale, input }) => choicePage(locale, input.params.uid),
  }),
  raw({
    method: 'POST',
    path: `${DEMO_ISSUER_PATH}/waehlen/:uid`,
    who: demo,
    contract: { params: z.strictObject({ uid }), body: z.strictObject({ subject: z.string().max(40) }) },
    says: 'Signs the chosen person in at the issuer of the demo.',
    handler: async (call, _pools, request, reply) => {
      const provider = await providerFor(call)
      const person = demoStaff.find((one) => one.subject === call.input.body.subject)
      if (!person) throw new Refusal(422, 'demo.nobody-chosen')
      // Only the browser that began this sign-in has the cookie for it.
      const location = await provider
        .interactionResult(request.raw, reply.raw, { login: { accountId: person.subject } })
        .catch(() => undefined)
      if (location === undefined) throw new Refusal(422, 'demo.sign-in-ended')
      return reply.redirect(location, 303)
    },
  }),
  issuerRoute('GET'),
  issuerRoute('POST'),
]
