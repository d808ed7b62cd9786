export { findAccounts, type FoundAccount } from './accounts/find-accounts.sql.ts'
export { grantAccount, hasLogin, insertAccount, type NewAccount, type NewGrant } from './accounts/account.sql.ts'
export { activate, type Activated, ACTIVATION_HOURS, askForActivation } from './activation/activate.ts'
export {
  askByLetter,
  checkLetterCode,
  freshCode,
  orderActivationLetter,
} from './activation/activation-letter.ts'
export { type AskedLetter, askedLetter, lettersWritten, settleLetter } from './activation/activation-letter.sql.ts'
export {
  type AskedActivation,
  askedActivation,
  forgetActivation,
  goodActivationStatement,
  matchActivation,
} from './activation/activation.sql.ts'
export {
  CODE_DAYS,
  hashCode,
  newCode,
  openByCode,
  openByLink,
  OPENING_LINK_DAYS,
  orderOpeningCode,
  orderOpeningLink,
} from './activation/open-account.ts'
export { CONFIRM_PATH, FRESH_MINUTES } from './confirming/fresh.ts'
export { identityListeners, identityRefusals, identityRoutes } from './module.ts'
export { hashPassword } from './passwords/argon2.ts'
export { acceptInvite } from './people/accept-invite.ts'
export { type GoodInvite, goodInviteStatement } from './people/invites.sql.ts'
export {
  changeGrant,
  endGrant,
  INVITE_DAYS,
  type Invited,
  invitePerson,
  leaveCustomer,
  withdrawInvitation,
} from './people/manage-people.ts'
export { type Invite, invitesStatement, peopleStatement, type Person } from './people/people.sql.ts'
export { hasRight, isForAll, managesPeople, mayGive, type Preset, presets, spelledOut } from './people/rights.ts'
export { refuseWeakPassword } from './passwords/password-rule.ts'
export { linkToken } from './password-reset/password-reset.routes.ts'
export { openSessions, type OpenSessions } from './sessions/open-sessions.sql.ts'
export { sessionOpeners } from './session-openers.ts'
export { email, safeNext, typedPassword } from './sign-in/sign-in.contract.ts'
export { signedInCookies } from './sign-in/sign-in.ts'
export { turnOpenidKeysJob } from './openid/keys.ts'
export { clearEndedJob } from './upkeep/clear-ended.job.ts'
export { demoClient, DEMO_ISSUER_PATH } from './staff/issuer.ts'
export { insertInvite } from './staff/staff.sql.ts'
export { viewingTexts } from './viewing/viewing.routes.tsx'
export { askForPower, keepProof, proofStore } from './powers/ask-for-power.ts'
export { approvePower, endPower, powerTaskKey, type PowerWork, refusePower } from './powers/decide-power.ts'
export { endGrants, endGrantsJob } from './powers/end-grants.job.ts'
export { usualRights } from './powers/judge-power.ts'
export {
  type Power,
  powerKinds,
  type PowerOfCustomer,
  powersOfCustomerStatement,
  powerStatement,
  readPower,
} from './powers/powers.sql.ts'
export { proofTypes } from './powers/proof.ts'
export { insertMachine, setPeople } from './machines/machines.sql.ts'
