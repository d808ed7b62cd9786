export { seal, type Sealer, sealerOf, unseal } from './seal.ts'
