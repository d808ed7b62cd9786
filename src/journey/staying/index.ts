// Server door of `staying`: use cases, listeners, jobs, and all pure rules of the browser-safe door.
export * from './web.ts'
export { readingRoutes } from './readings/routes.ts'
export { type OpenRequestRow, openRequestsStatement } from './readings/requests.sql.ts'
export { stayingRefusals } from './refusals.ts'
export { stayingFiles } from './imports/index.ts'
export { stayingImportRefusals } from './imports/refusals.ts'
export { isMeterOfCustomer } from './meters/find-meter.ts'
