import { formatDay, legalDay } from '#platform/calendar'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import {
  BackLink,
  Badge,
  Button,
  ButtonRow,
  Card,
  Checkbox,
  CheckboxCards,
  Details,
  ErrorSummary,
  Form,
  Heading,
  Lead,
  LinkButton,
  Notice,
  Section,
  Stack,
  Text,
  TextField,
  TextLink,
} from '#ui'
import { type Typed, typedOr } from '../own-data/typed.ts'
import { type ChannelKind, channelKinds, channelPurposes, type ContactChannel, maskedAddress } from './channel.ts'
import { channelTexts } from './texts.ts'

const ROOT = '/meine-daten/erreichbarkeit'
export const channelDone = ['asked', 'confirmed', 'main', 'removed', 'purposes'] as const

export type ReachPage = {
  readonly channels: readonly ContactChannel[]
  /** Lines of the postal address, joined; empty if there is none. */
  readonly post: string
  readonly locale: Locale
  readonly done?: (typeof channelDone)[number] | undefined
  readonly typed?: Typed | undefined
  readonly faults?: readonly FormFault[]
}

/** All addresses of a customer with their state, and the ways to add, confirm and remove them. */
export function reachPage({ channels, post, locale, done, typed, faults = [] }: ReachPage): PageContent {
  const say = channelTexts(locale)
  return {
    title: say('title'),
    section: 'data',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href="/meine-daten">{say('back')}</BackLink>
        <ErrorSummary errors={faults} />
        <Heading>{say('title')}</Heading>
        <Lead>{say('lead')}</Lead>
        {done && (
          <Notice tone="success" title={say('doneTitle')} announce>
            {say(`done.${done}`)}
          </Notice>
        )}
        {channelKinds.map((kind) => (
          <Section key={kind} id={kind} heading={say(`kind.${kind}`)}>
            <Stack gap={16}>
              {!channels.some((one) => one.kind === kind) && <Text quiet>{say(`none.${kind}`)}</Text>}
              {channels
                .filter((one) => one.kind === kind)
                .map((channel) => (
                  <ChannelCard key={channel.value} channel={channel} locale={locale} />
                ))}
              <AddChannel kind={kind} locale={locale} typed={typed} faults={faults} />
            </Stack>
          </Section>
        ))}
        <Section id="post" heading={say('post')}>
          <Text>{post || say('postNone')}</Text>
          <TextLink href="/meine-daten/anschrift" icon="edit">
            {say('changePost')}
          </TextLink>
        </Section>
      </Stack>
    ),
  }
}

const tones = { confirmed: 'success', unconfirmed: 'warning', bounced: 'danger', removed: 'plain' } as const

function ChannelCard({ channel, locale }: { readonly channel: ContactChannel; readonly locale: Locale }) {
  const say = channelTexts(locale)
  const state =
    channel.state === 'confirmed' && channel.confirmedAt
      ? say('confirmedOn', { day: formatDay(legalDay(channel.confirmedAt), locale) })
      : say(`state.${channel.state}`)
  return (
    <Card label={channel.value}>
      <Stack gap={16}>
        <Heading level={3} size="s">
          {channel.value}
        </Heading>
        <p>
          <Badge tone={tones[channel.state]}>{state}</Badge> {channel.main && <Badge>{say('main')}</Badge>}{' '}
          {channel.id === null && <Badge>{say('onFile')}</Badge>}
        </p>
        <ChannelActs channel={channel} locale={locale} />
        {channel.id !== null && <Purposes channel={channel} id={channel.id} locale={locale} />}
      </Stack>
    </Card>
  )
}

function ChannelActs({ channel, locale }: { readonly channel: ContactChannel; readonly locale: Locale }) {
  const say = channelTexts(locale)
  const field = channel.kind === 'e-mail' ? 'email' : 'mobile'
  const path = channel.kind === 'e-mail' ? 'e-mail' : 'mobil'
  const act = (where: string, label: string, tone: 'secondary' | 'quiet') => (
    <Form action={`${ROOT}/${channel.id}/${where}`} label={`${label}: ${channel.value}`}>
      <Button tone={tone}>{label}</Button>
    </Form>
  )
  return (
    <ButtonRow>
      {channel.state !== 'confirmed' && (
        <Form
          action={`${ROOT}/${path}`}
          hidden={{
            [field]: channel.value,
            ...(channel.main && { [field === 'email' ? 'wantsMain' : 'mainMobile']: 'yes' }),
          }}
          label={`${say('confirmThis')}: ${channel.value}`}
        >
          <Button tone="secondary">{channel.id === null ? say('confirmThis') : say('again')}</Button>
        </Form>
      )}
      {channel.id !== null &&
        channel.state === 'confirmed' &&
        !channel.main &&
        act('haupt', say('makeMain'), 'secondary')}
      {channel.id !== null && act('entfernen', say('remove'), 'quiet')}
    </ButtonRow>
  )
}

function Purposes(props: { readonly channel: ContactChannel; readonly id: string; readonly locale: Locale }) {
  const say = channelTexts(props.locale)
  const chosen = props.channel.purposes.map((purpose) => say(`purpose.${purpose}`)).join(', ')
  return (
    <Text quiet>
      {say('purposes')}: {chosen || say('purpose.none')}{' '}
      <TextLink href={`${ROOT}/${props.id}/zwecke`} more={`${say('purposes')}: ${props.channel.value}`}>
        {say('changePurposes')}
      </TextLink>
    </Text>
  )
}

/** What goes to one address. */
export function purposesPage(channel: ContactChannel, locale: Locale): PageContent {
  const say = channelTexts(locale)
  return {
    title: say('purposes'),
    section: 'data',
    body: (
      <Stack>
        <BackLink href={ROOT}>{say('toList')}</BackLink>
        <Form action={`${ROOT}/${channel.id}/zwecke`}>
          <CheckboxCards
            name="purposes"
            label={say('purposesAt', { address: channel.value })}
            question
            values={channel.purposes}
            choices={channelPurposes.map((value) => ({ value, label: say(`purpose.${value}`) }))}
          />
          <Button>{say('savePurposes')}</Button>
        </Form>
      </Stack>
    ),
  }
}

function AddChannel(props: {
  readonly kind: ChannelKind
  readonly locale: Locale
  readonly typed: Typed | undefined
  readonly faults: readonly FormFault[]
}) {
  const { kind, locale, typed, faults } = props
  const say = channelTexts(locale)
  const name = kind === 'e-mail' ? 'email' : 'mobile'
  const fault = faults.find((one) => one.name === name)?.message
  return (
    <Details summary={say(`add.${kind}`)} open={fault !== undefined}>
      <Form action={`${ROOT}/${kind === 'e-mail' ? 'e-mail' : 'mobil'}`}>
        <TextField
          name={name}
          label={say(`field.${kind}`)}
          hint={say(`hint.${kind}`)}
          inputMode={kind === 'e-mail' ? 'email' : 'tel'}
          autoComplete={kind === 'e-mail' ? 'email' : 'tel'}
          spellCheck={false}
          value={typed?.[name] === undefined ? '' : typedOr(typed, name, '')}
          error={fault}
        />
        <Checkbox name={kind === 'e-mail' ? 'wantsMain' : 'mainMobile'} label={say('wantsMain')} />
        <Button tone="secondary">{say(`ask.${kind}`)}</Button>
      </Form>
    </Details>
  )
}

/** Asks for the code that went to a mobile number. */
export function codePage(props: {
  readonly channel: ContactChannel
  readonly locale: Locale
  readonly faults?: readonly FormFault[]
}): PageContent {
  const { channel, locale, faults = [] } = props
  const say = channelTexts(locale)
  return {
    title: say('codeTitle'),
    section: 'data',
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <BackLink href={ROOT}>{say('toList')}</BackLink>
        <ErrorSummary errors={faults} />
        <Heading>{say('codeTitle')}</Heading>
        <Lead>{say('codeLead', { address: channel.value })}</Lead>
        <Form action={`${ROOT}/${channel.id}/code`}>
          <TextField
            name="code"
            label={say('code')}
            hint={say('codeHint')}
            width={6}
            inputMode="numeric"
            autoComplete="one-time-code"
            error={faults.find((one) => one.name === 'code')?.message}
          />
          <Button>{say('codeSave')}</Button>
        </Form>
        <Form action={`${ROOT}/mobil`} hidden={{ mobile: channel.value, ...(channel.main && { mainMobile: 'yes' }) }}>
          <Button tone="quiet">{say('again')}</Button>
        </Form>
      </Stack>
    ),
  }
}

/** What the link of a mail asks: opening it uses nothing up, because mail scanners open links. */
export function confirmLinkPage(address: string, token: string, locale: Locale): PageContent {
  const say = channelTexts(locale)
  return {
    title: say('linkTitle'),
    body: (
      <Stack>
        <Heading>{say('linkTitle')}</Heading>
        <Lead>{say('linkLead', { address: maskedAddress('e-mail', address) })}</Lead>
        <Form action={`/adresse-bestaetigen/${token}`}>
          <Button>{say('linkYes')}</Button>
        </Form>
        <Text quiet>{say('linkNo')}</Text>
      </Stack>
    ),
  }
}

export const linkAnswerPage = (locale: Locale, answer: 'linkDone' | 'linkEnded'): PageContent => {
  const say = channelTexts(locale)
  return {
    title: say(answer),
    ...(answer === 'linkEnded' && { status: 422 }),
    body: (
      <Stack>
        <Heading>{say(answer)}</Heading>
        <Lead>{say(`${answer}Text`)}</Lead>
        <LinkButton tone="secondary" href={ROOT}>
          {say('toOwnData')}
        </LinkButton>
      </Stack>
    ),
  }
}
