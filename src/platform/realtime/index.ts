export { LiveHub, type FeedReader, type Hearer, type LiveEvent, type OldestPosition, type OpenKeys } from './hub.ts'
