import type { OwnPlace } from '#company/customers'
import { type Invite, isForAll, type Person, type Preset, presets, spelledOut } from '#company/identity'
import { formatDay, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import {
  BackLink,
  Badge,
  Button,
  ButtonRow,
  Card,
  DefinitionList,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  LinkButton,
  Notice,
  RadioCards,
  Section,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import { type Chosen, faultAt, GrantFields } from './grant-fields.tsx'
import { peopleTexts as texts, rightsInWords } from './texts.ts'

/** The last day of a grant that ends with the first moment of the next. */
const lastDay = (validTo: Temporal.Instant): Temporal.PlainDate => legalDay(validTo.subtract({ seconds: 1 }))

const nameOf = (person: Person): string => person.name ?? person.email ?? '–'

function scopeText(one: Pick<Person, 'siteIds' | 'contractIds'>, locale: Locale): string {
  const say = texts(locale)
  if (isForAll(one)) return say('scope.all')
  if (one.siteIds) return say('scope.part', { places: one.siteIds.length })
  return say('scope.contracts', { contracts: one.contractIds?.length ?? 0 })
}

export type PeoplePage = {
  readonly people: readonly Person[]
  readonly invites: readonly Invite[]
  readonly ownAccountId: string
  readonly customer: string
  readonly note?: string | undefined
  readonly faults?: readonly FormFault[]
}

export function peoplePage(locale: Locale, page: PeoplePage): PageContent {
  const say = texts(locale)
  const { faults = [] } = page
  return {
    title: say('title'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack gap={32}>
        <ErrorSummary errors={faults} />
        {page.note && (
          <Notice tone="success" announce>
            {page.note}
          </Notice>
        )}
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead', { customer: page.customer })}</Lead>
        <ButtonRow>
          <LinkButton href="/konto/personen/einladen">{say('invite')}</LinkButton>
        </ButtonRow>
        {page.people.map((person) => (
          <PersonCard key={person.id} person={person} locale={locale} isOwn={person.accountId === page.ownAccountId} />
        ))}
        {page.invites.length > 0 && (
          <Section id="waiting" heading={say('waiting')}>
            <Stack gap={16}>
              {page.invites.map((invite) => (
                <InviteCard key={invite.id} invite={invite} locale={locale} />
              ))}
            </Stack>
          </Section>
        )}
      </Stack>
    ),
  }
}

function PersonCard({ person, locale, isOwn }: { person: Person; locale: Locale; isOwn: boolean }) {
  const say = texts(locale)
  return (
    <Card>
      <Stack gap={16}>
        <Heading level={2} size="s">
          {nameOf(person)} {isOwn && <Badge tone="live">{say('you')}</Badge>}{' '}
          {person.kind === 'attorney' && <Badge>{say('attorney')}</Badge>}
        </Heading>
        <DefinitionList
          items={[
            { label: say('email'), value: person.email ?? '–' },
            { label: say('rights'), value: rightsInWords(rightsShown(person), locale).join('; ') },
            { label: say('scope'), value: scopeText(person, locale) },
            {
              label: say('until'),
              value: person.validTo
                ? say('untilDay', { day: formatDay(lastDay(person.validTo), locale) })
                : say('noEnd'),
            },
          ]}
        />
        <ButtonRow>
          {person.kind !== 'attorney' && (
            <TextLink href={`/konto/personen/${person.id}`} more={nameOf(person)}>
              {say('change')}
            </TextLink>
          )}
          <TextLink href={isOwn ? '/konto/verlassen' : `/konto/personen/${person.id}/beenden`} more={nameOf(person)}>
            {say(isOwn ? 'leave' : 'end')}
          </TextLink>
        </ButtonRow>
      </Stack>
    </Card>
  )
}

/** Who was let in with two numbers may hand in readings, whatever the grant will hold once it is open. */
const rightsShown = (person: Person): readonly string[] =>
  person.level === 'readings' ? ['see', 'readings'] : person.rights

function InviteCard({ invite, locale }: { readonly invite: Invite; readonly locale: Locale }) {
  const say = texts(locale)
  const figures = { email: invite.email, day: formatDay(legalDay(invite.endsAt), locale) }
  return (
    <Card>
      <Stack gap={8}>
        <Heading level={3} size="s">
          {invite.personName}
        </Heading>
        <Text quiet>{say(invite.isOpen ? 'waitingUntil' : 'waitingOver', figures)}</Text>
        <Text>{rightsInWords(invite.rights, locale).join('; ')}</Text>
        <Form action={`/konto/einladungen/${invite.id}/zurueckziehen`}>
          <Button tone="secondary">{say('withdraw')}</Button>
        </Form>
      </Stack>
    </Card>
  )
}

export type GrantFormPage = {
  readonly places: readonly OwnPlace[]
  readonly ownRights: readonly string[]
  readonly chosen: Chosen
  readonly faults?: readonly FormFault[]
}

export type InvitePage = GrantFormPage & {
  readonly typed?: { readonly personName?: string; readonly email?: string; readonly language?: string }
}

export function invitePage(locale: Locale, page: InvitePage): PageContent {
  const say = texts(locale)
  const { faults = [], typed = {} } = page
  return {
    title: say('inviteTitle'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/konto/personen">{say('title')}</BackLink>
        <ErrorSummary errors={faults} labels={{ personName: say('name'), email: say('email') }} />
        <Heading>{say('inviteTitle')}</Heading>
        <Lead>{say('inviteLead')}</Lead>
        <Presets locale={locale} ownRights={page.ownRights} />
        <Form action="/konto/personen/einladen">
          <TextField
            name="personName"
            label={say('name')}
            autoComplete="off"
            value={typed.personName ?? ''}
            error={faultAt(faults, 'personName')}
          />
          <TextField
            name="email"
            label={say('email')}
            inputMode="email"
            autoComplete="off"
            spellCheck={false}
            value={typed.email ?? ''}
            error={faultAt(faults, 'email')}
          />
          <RadioCards
            name="language"
            label={say('language')}
            columns
            value={typed.language ?? locale}
            choices={(['de', 'en'] as const).map((one) => ({ value: one, label: say(`language.${one}`) }))}
          />
          <GrantFields locale={locale} {...page} faults={faults} />
          <Button>{say('send')}</Button>
        </Form>
      </Stack>
    ),
  }
}

/** Links that tick what a word means; nothing is typed before one of them is chosen. */
function Presets({ locale, ownRights }: { readonly locale: Locale; readonly ownRights: readonly string[] }) {
  const say = texts(locale)
  const offered = (Object.keys(presets) as Preset[]).filter(
    (name) => ownRights.includes('all') || spelledOut(presets[name]).every((right) => ownRights.includes(right)),
  )
  return (
    <Text>
      {say('presets')}{' '}
      {offered.map((name, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <TextLink href={`/konto/personen/einladen?vorlage=${name}`}>{say(`preset.${name}`)}</TextLink>
        </span>
      ))}
    </Text>
  )
}

export function changePage(locale: Locale, page: GrantFormPage & { readonly person: Person }): PageContent {
  const say = texts(locale)
  const { faults = [], person } = page
  return {
    title: say('change'),
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/konto/personen">{say('title')}</BackLink>
        <ErrorSummary errors={faults} />
        <Heading above={say('change')}>{nameOf(person)}</Heading>
        <Form action={`/konto/personen/${person.id}`} hidden={{ rowVersion: String(person.rowVersion) }}>
          <GrantFields locale={locale} {...page} faults={faults} />
          <Button>{say('save')}</Button>
        </Form>
      </Stack>
    ),
  }
}

/** Asks once before something ends. */
export function askToEndPage(
  locale: Locale,
  page: {
    readonly title: string
    readonly lead: string
    readonly action: string
    readonly button: string
    readonly back: string
    readonly faults?: readonly FormFault[]
  },
): PageContent {
  const { faults = [] } = page
  return {
    title: page.title,
    section: 'account',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} />
        <Heading>{page.title}</Heading>
        <Lead>{page.lead}</Lead>
        <Form action={page.action}>
          <ButtonRow>
            <Button tone="danger">{page.button}</Button>
            <LinkButton tone="secondary" href={page.back}>
              {texts(locale)('keep')}
            </LinkButton>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  }
}

export const endPersonPage = (locale: Locale, person: Person, faults: readonly FormFault[] = []): PageContent =>
  askToEndPage(locale, {
    title: texts(locale)('endTitle', { name: nameOf(person) }),
    lead: texts(locale)('endLead'),
    action: `/konto/personen/${person.id}/beenden`,
    button: texts(locale)('end'),
    back: '/konto/personen',
    faults,
  })
