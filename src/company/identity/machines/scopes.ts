/** What a machine may be allowed, by area and verb. A scope is named at a route with `machine('readings:write')`. */
export const scopePattern = /^[a-z][a-z-]{1,30}:(read|write)$/

/** Scopes of a request or a command: separated by blanks or commas, each once. Undefined if one is malformed. */
export function scopesOf(text: string): readonly string[] | undefined {
  const scopes = [...new Set(text.split(/[\s,]+/).filter(Boolean))]
  return scopes.length > 0 && scopes.length <= 50 && scopes.every((scope) => scopePattern.test(scope))
    ? scopes
    : undefined
}
