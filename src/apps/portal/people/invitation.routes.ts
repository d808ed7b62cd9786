import {
  acceptInvite,
  type GoodInvite,
  goodInviteStatement,
  hashPassword,
  leaveCustomer,
  linkToken,
  refuseWeakPassword,
  typedPassword,
} from '#company/identity'
import { z } from '#platform/contract'
import { flight, sendTogether } from '#platform/database'
import { anyRight, customer, form, formFaults, nobody, page, type SetCookie } from '#platform/http'
import { invitationEndedPage, invitationPage, plainPage } from './invitation.pages.tsx'
import { ownCustomerName, ownCustomerNameStatement } from './people-on-page.ts'
import { askToEndPage } from './people.pages.tsx'
import { peopleTexts } from './texts.ts'

const byLink = nobody('The link is the proof: sent to the mailbox that was invited, single-use, good for a week.')
const whoever = customer(anyRight, 'readings')
const HOUR_SECONDS = 3_600
const params = z.strictObject({ token: linkToken() })

const leavePage = (locale: 'de' | 'en', name: string) => ({
  title: peopleTexts(locale)('leaveTitle', { customer: name }),
  lead: peopleTexts(locale)('leaveLead'),
  action: '/konto/verlassen',
  button: peopleTexts(locale)('leaveButton'),
  back: '/konto',
})

export const invitationRoutes = [
  page({
    path: '/einladung/:token',
    who: byLink,
    contract: { params },
    says: 'Shows what an invitation offers; opening the link changes nothing.',
    reads: ({ input }) => [goodInviteStatement(input.params.token)],
    show: ([rows], { locale, input }) => {
      const invite = (rows as readonly GoodInvite[])[0]
      return invite ? invitationPage(locale, { invite, token: input.params.token }) : invitationEndedPage(locale)
    },
  }),
  form({
    path: '/einladung/:token',
    who: byLink,
    contract: { params, body: z.strictObject({ password: typedPassword().optional() }) },
    limit: { name: 'invitation-link', max: 30, seconds: HOUR_SECONDS, by: 'address' },
    says: 'Takes an invitation up, with a new account if this mailbox has none.',
    prepare: async (call, pools) => {
      const { password } = call.input.body
      const [rows] = await flight(pools.worker, [goodInviteStatement(call.input.params.token)])
      const invite = (rows as readonly GoodInvite[])[0]
      // Hashing costs 45 ms of a core: not for who holds no good link.
      if (!invite || invite.hasAccount || password === undefined) return undefined
      await refuseWeakPassword(password, 'password', [call.settings.UTILITY_NAME, invite.email.split('@')[0] ?? ''])
      return hashPassword(password)
    },
    act: (tx, call, hash) => acceptInvite(tx, call, call.input.params.token, hash),
    done: ({ sessionToken }) => {
      if (!sessionToken) return { to: '/anmelden?hinweis=freigeschaltet' }
      const cookie: SetCookie = { name: 'portal', value: sessionToken }
      return { to: '/', cookies: [cookie] }
    },
    again: async (tx, { refusal }, call) => {
      const { token } = call.input.params
      const [rows] = await sendTogether(tx, [goodInviteStatement(token)])
      const invite = (rows as readonly GoodInvite[])[0]
      if (!invite || refusal.code === 'identity.link-ended') return invitationEndedPage(call.locale)
      return invitationPage(call.locale, { invite, token, faults: formFaults(call, refusal) })
    },
  }),
  page({
    path: '/konto/verlassen',
    who: whoever,
    contract: {},
    says: 'Asks whether to give up the own access to this customer.',
    reads: () => [ownCustomerNameStatement()],
    show: ([names], { locale }) => askToEndPage(locale, leavePage(locale, ownCustomerName(names))),
  }),
  form({
    path: '/konto/verlassen',
    who: whoever,
    contract: { body: z.strictObject({}) },
    says: 'Gives up the own access to this customer; the account remains.',
    act: (tx, call) => leaveCustomer(tx, call),
    done: (_result, { locale }) => {
      const say = peopleTexts(locale)
      return {
        page: plainPage({ title: say('left'), text: say('leftText'), href: '/anmelden', label: say('signIn') }),
        cookies: [{ name: 'portal', value: '' }],
      }
    },
    again: async (tx, { refusal }, call) => {
      const [names] = await sendTogether(tx, [ownCustomerNameStatement()])
      const page = leavePage(call.locale, ownCustomerName(names))
      return askToEndPage(call.locale, { ...page, faults: formFaults(call, refusal) })
    },
  }),
]
