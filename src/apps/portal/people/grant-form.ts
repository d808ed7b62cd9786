import { type OwnPlace, ownPlaces } from '#company/customers'
import type { Invited } from '#company/identity'
import { legalDay, startOfLegalDay } from '#platform/calendar'
import { day, id, z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { customerRights } from '#platform/http'
import { type FieldFault, wrongFields } from '#platform/refusal'

type WantedGrant = Pick<Invited, 'rights' | 'siteIds' | 'contractIds' | 'validTo'>

/** What both forms ask: rights, for which places or contracts, until when. */
export const grantFields = {
  rights: z
    .array(z.enum([...customerRights, 'all']))
    .max(customerRights.length + 1)
    .optional(),
  sites: z.array(id()).max(2_000).optional(),
  contracts: z.array(id()).max(50).optional(),
  until: day().optional(),
}
export const grantBody = z.strictObject(grantFields)
type GrantBody = z.infer<typeof grantBody>

/**
 * Reads the form: nothing chosen is everything, a day counts to its end, and everybody who acts may see what it is about.
 * @throws Refusal 422 at the field
 */
export async function wantedGrant(tx: Tx, body: GrantBody, now: Temporal.Instant): Promise<WantedGrant> {
  const today = legalDay(now)
  const places = await ownPlaces(tx, today)
  const until = body.until === undefined ? undefined : Temporal.PlainDate.from(body.until)
  const rights = body.rights ?? []
  const faults: FieldFault[] = [
    ...(rights.length === 0 ? [{ field: 'rights', code: 'portal.choose-rights' }] : []),
    ...(until && Temporal.PlainDate.compare(until, today) < 0 ? [{ field: 'until', code: 'portal.day-over' }] : []),
    ...faultsOfPlaces(body, places),
  ]
  if (faults.length > 0) throw wrongFields(faults)
  return {
    rights: rights.includes('all') ? ['all'] : ['see', ...rights.filter((right) => right !== 'see')],
    siteIds: body.sites?.length ? body.sites : null,
    contractIds: body.contracts?.length ? body.contracts : null,
    validTo: until ? startOfLegalDay(until.add({ days: 1 })) : null,
  }
}

function faultsOfPlaces({ sites = [], contracts = [] }: GrantBody, places: readonly OwnPlace[]): FieldFault[] {
  const known = {
    sites: new Set(places.map((place) => place.siteId)),
    contracts: new Set(places.flatMap((place) => place.contracts.map((contract) => contract.id))),
  }
  const fault = (field: 'sites' | 'contracts') => ({ field, code: 'portal.no-such-place' })
  return [
    ...(sites.every((one) => known.sites.has(one)) ? [] : [fault('sites')]),
    ...(contracts.every((one) => known.contracts.has(one)) ? [] : [fault('contracts')]),
  ]
}
