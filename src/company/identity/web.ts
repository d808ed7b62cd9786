export { viewingAnswer, viewingBody } from './viewing/viewing.contract.ts'
