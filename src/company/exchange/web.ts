// Browser-safe door of `exchange`: contracts. Nothing here reads a file or a table.
export {
  type ConflictAnswer,
  conflictDecisionAnswer,
  conflictDecisionBody,
  conflictPath,
  conflictsAnswer,
  conflictsQuery,
} from './conflicts/conflicts.contract.ts'
export {
  customerChangesAnswer,
  leadAnswer,
  leadBody,
  unplanBody,
  type SystemsAnswer,
  systemsAnswer,
} from './leading/leading.contract.ts'
export {
  changeSubscriptionBody,
  newSubscriptionAnswer,
  newSubscriptionBody,
  rotateAnswer,
  rotateBody,
  triedAnswer,
  deliveriesAnswer,
  deliveriesQuery,
  pauseBody,
  replayAnswer,
  replayBody,
  type SubscriptionAnswer,
  subscriptionAnswer,
  subscriptionsAnswer,
} from './webhooks/webhooks.contract.ts'
