import { bankOut, customerOut } from '#company/customers'
import type { OutObject } from '#company/exchange'
import { readingOut } from '#journey/staying'

/** Everything of which other systems are told when it changes here. */
export const outObjects: readonly OutObject[] = [customerOut, bankOut, readingOut]
