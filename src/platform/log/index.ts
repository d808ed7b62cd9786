import { type Logger, pino } from 'pino'

export type { Logger }

/** Never written: whatever names a person, a secret or a token. */
const redacted = [
  'req.headers.authorization',
  'req.headers.cookie',
  'password',
  'token',
  'email',
  '*.password',
  '*.token',
  '*.email',
]

/** One structured logger per program; requests get children with their request id. */
export function createLog(level: string, name = 'kundenwerk'): Logger {
  return pino({ level, name, redact: redacted, timestamp: pino.stdTimeFunctions.isoTime })
}
