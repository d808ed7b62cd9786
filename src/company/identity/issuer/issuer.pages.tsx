import { Button, Card, ErrorSummary, Form, Heading, Lead, LinkButton, Notice, Stack, Text, TextLink } from '#ui'
import { formatDay, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { AWAY_PATH } from './issuer-sign-in.ts'
import type { OwnIdentity } from './issuer.sql.ts'
import de from './issuer.de.json' with { type: 'json' }
import en from './issuer.en.json' with { type: 'json' }

export const issuerTexts = defineTexts(de, en)
export const LINKS_PATH = '/konto/verbinden'

export function arrivedPage(locale: Locale, name: string): PageContent {
  const say = issuerTexts(locale)
  return {
    title: say('arrivedTitle'),
    body: (
      <Stack>
        <Heading>{say('arrivedTitle')}</Heading>
        <Lead>{say('arrivedLead', { name })}</Lead>
        <LinkButton href={`/anmelden?next=${LINKS_PATH}`}>{say('signIn')}</LinkButton>
        <Text>
          {say('noAccount')} <TextLink href="/zugang-freischalten">{say('activate')}</TextLink>
        </Text>
      </Stack>
    ),
  }
}

type LinksPage = {
  /** What the issuer is called; undefined where none is set. */
  readonly name: string | undefined
  readonly identities: readonly OwnIdentity[]
  /** True if this browser has just come back from the issuer. */
  readonly arrived: boolean
  readonly done?: 'verbunden' | 'geloest' | undefined
  readonly faults?: readonly FormFault[]
}

export function linksPage(locale: Locale, page: LinksPage): PageContent {
  const say = issuerTexts(locale)
  const { name = say('elsewhere'), identities, faults = [] } = page
  return {
    title: say('title'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} />
        {page.done && (
          <Notice tone="success" announce>
            {say(page.done === 'verbunden' ? 'linked' : 'unlinked')}
          </Notice>
        )}
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {identities.length === 0 && <Text>{say('none')}</Text>}
        {identities.map((one) => (
          <Card key={one.id} label={one.shownAs ?? name}>
            <Heading level={2}>{one.shownAs ?? name}</Heading>
            <Text>{say('since', { day: formatDay(legalDay(one.linkedAt), locale) })}</Text>
            <Form action={`${LINKS_PATH}/${one.id}/loesen`}>
              <Button tone="danger">{say('unlink')}</Button>
            </Form>
          </Card>
        ))}
        {page.arrived ? (
          <Form action={LINKS_PATH}>
            <Text>{say('confirmText', { name })}</Text>
            <Button>{say('confirm')}</Button>
          </Form>
        ) : (
          page.name && (
            <LinkButton tone="secondary" href={`${AWAY_PATH}?next=${LINKS_PATH}`}>
              {say('begin', { name })}
            </LinkButton>
          )
        )}
        <TextLink href="/konto">{say('back')}</TextLink>
      </Stack>
    ),
  }
}
