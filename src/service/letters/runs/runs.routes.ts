import { countSelected, customerOnFile } from '#company/customers'
import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { type Pools, transaction, type Tx } from '#platform/database'
import { apiAct, type Call, staffMay } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { designVersion } from '../design/design.sql.ts'
import { sharedRenderPool } from '../engine/render-pool.ts'
import { utilityOf } from '../made/utility.ts'
import { writeLetter } from '../made/write-letter.ts'
import { approveRun, dropRun, proposeRun, resumeRun, runVersion, stopRun } from './run-steps.ts'
import {
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
} from './runs.contract.ts'
import { insertRun, itemAt, refusedItems, runById, runCounts, type RunRow, runs } from './runs.sql.ts'
import { runKinds } from './run-kinds.sql.ts'
import { askedOf, typedValues } from './typed-values.ts'
import { kindOfRun, valuesOfItem } from './values-of-item.ts'

const editors = staffMay('letters.kinds')
const ofRun = z.strictObject({ id: id() })
const byOf = ({ who, now }: Pick<Call<typeof editors>, 'who' | 'now'>) => ({ staffId: who.staffId, now })

const shownOf = (run: RunRow) => ({
  id: run.id,
  name: run.name,
  kind: run.kind,
  kindVersion: run.kindVersion,
  state: run.state,
  startsAt: run.startsAt.toString(),
  author: run.author,
  approvedBy: run.approvedBy,
})

const list = apiAct({
  method: 'GET',
  path: '/desk/api/letter-runs',
  who: editors,
  contract: {},
  answer: runsAnswer,
  says: 'Serial letters, newest first, with how far they are, and the kinds that may be sent to many.',
  act: async (tx, call) => {
    const shown = []
    for (const run of await runs(tx)) shown.push({ ...shownOf(run), counts: await runCounts(tx, run.id) })
    const kinds = (await runKinds(tx, legalDay(call.now))).map(({ body, ...kind }) => ({
      ...kind,
      asked: askedOf(body.parameters),
    }))
    return { runs: shown, kinds }
  },
})

const count = apiAct({
  method: 'POST',
  path: '/desk/api/letter-runs/count',
  who: editors,
  contract: { body: countRunBody },
  answer: countRunAnswer,
  says: 'How many customers a selection has today, with five examples by number.',
  audit: { action: 'searched', detail: ({ body }) => JSON.stringify((body as z.infer<typeof countRunBody>).criteria) },
  act: async (tx, call) => {
    const { count: found, examples } = await countSelected(tx, call.input.body.criteria, legalDay(call.now))
    return { count: found, examples: [...examples] }
  },
})

const make = apiAct({
  method: 'POST',
  path: '/desk/api/letter-runs',
  who: editors,
  contract: { body: newRunBody },
  answer: runMadeAnswer,
  status: 201,
  says: 'Makes a serial letter as a draft; nothing goes out before another person has approved it.',
  act: async (tx, call) => {
    const { values, startsAt, ...run } = call.input.body
    const version = await runVersion(tx, run.kind, call.now)
    const definitions = (await designVersion(tx, run.kind, version))?.body.parameters ?? []
    const parameters = typedValues(definitions, values)
    const missing = askedOf(definitions).find((one) => one.required && parameters[one.name] === undefined)
    if (missing) throw new Refusal(422, 'letters.value-missing', { figures: { name: missing.label } })
    return insertRun(
      tx,
      { ...run, parameters, startsAt: Temporal.Instant.from(startsAt), authorId: call.who.staffId },
      call.now,
    )
  },
})

const show = apiAct({
  method: 'GET',
  path: '/desk/api/letter-runs/:id',
  who: editors,
  contract: { params: ofRun },
  answer: runAnswer,
  says: 'One serial letter: selection, pace, progress, and whom it could not be written to and why.',
  act: async (tx, call) => {
    const run = await runById(tx, call.input.params.id)
    if (!run) throw notFound()
    const { perHour, perDay, quietFrom, quietTo, criteria, purpose, rowVersion } = run
    return {
      ...shownOf(run),
      counts: await runCounts(tx, run.id),
      isMine: run.authorId === call.who.staffId,
      criteria,
      purpose,
      perHour,
      perDay,
      quietFrom,
      quietTo,
      rowVersion,
      refused: [...(await refusedItems(tx, run.id))],
    }
  },
})

/** One letter of the run as it would be, with the real customer's values. */
async function sampleOf(tx: Tx, runId: string, at: number, call: Pick<Call, 'now' | 'settings'>) {
  const run = await runById(tx, runId)
  const item = run?.kindVersion ? await itemAt(tx, runId, at) : undefined
  const customer = item && (await customerOnFile(tx, item.customerId))
  if (!run || !item || !customer) throw notFound()
  const kind = await kindOfRun(tx, run)
  const values = await valuesOfItem(tx, run, kind, item, call.now)
  const { customerNumber, language } = customer
  if ('refused' in values) return { customerNumber, refused: values.refused }
  const addressee = {
    name: customer.shownName,
    customerNumber,
    language,
    recipient: customer.addressLines.length > 0 ? customer.addressLines : [customer.shownName],
    day: legalDay(call.now),
  }
  return { customerNumber, sheet: writeLetter(kind.kind, values.parameters, addressee, utilityOf(call.settings)) }
}

const sample = apiAct({
  method: 'GET',
  path: '/desk/api/letter-runs/:id/sample',
  who: staffMay('letters.real'),
  contract: { params: ofRun, query: runSampleQuery },
  answer: runSampleAnswer,
  says: 'The pages of one letter of a serial letter, for the sample before its approval; the look is written down.',
  prepare: async (call, pools: Pools) => {
    const { customerNumber, ...made } = await transaction(pools.staff, (tx) =>
      sampleOf(tx, call.input.params.id, call.input.query.at, call),
    )
    if ('refused' in made) return { svg: null, pages: 0, customerNumber, refused: made.refused ?? null }
    return { ...(await sharedRenderPool().picture(made.sheet)), customerNumber, refused: null }
  },
  act: async (_tx, _call, picture) => picture,
})

const steps = [
  ['propose', proposeRun, 'Writes down whom a serial letter is for and asks another editor to look.'],
  ['approve', approveRun, 'Lets a serial letter go out, by somebody else than who made it.'],
  ['stop', stopRun, 'Stops a serial letter; what is ordered is made.'],
  ['resume', resumeRun, 'Lets a stopped serial letter go on where it stopped.'],
  ['drop', dropRun, 'Ends a serial letter for good; what has gone out stays.'],
] as const

const stepRoutes = steps.map(([verb, step, says]) =>
  apiAct({
    method: 'POST',
    path: `/desk/api/letter-runs/:id/${verb}`,
    who: editors,
    contract: { params: ofRun, body: runStepBody },
    answer: runMovedAnswer,
    says,
    act: (tx, call) => step(tx, call.input.params.id, call.input.body.rowVersion, byOf(call)),
  }),
)

export const runRoutes = [list, count, make, show, sample, ...stepRoutes]
