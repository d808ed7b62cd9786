export { CannotEverArrive, type Carrier } from './carrier.ts'
export { type Carriers, carriersOf } from './carriers.ts'
export {
  type DueMessage,
  failedMessagesStatement,
  forgetMessagesOf,
  messageStatement,
  type NewMessage,
  newestMessagesStatement,
  type OutboxChannel,
  type OutboxRow,
  putIntoOutbox,
  recipientOf,
  retryMessages,
} from './outbox.sql.ts'
export { type Sender, sendDue, type SenderOptions, startSender } from './sender.ts'
