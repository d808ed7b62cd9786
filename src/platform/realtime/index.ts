export { LiveHub, type FeedReader, type LiveEvent } from './hub.ts'
