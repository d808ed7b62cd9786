import {
  clearEndedJob,
  endGrantsJob,
  identityListeners,
  identityRefusals,
  identityRoutes,
  sessionOpeners,
  turnOpenidKeysJob,
} from '#company/identity'
import {
  channelListeners,
  confirmationListeners,
  applyMovesJob,
  duplicateRoutes,
  ownDataDeskRoutes,
  findDuplicatesJob,
  mergeListeners,
  eraseDueJob,
  erasureDeskRoutes,
  erasureListeners,
  customerRoutes,
  contactRoutes,
  customersRefusals,
  estateRoutes,
  onContactRecorded,
  onCustomerChanged,
  onTaskNoted,
  onTaskOpened,
  protectionRoutes,
  ownDataRoutes,
  searchRoutes,
} from '#company/customers'
import {
  auditPartitionsJob,
  auditRoutes,
  clearFeedJob,
  facts,
  feedAfter,
  hear,
  type HearingPayload,
  lastPosition,
  type Listener,
  oldestPosition,
  recordFact,
  taskOf,
} from '#company/journal'
import {
  clearUploadsJob,
  followRequestsJob,
  runCampaignsJob,
  readingListeners,
  readingRoutes,
  placesOfMeters,
  stayingImportRefusals,
  stayingRefusals,
  outageListeners,
  outageRoutes,
  tellOutagesJob,
} from '#journey/staying'
import { keepMovingJob, taskRefusals, taskRoutes } from '#company/tasks'
import {
  archiveJobs,
  countFiguresJob,
  letterListeners,
  letterRefusals,
  lettersRoutes,
  noteReceiptsJob,
  retentionJobs,
} from '#service/letters'
import type { Settings } from '#platform/config'
import { type Pools, transaction, type Tx } from '#platform/database'
import { keptStore } from '#platform/files'
import { platformRefusals, portalOrigin, type Route } from '#platform/http'
import type { Job } from '#platform/jobs'
import type { DueMessage } from '#platform/mail'
import { mergedTables } from './apps/data-copy/merged-tables.ts'
import { makeCopiesJob } from './apps/data-copy/make-copies.job.ts'
import { demoRefusals, demoRoutes } from './apps/demo/demo.routes.ts'
import { applyLeadsJob, forgetStatesJob } from '#company/exchange'
import { exchangeModule } from './apps/exchange/module.ts'
import { liveRoutes } from './apps/live/live.routes.ts'
import { type Module, refusalTextOf } from './apps/module.ts'
import { builtRoutes } from './apps/built/built.routes.ts'
import { deskRoutes } from './apps/desk/desk.routes.ts'
import { partnerRoutes } from './apps/desk/partner.routes.ts'
import { powerDeskRoutes } from './apps/desk/powers.routes.ts'
import { smsReceiptRoutes } from './apps/receipts/sms-receipts.routes.ts'
import { stuckJobRoutes } from './apps/desk/jobs.routes.ts'
import { loginRoutes, scopesRoute } from './apps/desk/logins.routes.ts'
import { activationRoutes } from './apps/portal/activation/activation.routes.ts'
import { letterRoutes } from './apps/portal/activation/letter.routes.ts'
import { onActivationAsked } from './apps/portal/activation/on-activation-asked.ts'
import { onActivationLetterAsked } from './apps/portal/activation/on-activation-letter-asked.ts'
import { openingRoutes } from './apps/portal/activation/opening.routes.ts'
import { activationRefusals } from './apps/portal/activation/texts.ts'
import { operationsRoutes } from './apps/operations/operations.routes.ts'
import { invitationRoutes } from './apps/portal/people/invitation.routes.ts'
import { peopleRoutes } from './apps/portal/people/people.routes.ts'
import { peopleRefusals } from './apps/portal/people/texts.ts'
import { onPowerAsked, onPowerGranted } from './apps/portal/powers/follow-powers.ts'
import { powersRoutes } from './apps/portal/powers/powers.routes.ts'
import { portalRoutes } from './apps/portal/portal.routes.tsx'

/** All rooms and what they bring. A room that is not named here does not exist for the program. */
export const modules: readonly Module[] = [
  { name: 'platform', refusals: platformRefusals },
  { name: 'identity', routes: identityRoutes, listeners: identityListeners, refusals: identityRefusals },
  {
    name: 'activation',
    routes: [...activationRoutes, ...letterRoutes, ...openingRoutes],
    listeners: [onActivationAsked, onActivationLetterAsked],
    refusals: activationRefusals,
  },
  {
    name: 'people',
    routes: [...peopleRoutes, ...invitationRoutes, ...powersRoutes, ...powerDeskRoutes, ...partnerRoutes],
    listeners: [onPowerAsked, onPowerGranted],
    refusals: peopleRefusals,
  },
  { name: 'audit', routes: auditRoutes },
  { name: 'operations', routes: operationsRoutes },
  { name: 'receipts', routes: smsReceiptRoutes },
  { name: 'tasks', routes: taskRoutes, refusals: taskRefusals },
  { name: 'built', routes: builtRoutes },
  { name: 'desk', routes: [...deskRoutes, ...stuckJobRoutes, ...loginRoutes, scopesRoute(() => machineScopes())] },
  { name: 'staying', routes: readingRoutes, listeners: readingListeners, refusals: stayingRefusals },
  { name: 'letters', routes: lettersRoutes, listeners: letterListeners, refusals: letterRefusals },
  { name: 'live', routes: liveRoutes },
  { name: 'portal', routes: portalRoutes },
  { name: 'demo', refusals: demoRefusals },
  exchangeModule,
  { name: 'contacts', routes: contactRoutes, listeners: [onContactRecorded, onTaskNoted, onTaskOpened] },
  { name: 'outages', routes: outageRoutes, listeners: outageListeners },
  {
    name: 'customers',
    routes: [
      ...customerRoutes,
      ...estateRoutes,
      ...ownDataRoutes,
      ...erasureDeskRoutes,
      ...duplicateRoutes,
      ...ownDataDeskRoutes,
      ...protectionRoutes,
      ...searchRoutes(placesOfMeters),
    ],
    listeners: [
      onCustomerChanged,
      ...confirmationListeners,
      ...channelListeners,
      ...erasureListeners,
      ...mergeListeners(mergedTables),
    ],
    refusals: customersRefusals,
  },
  { name: 'staying-imports', refusals: stayingImportRefusals },
]

export const routes: readonly Route[] = modules.flatMap((module) => module.routes ?? [])
/** What machines may be allowed: whatever some route asks for. */
const machineScopes = (): readonly string[] => {
  const scopes = routes.flatMap(({ who }) => (who.kind === 'machine' ? [String(who.scope)] : []))
  return [...new Set(scopes)].toSorted()
}
/** The routes of a process by its settings: what is for the demo is not there at all elsewhere. */
export const routesOf = (settings: Pick<Settings, 'KW_DEMO'>): readonly Route[] =>
  settings.KW_DEMO ? [...routes, ...demoRoutes] : routes
export const listeners: readonly Listener[] = modules.flatMap((module) => module.listeners ?? [])
export const refusalText = refusalTextOf(modules)
export { sessionOpeners }

/** Every job of the program: those of the rooms and one per listener. */
export function jobsOf(pools: Pools, settings: Settings, hearing: readonly Listener[] = listeners): Job[] {
  const heard = hearing.map((listener) => ({
    name: taskOf(listener),
    run: (payload: unknown, now: Temporal.Instant) => hear(pools.worker, listener, payload as HearingPayload, now),
  }))
  const upkeep = [
    clearEndedJob(pools.worker),
    turnOpenidKeysJob(pools.worker, settings),
    forgetStatesJob(pools.worker),
    applyLeadsJob(pools.worker),
    keepMovingJob(pools.worker),
    tellOutagesJob(pools.worker, portalOrigin(settings)),
    auditPartitionsJob(pools.worker),
    endGrantsJob(pools.worker),
    clearFeedJob(pools.worker, settings.FEED_KEPT_DAYS),
    clearUploadsJob(pools.worker, settings.KW_FILES, settings.UPLOAD_KEPT_HOURS),
    eraseDueJob(pools),
    applyMovesJob(pools),
    findDuplicatesJob(pools),
    makeCopiesJob({ pools, folder: settings.KW_FILES, letters: keptStore(settings) }),
    followRequestsJob(pools.worker, portalOrigin(settings)),
    runCampaignsJob(pools.worker, portalOrigin(settings)),
    ...archiveJobs(pools.worker, settings),
    noteReceiptsJob(pools.worker),
    ...retentionJobs(pools.worker, settings),
    countFiguresJob(pools.worker),
  ]
  return [...modules.flatMap((module) => module.jobs ?? []), ...upkeep, ...heard]
}

/** The fact that a message has left, in the transaction that notes it as sent. */
export async function recordMessageSent(tx: Tx, message: DueMessage, now: Temporal.Instant): Promise<void> {
  const context = {
    customerId: message.customerId,
    channel: 'system',
    actor: { kind: 'system' },
    occurredAt: now,
  } as const
  const kind =
    message.channel === 'e-mail' ? facts.mailSent : message.channel === 'sms' ? facts.smsSent : facts.pagePrinted
  await recordFact(tx, kind, { outboxId: message.id, kind: message.kind }, context)
}

/** The fact that a message is given up, in the transaction that notes it. */
export async function recordMessageFailed(
  tx: Tx,
  message: DueMessage,
  final: boolean,
  now: Temporal.Instant,
): Promise<void> {
  await recordFact(
    tx,
    facts.messageFailed,
    { outboxId: message.id, kind: message.kind, final },
    { customerId: message.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: now },
  )
}

/** How the live hub reads the feed. */
export const feedReader = (pools: Pools) => ({
  read: (after: string, limit: number, customerId?: string) =>
    transaction(pools.worker, (tx) => feedAfter(tx, after, limit, customerId)),
  last: () => transaction(pools.worker, (tx) => lastPosition(tx)),
  oldest: () => transaction(pools.worker, (tx) => oldestPosition(tx)),
})
