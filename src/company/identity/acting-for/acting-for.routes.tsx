import { Button, Form, Heading, Lead, RadioCards, Stack, Text, TextLink } from '#ui'
import { id, z } from '#platform/contract'
import { anyRight, customer, form, page, type PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { notFound } from '#platform/refusal'
import de from './acting-for.de.json' with { type: 'json' }
import en from './acting-for.en.json' with { type: 'json' }
import { actFor, type OwnGrant, ownGrants, ownGrantsStatement } from './acting-for.sql.ts'

const texts = defineTexts(de, en)
const whoever = customer(anyRight, 'readings')

function choicePage(locale: Locale, grants: readonly OwnGrant[], currentId: string): PageContent {
  const say = texts(locale)
  return {
    title: say('title'),
    section: 'account',
    body: (
      <Stack>
        <Heading>{say('title')}</Heading>
        <Lead>{say(grants.length > 1 ? 'several' : 'one')}</Lead>
        <Form action="/konto/kunde">
          <RadioCards
            name="customerId"
            label={say('label')}
            value={currentId}
            choices={grants.map((grant) => ({
              value: grant.customerId,
              label: grant.shownAs ?? say('nameless'),
              ...(grant.level === 'readings' && { hint: say('readingsOnly') }),
            }))}
          />
          <Button>{say('submit')}</Button>
        </Form>
        <Text>
          <TextLink href="/zugang-freischalten">{say('add')}</TextLink>
        </Text>
      </Stack>
    ),
  }
}

export const actingForRoutes = [
  page({
    path: '/konto/kunde',
    who: whoever,
    contract: {},
    says: 'Shows for which customers the account may act.',
    reads: () => [ownGrantsStatement()],
    show: ([grants], { locale, who }) => choicePage(locale, grants as readonly OwnGrant[], who.customerId),
  }),
  form({
    path: '/konto/kunde',
    who: whoever,
    contract: { body: z.strictObject({ customerId: id() }) },
    says: 'Lets this session act for another customer of the account.',
    act: async (tx, { who, input }) => {
      const grants = await ownGrants(tx)
      if (!grants.some((grant) => grant.customerId === input.body.customerId)) throw notFound()
      await actFor(tx, who.sessionId, input.body.customerId)
    },
    done: () => ({ to: '/' }),
    again: async (tx, _again, { locale, who }) => choicePage(locale, await ownGrants(tx), who.customerId),
  }),
]
