import type {
  cancelJobBody,
  deliveryAnswer,
  deliveryDone,
  returnedBody,
  wayBody,
  economicsAnswer,
  economicsQuery,
  factorBody,
  factorDone,
  letterHoldAnswer,
  letterHoldBody,
  liftBody,
  proposeBody,
  proposedAnswer,
  releaseBody,
  retentionAnswer,
  retentionDone,
  archiveAnswer,
  classifiedAnswer,
  classifyBody,
  compareAnswer,
  compareQuery,
  designAnswer,
  designsAnswer,
  deskLetters,
  draftAnswer,
  endedLetterAnswer,
  letterKinds,
  letterQuestionAnswer,
  newKindBody,
  previewAnswer,
  previewDesignAnswer,
  previewDesignBody,
  previewRealBody,
  releaseDesignBody,
  replaceBody,
  saveDraftBody,
  sendBackBody,
  singleParameters,
  stepBody,
  withdrawBody,
  writeBody,
  writtenAnswer,
} from '#service/letters/web'
import { endpoint } from './endpoint.ts'

/** Routes about letters, for agents and for editors. */
export const letterEndpoints = {
  letterDelivery: endpoint<{ answer: typeof deliveryAnswer }>()('GET', '/desk/api/letter-delivery'),
  decideKindWay: endpoint<{ body: typeof wayBody; answer: typeof deliveryDone }>()(
    'PUT',
    '/desk/api/letter-kinds/:code/way',
  ),
  cancelPrintJob: endpoint<{ body: typeof cancelJobBody; answer: typeof deliveryDone }>()(
    'POST',
    '/desk/api/print-jobs/:id/cancel',
  ),
  returnPrintJob: endpoint<{ body: typeof returnedBody; answer: typeof deliveryDone }>()(
    'POST',
    '/desk/api/print-jobs/:id/returned',
  ),
  releaseNoticeStop: endpoint<{ answer: typeof deliveryDone }>()('POST', '/desk/api/notice-stops/:id/release'),
  letterEconomics: endpoint<{ query: typeof economicsQuery; answer: typeof economicsAnswer }>()(
    'GET',
    '/desk/api/letter-economics',
  ),
  setLetterFactor: endpoint<{ body: typeof factorBody; answer: typeof factorDone }>()(
    'PUT',
    '/desk/api/letter-economics/factors',
  ),
  letterRetention: endpoint<{ answer: typeof retentionAnswer }>()('GET', '/desk/api/letter-retention'),
  proposeDeletion: endpoint<{ body: typeof proposeBody; answer: typeof proposedAnswer }>()(
    'POST',
    '/desk/api/letter-retention/deletions',
  ),
  decideDeletion: endpoint<{ body: typeof releaseBody; answer: typeof retentionDone }>()(
    'POST',
    '/desk/api/letter-retention/deletions/:id/decision',
  ),
  holdLetters: endpoint<{ body: typeof letterHoldBody; answer: typeof letterHoldAnswer }>()(
    'POST',
    '/desk/api/letter-retention/holds',
  ),
  liftLetterHold: endpoint<{ body: typeof liftBody; answer: typeof retentionDone }>()(
    'POST',
    '/desk/api/letter-retention/holds/:id/lift',
  ),
  letterArchive: endpoint<{ answer: typeof archiveAnswer }>()('GET', '/desk/api/letter-archive'),
  letters: endpoint<{ answer: typeof deskLetters }>()('GET', '/desk/api/customers/:id/letters'),
  letterQuestion: endpoint<{ answer: typeof letterQuestionAnswer }>()('GET', '/desk/api/letter-questions/:id'),
  writeLetter: endpoint<{ body: typeof writeBody; answer: typeof writtenAnswer }>()(
    'POST',
    '/desk/api/customers/:id/letters',
  ),
  previewLetter: endpoint<{ body: typeof singleParameters; answer: typeof previewAnswer }>()(
    'POST',
    '/desk/api/customers/:id/letters/preview',
  ),
  withdrawLetter: endpoint<{ body: typeof withdrawBody; answer: typeof endedLetterAnswer }>()(
    'POST',
    '/desk/api/letters/:id/withdraw',
  ),
  replaceLetter: endpoint<{ body: typeof replaceBody; answer: typeof writtenAnswer }>()(
    'POST',
    '/desk/api/letters/:id/replace',
  ),
  letterKinds: endpoint<{ answer: typeof letterKinds }>()('GET', '/desk/api/letter-kinds'),
  classifyKind: endpoint<{ body: typeof classifyBody; answer: typeof classifiedAnswer }>()(
    'PUT',
    '/desk/api/letter-kinds/:code',
  ),
  designs: endpoint<{ answer: typeof designsAnswer }>()('GET', '/desk/api/letter-designs'),
  design: endpoint<{ answer: typeof designAnswer }>()('GET', '/desk/api/letter-designs/:code'),
  newKind: endpoint<{ body: typeof newKindBody; answer: typeof draftAnswer }>()('POST', '/desk/api/letter-designs'),
  beginDraft: endpoint<{ answer: typeof draftAnswer }>()('POST', '/desk/api/letter-designs/:code/draft'),
  saveDraft: endpoint<{ body: typeof saveDraftBody; answer: typeof draftAnswer }>()(
    'PUT',
    '/desk/api/letter-designs/:code/draft',
  ),
  proposeDraft: endpoint<{ body: typeof stepBody; answer: typeof draftAnswer }>()(
    'POST',
    '/desk/api/letter-designs/:code/propose',
  ),
  sendBackDraft: endpoint<{ body: typeof sendBackBody; answer: typeof draftAnswer }>()(
    'POST',
    '/desk/api/letter-designs/:code/send-back',
  ),
  dropDraft: endpoint<{ body: typeof stepBody; answer: typeof draftAnswer }>()(
    'POST',
    '/desk/api/letter-designs/:code/drop',
  ),
  releaseDesign: endpoint<{ body: typeof releaseDesignBody; answer: typeof draftAnswer }>()(
    'POST',
    '/desk/api/letter-designs/:code/release',
  ),
  previewDesign: endpoint<{ body: typeof previewDesignBody; answer: typeof previewDesignAnswer }>()(
    'POST',
    '/desk/api/letter-designs/:code/preview',
  ),
  previewReal: endpoint<{ body: typeof previewRealBody; answer: typeof previewDesignAnswer }>()(
    'POST',
    '/desk/api/letter-designs/:code/preview-real',
  ),
  compareDesigns: endpoint<{ query: typeof compareQuery; answer: typeof compareAnswer }>()(
    'GET',
    '/desk/api/letter-designs/:code/compare',
  ),
} as const
