import type { GoodInvite } from '#company/identity'
import type { FormFault, PageContent } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { Button, ErrorSummary, Form, Heading, Lead, LinkButton, Points, Stack, Text, TextField } from '#ui'
import { faultAt } from './grant-fields.tsx'
import { peopleTexts as texts, rightsInWords } from './texts.ts'

/** What is offered, by whom, and what accepting it takes. */
export function invitationPage(
  locale: Locale,
  page: { readonly invite: GoodInvite; readonly token: string; readonly faults?: readonly FormFault[] },
): PageContent {
  const say = texts(locale)
  const { invite, faults = [] } = page
  const inviter = invite.inviterName ?? invite.inviterEmail ?? ''
  return {
    title: say('acceptTitle', { customer: invite.shownAs }),
    hasErrors: faults.length > 0,
    body: (
      <Stack>
        <ErrorSummary errors={faults} labels={{ password: say('password') }} />
        <Heading>{say('acceptTitle', { customer: invite.shownAs })}</Heading>
        <Lead>{invite.kind === 'attorney' ? say('acceptLeadPower') : say('acceptLead', { inviter })}</Lead>
        <Points items={rightsInWords(invite.rights, locale)} />
        {!invite.isForAll && <Text>{say('acceptPart')}</Text>}
        <Text>{say(invite.hasAccount ? 'acceptKnown' : 'acceptNew', { email: invite.email })}</Text>
        <Form action={`/einladung/${page.token}`}>
          {!invite.hasAccount && (
            <TextField
              name="password"
              type="password"
              label={say('password')}
              hint={say('passwordHint')}
              autoComplete="new-password"
              error={faultAt(faults, 'password')}
            />
          )}
          <Button>{say('accept')}</Button>
        </Form>
      </Stack>
    ),
  }
}

/** One sentence and a way on. */
export function plainPage(
  page: { readonly title: string; readonly text: string; readonly href: string; readonly label: string },
  status?: number,
): PageContent {
  return {
    title: page.title,
    ...(status !== undefined && { status }),
    body: (
      <Stack>
        <Heading>{page.title}</Heading>
        <Lead>{page.text}</Lead>
        <LinkButton href={page.href}>{page.label}</LinkButton>
      </Stack>
    ),
  }
}

export const invitationEndedPage = (locale: Locale): PageContent => {
  const say = texts(locale)
  return plainPage(
    { title: say('acceptEndedTitle'), text: say('acceptEndedText'), href: '/start', label: say('toStart') },
    422,
  )
}
