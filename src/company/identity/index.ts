export { sessionOpeners } from './session-openers.ts'
