import { Button, DefinitionList, Form, Heading, Lead, LinkButton, Points, RadioCards, Stack, Text, TextLink } from '#ui'
import { id, z } from '#platform/contract'
import { anyRight, customer, form, page, type PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { notFound } from '#platform/refusal'
import de from './acting-for.de.json' with { type: 'json' }
import en from './acting-for.en.json' with { type: 'json' }
import { actFor, type OwnGrant, ownAccountStatement, ownGrants, ownGrantsStatement } from './acting-for.sql.ts'

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

function accountPage(locale: Locale, email: string, level: OwnGrant['level'], shownAs: string | null): PageContent {
  const say = texts(locale)
  return {
    title: say('accountTitle'),
    section: 'account',
    body: (
      <Stack>
        <Heading>{say('accountTitle')}</Heading>
        <DefinitionList
          items={[
            { label: say('email'), value: email },
            { label: say('actsFor'), value: shownAs ?? say('nameless') },
            { label: say('level'), value: say(`level.${level}`) },
          ]}
        />
        {level === 'readings' && <LinkButton href="/konto/freischalten">{say('openAll')}</LinkButton>}
        <Heading level={2}>{say('todo')}</Heading>
        <Points
          items={[
            <TextLink href="/konto/kunde">{say('change')}</TextLink>,
            <TextLink href="/konto/sitzungen">{say('signIns')}</TextLink>,
            <TextLink href="/konto/passwort">{say('password')}</TextLink>,
            <TextLink href="/abmelden">{say('signOut')}</TextLink>,
          ]}
        />
      </Stack>
    ),
  }
}

export const actingForRoutes = [
  page({
    path: '/konto',
    who: whoever,
    contract: {},
    says: 'Shows the account: e-mail, for whom it acts, and what can be done with it.',
    reads: () => [ownAccountStatement(), ownGrantsStatement()],
    show: ([accounts, grants], { locale, who }) => {
      const account = (accounts as readonly { email: string | null }[])[0]
      const grant = (grants as readonly OwnGrant[]).find((one) => one.customerId === who.customerId)
      return accountPage(locale, account?.email ?? '–', who.level, grant?.shownAs ?? null)
    },
  }),
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
