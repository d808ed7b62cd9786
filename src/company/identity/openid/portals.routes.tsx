import { facts, recordFact } from '#company/journal'
import { formatDay, legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { sendTogether } from '#platform/database'
import { anyRight, customer, form, type FormFault, formFaults, page, type PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { notFound } from '#platform/refusal'
import { Button, Card, ErrorSummary, Form, Heading, Lead, Notice, Stack, Text, TextLink } from '#ui'
import { openidTexts } from './openid.pages.tsx'
import { type LinkedPortal, linkedPortalsStatement, withdrawAgreement } from './openid.sql.ts'

const PATH = '/konto/portale'
const whoever = customer(anyRight, 'readings')

type Shown = {
  readonly portals: readonly LinkedPortal[]
  readonly isDone?: boolean
  readonly faults?: readonly FormFault[]
}

function portalsPage(locale: Locale, { portals, isDone, faults = [] }: Shown): PageContent {
  const say = openidTexts(locale)
  return {
    title: say('portalsTitle'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} />
        {isDone && (
          <Notice tone="success" announce>
            {say('portalsDone')}
          </Notice>
        )}
        <Heading>{say('portalsTitle')}</Heading>
        <Lead>{say('portalsLead')}</Lead>
        {portals.length === 0 && <Text>{say('portalsNone')}</Text>}
        {portals.map((portal) => (
          <Card key={portal.id} label={portal.name}>
            <Heading level={2}>{portal.name}</Heading>
            <Text>
              {say('portalsKnows', {
                what: portal.scopes.map((scope) => say(`scope.${scope}` as 'scope.openid')).join(', '),
                day: formatDay(legalDay(portal.givenAt), locale),
              })}
            </Text>
            <Form action={`${PATH}/${portal.id}/trennen`}>
              <Button tone="danger">{say('portalsEnd', { name: portal.name })}</Button>
            </Form>
          </Card>
        ))}
        <TextLink href="/konto">{say('toAccount')}</TextLink>
      </Stack>
    ),
  }
}

/** Which portals may know who somebody is, and the end of it. */
export const portalsRoutes = [
  page({
    path: PATH,
    who: whoever,
    contract: { query: z.strictObject({ getan: z.enum(['getrennt']).optional() }) },
    says: 'Shows which portals a person has let know who they are.',
    reads: () => [linkedPortalsStatement()],
    show: ([rows], { locale, input }) =>
      portalsPage(locale, {
        portals: (rows ?? []) as readonly LinkedPortal[],
        isDone: input.query.getan !== undefined,
      }),
  }),
  form({
    path: `${PATH}/:id/trennen`,
    who: whoever,
    contract: { params: z.strictObject({ id: id() }), body: z.strictObject({}) },
    says: 'Takes back that a portal may know who somebody is; it is asked again at the next sign-in there.',
    act: async (tx, { input, who, now }) => {
      if (!(await withdrawAgreement(tx, input.params.id, now))) throw notFound()
      const { accountId, customerId } = who
      const actor = { kind: 'customer', id: accountId } as const
      await recordFact(
        tx,
        facts.portalWithdrawn,
        { accountId },
        { customerId, channel: 'portal', actor, occurredAt: now },
      )
    },
    done: () => ({ to: `${PATH}?getan=getrennt` }),
    again: async (tx, { refusal }, call) => {
      const [rows] = await sendTogether(tx, [linkedPortalsStatement()])
      return portalsPage(call.locale, {
        portals: (rows ?? []) as readonly LinkedPortal[],
        faults: formFaults(call, refusal),
      })
    },
  }),
]
