import { customerFiles } from '#company/customers'
import type { ImportFile } from '#company/exchange'
import { stayingFiles } from '#journey/staying'

/** All files that come in and go out, in the order in which they refer to each other (docs/import-format.md). */
export const exchangeFiles: readonly ImportFile[] = [...customerFiles, ...stayingFiles]

export const fileNames = exchangeFiles.map(({ file }) => `${file}.csv`)
