import {
  Button,
  DefinitionList,
  Form,
  Heading,
  Lead,
  LinkButton,
  Pagination,
  Points,
  RadioCards,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import type { PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import de from './acting-for.de.json' with { type: 'json' }
import en from './acting-for.en.json' with { type: 'json' }
import { CUSTOMERS_PER_PAGE, type OwnAccount, type OwnGrant } from './acting-for.sql.ts'

const texts = defineTexts(de, en)

/** From this many on a search is quicker than reading. */
const SEARCH_FROM = 6

export type ChoicePage = {
  readonly customers: readonly OwnGrant[]
  readonly currentId: string
  readonly wanted: string
  readonly page: number
}

/** "Für wen?": the customers of the account, with a search where there are many. */
export function choicePage(locale: Locale, { customers, currentId, wanted, page }: ChoicePage): PageContent {
  const say = texts(locale)
  const found = customers[0]?.found ?? 0
  const hrefOf = (to: number) =>
    `/konto/kunde?${new URLSearchParams({ ...(wanted && { suche: wanted }), seite: String(to) })}`
  return {
    title: say('title'),
    section: 'account',
    body: (
      <Stack>
        <Heading>{say('title')}</Heading>
        <Lead>{say(wanted ? 'found' : 'several', { count: found })}</Lead>
        {(wanted !== '' || found >= SEARCH_FROM) && (
          <Form action="/konto/kunde" method="get" label={say('search')}>
            <TextField name="suche" type="search" label={say('search')} hint={say('searchHint')} value={wanted} />
            <Button tone="secondary">{say('searchButton')}</Button>
          </Form>
        )}
        {customers.length > 0 && (
          <Form action="/konto/kunde">
            <RadioCards
              name="customerId"
              label={say('label')}
              value={currentId}
              choices={customers.map((one) => ({
                value: one.customerId,
                label: one.shownAs,
                hint: [
                  say('number', { number: one.customerNumber }),
                  one.place,
                  ...(one.level === 'readings' ? [say('readingsOnly')] : []),
                  ...(one.kind === 'attorney' ? [say('attorney')] : []),
                ]
                  .filter(Boolean)
                  .join(', '),
              }))}
            />
            <Button>{say('submit')}</Button>
          </Form>
        )}
        <Pagination current={page} count={Math.ceil(found / CUSTOMERS_PER_PAGE)} hrefOf={hrefOf} />
        <Text>
          <TextLink href="/zugang-freischalten">{say('add')}</TextLink>
        </Text>
        <Text>
          <TextLink href="/vollmacht">{say('power')}</TextLink>
        </Text>
      </Stack>
    ),
  }
}

export function accountPage(
  locale: Locale,
  account: OwnAccount | undefined,
  may: { readonly managePeople: boolean; readonly linkAccounts: boolean },
): PageContent {
  const say = texts(locale)
  const level = account?.level ?? 'readings'
  return {
    title: say('accountTitle'),
    section: 'account',
    body: (
      <Stack>
        <Heading>{say('accountTitle')}</Heading>
        <DefinitionList
          items={[
            { label: say('email'), value: account?.email ?? '–' },
            { label: say('actsFor'), value: account?.shownAs ?? say('nameless') },
            { label: say('level'), value: say(account?.kind === 'attorney' ? 'attorney' : `level.${level}`) },
          ]}
        />
        {level === 'readings' && <LinkButton href="/konto/freischalten">{say('openAll')}</LinkButton>}
        <Heading level={2}>{say('todo')}</Heading>
        <Points
          items={[
            <TextLink href="/konto/kunde">{say('change')}</TextLink>,
            ...(may.managePeople ? [<TextLink href="/konto/personen">{say('people')}</TextLink>] : []),
            <TextLink href="/konto/sitzungen">{say('signIns')}</TextLink>,
            <TextLink href="/konto/portale">{say('portals')}</TextLink>,
            <TextLink href="/konto/passkeys">{say('passkeys')}</TextLink>,
            <TextLink href="/konto/zweiter-schritt">{say('secondStep')}</TextLink>,
            ...(level === 'open' ? [<TextLink href="/konto/telefon-pin">{say('callerPin')}</TextLink>] : []),
            ...(may.linkAccounts ? [<TextLink href="/konto/verbinden">{say('otherAccount')}</TextLink>] : []),
            <TextLink href="/konto/passwort">{say('password')}</TextLink>,
            <TextLink href="/konto/verlassen">{say('leave')}</TextLink>,
            <TextLink href="/abmelden">{say('signOut')}</TextLink>,
          ]}
        />
      </Stack>
    ),
  }
}
