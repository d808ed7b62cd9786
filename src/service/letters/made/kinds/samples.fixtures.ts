export { sampleBill, samples } from './samples.ts'
