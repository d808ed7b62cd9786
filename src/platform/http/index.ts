export { fieldErrors } from './field-errors.ts'
export { forgetAnswers } from './idempotency.ts'
export { forgetCalls } from './machine-calls.ts'
export type { Kit } from './answer.ts'
export { type AuditAction, auditActions, type AuditEntry, type AuditTrail } from './audit-trail.ts'
export { ownOrigin, portalOrigin } from './origin.ts'
export { type FormFault, formFaults, messageAt, type Typed, typedText } from './faults.ts'
export { addressKey, type Count, takeLimits } from './limit.ts'
export { metrics } from './metrics.ts'
export { decodeForm, parsePart } from './parse.ts'
export { type Problem, type RefusalText, toProblem } from './problem.ts'
export { securityHeaders } from './guard.ts'
export { platformRefusals } from './refusals.ts'
export * from './route.ts'
export { type Patience, usualPatience } from './slow.ts'
export { buildServer, serializerOf, type ServerOptions } from './server.ts'
export {
  cookieNames,
  newToken,
  SANDBOX_TOKEN_PREFIX,
  type SessionOpener,
  type SessionOpeners,
  tokenHash,
} from './session.ts'
export * from './staff-rights.ts'
export * from './who.ts'
