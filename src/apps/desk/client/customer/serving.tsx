import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useMe } from '../me.tsx'
import { rememberCustomer } from '../search/recent.ts'

/** Who is being served stays named on top, whatever is open, until somebody else is or the contact is over. */
type Serving = {
  readonly customerId: string | undefined
  /** When it began, in milliseconds: how long a call took is proposed by it. */
  readonly since: number
  readonly serve: (customerId: string) => void
  readonly end: () => void
}

const ServingContext = createContext<Serving>({
  customerId: undefined,
  since: 0,
  serve: () => undefined,
  end: () => undefined,
})
/** Of this tab: two tabs are two conversations. */
const KEY = 'kw-desk-serving'
const SINCE_KEY = 'kw-desk-serving-since'

export function ServingProvider({ children }: { readonly children: ReactNode }) {
  const { staffId } = useMe()
  const [customerId, setCustomerId] = useState(() => sessionStorage.getItem(KEY) ?? undefined)
  const serving = useMemo<Serving>(
    () => ({
      customerId,
      since: Number(sessionStorage.getItem(SINCE_KEY) ?? Date.now()),
      serve: (id) => {
        if (sessionStorage.getItem(KEY) !== id) sessionStorage.setItem(SINCE_KEY, String(Date.now()))
        sessionStorage.setItem(KEY, id)
        rememberCustomer(staffId, id)
        setCustomerId(id)
      },
      end: () => {
        sessionStorage.removeItem(KEY)
        setCustomerId(undefined)
      },
    }),
    [customerId, staffId],
  )
  return <ServingContext value={serving}>{children}</ServingContext>
}

export const useServing = (): Serving => useContext(ServingContext)

/** Names this customer on top while the page is open. */
export function useServe(customerId: string | null | undefined): void {
  const { serve } = useServing()
  useEffect(() => {
    if (customerId) serve(customerId)
    // Only when it is another customer: ending the contact must not begin it again.
  }, [customerId])
}
