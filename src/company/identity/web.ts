export { viewingAnswer, viewingBody } from './viewing/viewing.contract.ts'
// Browser-safe door of `identity`: contracts. Nothing here reads a file or a table.
export { endedAnswer } from './accounts/accounts.contract.ts'
export {
  machinesAnswer,
  madeAnswer,
  newMachineBody,
  nothingAnswer,
  rotatedAnswer,
  scopesBody,
} from './machines/machines.contract.ts'
export { callerAnswer, letterAnswer, pinAnswer, pinBody, questionsBody } from './caller/caller.contract.ts'
