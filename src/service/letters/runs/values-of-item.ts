import { contractOnFile, customerOnFile, mayWeWrite } from '#company/customers'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { designVersion } from '../design/design.sql.ts'
import type { ParameterDefinition } from '../design/design.contract.ts'
import { kindInVersion } from '../design/released.ts'
import type { LetterKind } from '../made/letter-kind.ts'
import type { Item, RunRow } from './runs.sql.ts'

/** Kind and parameters of a run, read once for a batch. */
export type RunKind = { readonly kind: LetterKind; readonly definitions: readonly ParameterDefinition[] }

export async function kindOfRun(tx: Tx, run: Pick<RunRow, 'kind' | 'kindVersion'>): Promise<RunKind> {
  const version = run.kindVersion as number
  const row = await designVersion(tx, run.kind, version)
  const kind = await kindInVersion(tx, run.kind, version)
  if (!kind || !row) throw new Error(`There is no version ${version} of ${run.kind}.`)
  return { kind, definitions: row.body.parameters }
}

export type ItemValues = { readonly parameters: unknown } | { readonly refused: string }

/**
 * What one customer's letter is made from: the values of the run and what is on file, or why this customer gets none. Advertising
 * and surveys go only to who agreed (UWG section 7).
 */
export async function valuesOfItem(
  tx: Tx,
  run: Pick<RunRow, 'parameters' | 'purpose'>,
  { kind, definitions }: RunKind,
  item: Item,
  now: Temporal.Instant,
): Promise<ItemValues> {
  const may = await mayWeWrite(tx, item.customerId, run.purpose, now)
  if (!may.may) return { refused: may.because }
  const customer = await customerOnFile(tx, item.customerId)
  const contract = item.contractId ? await contractOnFile(tx, item.contractId, legalDay(now)) : undefined
  if (item.contractId && !contract?.runs) return { refused: 'contract-ended' }
  const onFile = {
    'customer-number': customer?.customerNumber,
    'contract-number': contract?.contractNumber,
    product: contract?.product ?? undefined,
    site: contract?.site,
  }
  const values = Object.fromEntries(
    definitions.flatMap(({ name, source = 'order' }) => {
      const value = source === 'order' ? run.parameters[name] : onFile[source]
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
  const checked = kind.parameters.safeParse(values)
  return checked.success ? { parameters: values } : { refused: 'value-missing' }
}
