import type { FastifyRequest } from 'fastify'
import { type Pools, transaction } from '#platform/database'
import { apiAct, type Call, machine, parsePart, raw } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { letterArchive } from '../store/archive.ts'
import { finishedAnswer, finishedBody, finishedLetter, furtherFile } from './finished.contract.ts'
import { sharedInspectPool } from './inspect-pool.ts'
import { FILE_BYTES_MAX, type RefusalReason } from './inspection.ts'
import { checkFinished, type HandedIn, takeFinished } from './take-finished.ts'

const billing = machine('letters:write')
type MachineCall = Pick<Call<typeof billing>, 'who' | 'now' | 'settings'>

/** Texts stand under `letters.intake-REASON`; statuses say whether the file or the key is to blame. */
export function refusalOf(reason: RefusalReason): Refusal {
  if (reason === 'too-large') return new Refusal(413, 'letters.intake-too-large')
  return new Refusal(reason === 'key-taken' ? 409 : 422, `letters.intake-${reason}`)
}

/**
 * Looks at the files, stores them, and takes the letter in a transaction of the worker's role: that of machines may not write what
 * is published. Who may was checked by the door.
 */
async function takeIn(handed: HandedIn, call: MachineCall, pools: Pools) {
  const checked = await checkFinished(handed, sharedInspectPool().inspect, letterArchive(call.settings))
  if ('refused' in checked) throw refusalOf(checked.refused)
  const by = { channel: 'api', actor: { kind: 'machine', id: call.who.machineId }, now: call.now } as const
  const taken = await transaction(pools.worker, (tx) => takeFinished(tx, checked, by))
  if (taken.outcome === 'refused') throw refusalOf(taken.reason)
  return taken
}

const take = apiAct({
  method: 'POST',
  path: '/api/machine/letters',
  who: billing,
  sandbox: false,
  contract: { body: finishedBody },
  answer: finishedAnswer,
  status: 201,
  says: 'Takes a finished letter (PDF as base64), once by source and key; it is in the letter centre with the answer.',
  prepare: (call, pools: Pools) => {
    const { pdf, further = [], ...about } = call.input.body
    const handed = {
      about,
      pdf: Buffer.from(pdf, 'base64'),
      further: further.map(({ pdf: file, ...one }) => ({ about: one, pdf: Buffer.from(file, 'base64') })),
    }
    return takeIn(handed, call, pools)
  },
  act: async (_tx, _call, taken) => taken,
})

const FILES_MAX = 11

const takeFile = raw({
  method: 'POST',
  path: '/api/machine/letters/files',
  who: billing,
  sandbox: false,
  contract: {},
  says: 'Takes a finished letter as multipart/form-data: the field `letter` (JSON), the file `pdf`, and pairs of `further` (JSON) and `furtherPdf`.',
  handler: async (call, pools, request, reply) => {
    return reply.status(201).send(await takeIn(await readParts(request), call, pools))
  },
})

async function readParts(request: FastifyRequest): Promise<HandedIn> {
  if (!request.isMultipart()) throw new Refusal(415, 'platform.wrong-media-type')
  const fields: Record<string, string[]> = { letter: [], further: [] }
  const files: Record<string, Buffer[]> = { pdf: [], furtherPdf: [] }
  const limits = { fileSize: FILE_BYTES_MAX, files: FILES_MAX, fields: FILES_MAX, fieldSize: 8_192 }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') fields[part.fieldname]?.push(String(part.value))
    else {
      const bytes = await part.toBuffer()
      if (part.file.truncated) throw refusalOf('too-large')
      files[part.fieldname]?.push(bytes)
    }
  }
  const [pdf] = files['pdf'] as Buffer[]
  if (!pdf) throw refusalOf('missing-file')
  const furtherPdfs = files['furtherPdf'] as Buffer[]
  const further = (fields['further'] as string[]).map((text) => parsePart(furtherFile, json(text), 'body'))
  if (further.length !== furtherPdfs.length) throw refusalOf('missing-file')
  return {
    about: parsePart(finishedLetter, json(fields['letter']?.[0] ?? ''), 'body') as HandedIn['about'],
    pdf,
    further: further.map((about, at) => ({ about: about as never, pdf: furtherPdfs[at] as Buffer })),
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refusalOf('wrong-line')
  }
}

export const finishedRoutes = [take, takeFile]
