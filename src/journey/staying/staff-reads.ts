import { sessionOpeners } from '#company/identity'
import { type Pools, type Statement, sendTogether, transaction, type Tx } from '#platform/database'
import { type Call, tokenHash } from '#platform/http'
import { notFound, notSignedIn } from '#platform/refusal'

/**
 * Work in the session of the member of staff who asks, for routes that answer with a file: who may was checked by the door, and the
 * database's own walls need the session.
 */
export function asStaff<Result>(
  pools: Pick<Pools, 'staff'>,
  browser: Call['browser'],
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const token = browser.cookies.staff
  if (!token) throw notSignedIn()
  return transaction(
    pools.staff,
    (tx, [opened]) => {
      if (!sessionOpeners.staff.who(opened ?? [])) throw notFound()
      return work(tx)
    },
    [sessionOpeners.staff.statement(tokenHash(token))],
  )
}

export const staffReads = (
  pools: Pick<Pools, 'staff'>,
  browser: Call['browser'],
  sent: readonly Statement[],
): Promise<unknown[][]> => asStaff(pools, browser, (tx) => sendTogether(tx, sent))
