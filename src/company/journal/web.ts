export { type AnyFactKind, factByName, facts } from './catalogue/index.ts'
export type { Actor, Channel, Fact, FactKind, Phase } from './fact.ts'
export { auditAnswer, type AuditLine, auditQuery } from './audit/audit.contract.ts'
