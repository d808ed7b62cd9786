export { LiveHub, type FeedReader, type Hearer, type LiveEvent, type OpenKeys } from './hub.ts'
