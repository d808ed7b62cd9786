// Browser-safe door of `letters`: what a letter says, contracts of the desk. Nothing here reads a file or a table.
export type { Block, Reading } from './blocks.ts'
export {
  letterHoldAnswer,
  letterHoldBody,
  liftBody,
  proposeBody,
  proposedAnswer,
  releaseBody,
  retentionAnswer,
  retentionDone,
} from './retention/retention.contract.ts'
export { economicsAnswer, economicsQuery, factorBody, factorDone } from './economics/economics.contract.ts'
export { archiveAnswer } from './archive/archive.contract.ts'
export {
  classifiedAnswer,
  classifyBody,
  deskLetters,
  endedLetterAnswer,
  letterKinds,
  letterQuestionAnswer,
  previewAnswer,
  replaceBody,
  singleModules,
  singleParameters,
  type SinglePart,
  withdrawBody,
  writeBody,
  writtenAnswer,
} from './desk/desk.contract.ts'
export { ReadingView } from './centre/reading-view.tsx'
export {
  compareAnswer,
  designAnswer,
  designsAnswer,
  draftAnswer,
  newKindBody,
  previewDesignAnswer,
  previewDesignBody,
  previewRealBody,
  releaseDesignBody,
  saveDraftBody,
  sendBackBody,
  stepBody,
  compareQuery,
} from './design/design.contract.ts'
export {
  cancelJobBody,
  deliveryAnswer,
  deliveryDone,
  returnedBody,
  wayBody,
} from './desk/delivery.contract.ts'
export {
  countRunAnswer,
  countRunBody,
  newRunBody,
  runAnswer,
  runMadeAnswer,
  runMovedAnswer,
  runSampleAnswer,
  runSampleQuery,
  runsAnswer,
  runStepBody,
} from './runs/runs.contract.ts'
