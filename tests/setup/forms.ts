import type { TestHouse } from './house.ts'

/** Sends a form as a browser does. */
export const sendForm = (
  house: TestHouse,
  url: string,
  headers: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>>,
) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

/** The value of a hidden field on a page. */
export const hiddenOn = (body: string, name: string): string =>
  new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''
