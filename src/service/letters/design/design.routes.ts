import { customerByNumber } from '#company/customers'
import { legalDay } from '#platform/calendar'
import type { z } from '#platform/contract'
import { type Pools, transaction } from '#platform/database'
import { apiAct, apiRead, type Call, staffMay } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { notFound, Refusal } from '#platform/refusal'
import type { Sheet } from '../blocks.ts'
import { readingText } from '../blocks.ts'
import { sharedRenderPool } from '../engine/render-pool.ts'
import { madeKind } from '../made/kinds/index.ts'
import { utilityOf } from '../made/utility.ts'
import { compareDesigns } from './compare-designs.ts'
import {
  compareAnswer,
  compareQuery,
  designAnswer,
  type DesignBody,
  designsAnswer,
  draftAnswer,
  newKindBody,
  ofKind,
  previewDesignAnswer,
  previewDesignBody,
  previewRealBody,
  releaseDesignBody,
  saveDraftBody,
  sendBackBody,
  stepBody,
} from './design.contract.ts'
import {
  beginDraft,
  dropDraft,
  makeKind,
  proposeDraft,
  releaseDesign,
  saveDraft,
  sendBackDraft,
} from './design-steps.ts'
import { designVersion, type KindSummary, kindSummaries, openDraft } from './design.sql.ts'
import { emptyDesign } from './empty-design.ts'
import faultsDe from './faults.de.json' with { type: 'json' }
import faultsEn from './faults.en.json' with { type: 'json' }
import { offerOf, programKinds } from './offers.ts'
import type { SampleNumber } from './samples-of.ts'
import { showDesign } from './show-design.ts'
import { faultsOfDesign, releaseSheets, sampleSheet } from './try-design.ts'

const editors = staffMay('letters.kinds')
const faultTexts = defineTexts(faultsDe, faultsEn)
type StaffCall = Pick<Call<typeof editors>, 'who' | 'now'>
const byOf = ({ who, now }: StaffCall) => ({ staffId: who.staffId, now })

const designs = apiRead({
  path: '/desk/api/letter-designs',
  who: editors,
  contract: {},
  answer: designsAnswer,
  says: 'Kinds of letters that are written here, with the version that holds today and the open draft.',
  reads: ({ now }) => [kindSummaries(programKinds, legalDay(now))],
  give: ([rows]) => ({
    kinds: (rows as KindSummary[]).map((kind) => {
      const isProgram = programKinds.includes(kind.code)
      const { code, titleDe, titleEn, nextFrom, open, rowVersion } = kind
      const version = kind.version ?? madeKind(code)?.version ?? null
      return { code, titleDe, titleEn, isProgram, version, nextFrom, open, rowVersion }
    }),
  }),
})

const design = apiAct({
  method: 'GET',
  path: '/desk/api/letter-designs/:code',
  who: editors,
  contract: { params: ofKind },
  answer: designAnswer,
  says: 'One kind with all its versions, the open draft and the released modules of all kinds.',
  act: (tx, call) => showDesign(tx, call.input.params.code, call.who.staffId),
})

const newKind = apiAct({
  method: 'POST',
  path: '/desk/api/letter-designs',
  who: editors,
  contract: { body: newKindBody },
  answer: draftAnswer,
  status: 201,
  says: 'Makes a kind of letter of its own, with an empty draft.',
  act: (tx, call) => makeKind(tx, call.input.body, emptyDesign(call.input.body), byOf(call)),
})

const begin = apiAct({
  method: 'POST',
  path: '/desk/api/letter-designs/:code/draft',
  who: editors,
  contract: { params: ofKind },
  answer: draftAnswer,
  status: 201,
  says: 'Begins a draft from the version that was released last.',
  act: (tx, call) => beginDraft(tx, call.input.params.code, byOf(call)),
})

const save = apiAct({
  method: 'PUT',
  path: '/desk/api/letter-designs/:code/draft',
  who: editors,
  contract: { params: ofKind, body: saveDraftBody },
  answer: draftAnswer,
  says: 'Keeps a draft; one that waited for the second pair of eyes is a draft again.',
  act: (tx, call) => saveDraft(tx, call.input.params.code, call.input.body, byOf(call)),
})

const propose = apiAct({
  method: 'POST',
  path: '/desk/api/letter-designs/:code/propose',
  who: editors,
  contract: { params: ofKind, body: stepBody },
  answer: draftAnswer,
  says: 'Asks another editor to look at the draft; only one without faults that can be drawn.',
  prepare: drawnOrRefused,
  act: (tx, call) => proposeDraft(tx, call.input.params.code, call.input.body.rowVersion, byOf(call)),
})

const sendBack = apiAct({
  method: 'POST',
  path: '/desk/api/letter-designs/:code/send-back',
  who: editors,
  contract: { params: ofKind, body: sendBackBody },
  answer: draftAnswer,
  says: 'Gives a draft back to who wrote it, with the reason.',
  act: (tx, call) => {
    const { rowVersion, reason } = call.input.body
    return sendBackDraft(tx, call.input.params.code, rowVersion, reason, byOf(call))
  },
})

const drop = apiAct({
  method: 'POST',
  path: '/desk/api/letter-designs/:code/drop',
  who: editors,
  contract: { params: ofKind, body: stepBody },
  answer: draftAnswer,
  says: 'Drops a draft; it is kept, and its number is not given again.',
  act: (tx, call) => dropDraft(tx, call.input.params.code, call.input.body.rowVersion, byOf(call)),
})

const release = apiAct({
  method: 'POST',
  path: '/desk/api/letter-designs/:code/release',
  who: editors,
  contract: { params: ofKind, body: releaseDesignBody },
  answer: draftAnswer,
  says: 'Releases a draft from a day on, by somebody who has not written in it, after it was drawn with every sample.',
  prepare: drawnOrRefused,
  act: (tx, call) => releaseDesign(tx, call.input.params.code, call.input.body, byOf(call)),
})

/** What cannot be drawn as PDF with every sample, language and form is not released. */
async function drawnOrRefused(
  call: Pick<Call, 'now' | 'settings' | 'locale'> & { readonly input: { readonly params: { readonly code: string } } },
  pools: Pools,
): Promise<void> {
  const { code } = call.input.params
  const draft = await transaction(pools.staff, (tx) => openDraft(tx, code))
  if (!draft) throw notFound()
  if (faultsOfDesign(code, draft.body).length > 0) throw new Refusal(422, 'letters.draft-has-faults')
  for (const one of releaseSheets(code, draft.body, legalDay(call.now), utilityOf(call.settings))) {
    try {
      await sharedRenderPool().draw(one.sheet())
    } catch (error) {
      const why = error instanceof Error ? error.message.slice(0, 200) : String(error)
      throw new Refusal(422, 'letters.draft-not-drawn', {
        figures: { sample: one.sample + 1, language: one.language, why },
      })
    }
  }
}

type Previewed = {
  readonly code: string
  readonly body: DesignBody
  readonly sample: SampleNumber
  readonly locale: Locale
}

/** Faults at their places, and if there are none the page and what the reading view shows. */
async function previewOf(wish: Previewed, sheetOf: () => Sheet, language: Locale) {
  const say = faultTexts(wish.locale)
  const shown = { svg: null, pages: 0, reading: null, title: '', words: 0, language }
  const faults = faultsOfDesign(wish.code, wish.body).map(({ figures, code, ...fault }) => ({
    ...fault,
    code,
    says: say(code as keyof typeof faultsDe, figures),
  }))
  if (faults.length > 0) return { ...shown, faults }
  try {
    const sheet = sheetOf()
    const { svg, pages } = await sharedRenderPool().picture(sheet)
    const words = readingText(sheet.reading).split(/\s+/).length
    const reading = { ...sheet.reading, blocks: sheet.reading.blocks.map((block) => ({ ...block })) }
    return { ...shown, faults: [], svg, pages, reading, title: sheet.frame.title, words }
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : String(error)
    const says = say('does-not-render', { sample: wish.sample + 1, why })
    return { ...shown, faults: [{ path: '', code: 'does-not-render', offset: null, says }] }
  }
}

const preview = apiAct({
  method: 'POST',
  path: '/desk/api/letter-designs/:code/preview',
  who: editors,
  contract: { params: ofKind, body: previewDesignBody },
  answer: previewDesignAnswer,
  says: 'Page and reading view of what is being written, with sample values, and every fault at its place; nothing is stored.',
  limit: { name: 'letter-preview', max: 600, seconds: 600, by: 'address' },
  audit: false,
  prepare: (call) => {
    const { body, language, form } = call.input.body
    const { code } = call.input.params
    const sample = call.input.body.sample as SampleNumber
    const utility = { ...utilityOf(call.settings), form }
    const sheetOf = () => sampleSheet(code, body, { sample, language, day: legalDay(call.now) }, utility)
    return previewOf({ code, body, sample, locale: call.locale }, sheetOf, language)
  },
  act: async (_tx, _call, shown) => shown,
})

const previewReal = apiAct({
  method: 'POST',
  path: '/desk/api/letter-designs/:code/preview-real',
  who: staffMay('letters.real'),
  contract: { params: ofKind, body: previewRealBody },
  answer: previewDesignAnswer,
  says: 'The same with name, address and language of a customer; the look is written down.',
  limit: { name: 'letter-preview', max: 600, seconds: 600, by: 'address' },
  audit: { action: 'seen', detail: ({ body }) => (body as z.infer<typeof previewRealBody>).customerNumber },
  prepare: async (call, pools: Pools) => {
    const { body, customerNumber } = call.input.body
    const { code } = call.input.params
    const customer = await transaction(pools.staff, (tx) => customerByNumber(tx, customerNumber))
    if (!customer) throw new Refusal(404, 'letters.intake-unknown-customer')
    const day = legalDay(call.now)
    const addressee = {
      name: customer.shownName,
      customerNumber: customer.customerNumber,
      language: customer.language,
      recipient: customer.addressLines.length > 0 ? customer.addressLines : [customer.shownName],
      day,
    }
    const sample = call.input.body.sample as SampleNumber
    const as = { sample, language: customer.language, day, addressee }
    const sheetOf = () => sampleSheet(code, body, as, utilityOf(call.settings))
    return previewOf({ code, body, sample, locale: call.locale }, sheetOf, customer.language)
  },
  act: async (_tx, _call, shown) => shown,
})

const compare = apiAct({
  method: 'GET',
  path: '/desk/api/letter-designs/:code/compare',
  who: editors,
  contract: { params: ofKind, query: compareQuery },
  answer: compareAnswer,
  says: 'What changed between two versions of a kind, line by line and word by word.',
  act: async (tx, call) => {
    const { code } = call.input.params
    const bodyOf = async (version: number): Promise<DesignBody> => {
      const row = await designVersion(tx, code, version)
      const program = version === madeKind(code)?.version ? offerOf(code)?.start : undefined
      const found = row?.body ?? program
      if (!found) throw notFound()
      return found
    }
    return { rows: compareDesigns(await bodyOf(call.input.query.from), await bodyOf(call.input.query.to)) }
  },
})

export const designRoutes = [
  designs,
  design,
  newKind,
  begin,
  save,
  propose,
  sendBack,
  drop,
  release,
  preview,
  previewReal,
  compare,
]
