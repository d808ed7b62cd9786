export * from './web.ts'
