// Server door of `staying`: use cases, listeners, jobs, and all pure rules of the browser-safe door.
export * from './web.ts'
