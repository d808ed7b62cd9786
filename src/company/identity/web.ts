export { viewingAnswer, viewingBody } from './viewing/viewing.contract.ts'
// Browser-safe door of `identity`: contracts. Nothing here reads a file or a table.
export { endedAnswer } from './accounts/accounts.contract.ts'
export {
  callsAnswer,
  callsQuery,
  chooseScopesBody,
  clientAnswer,
  developersAnswer,
  endKeyBody,
  limitBody,
  machinePeopleBody,
  machinesAnswer,
  madeAnswer,
  newKeyAnswer,
  newKeyBody,
  newMachineBody,
  nothingAnswer,
  scopesBody,
} from './machines/machines.contract.ts'
export { callerAnswer, letterAnswer, pinAnswer, pinBody, questionsBody } from './caller/caller.contract.ts'
export {
  clientChangeBody,
  clientDoneAnswer,
  clientMadeAnswer,
  clientsAnswer,
  newClientBody,
} from './openid/clients.contract.ts'
