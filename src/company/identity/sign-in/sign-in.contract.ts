import { line, z } from '#platform/contract'

/** An e-mail address as an account knows it: lower case, without blanks around it. */
export const email = () =>
  line(254, 1).pipe(
    z
      .string()
      .transform((typed) => typed.toLowerCase())
      .pipe(z.string().regex(/^[^\s@<>()",;:\\]{1,64}@[^\s@<>()",;:\\]{1,253}$/)),
  )

/** Longer ones are refused before they are hashed; shorter rules stand in the password rule. */
export const PASSWORD_LENGTH_MAX = 128
export const typedPassword = () => z.string().min(1).max(PASSWORD_LENGTH_MAX)

const next = z.string().max(8_000).optional()

export const signInQuery = z.strictObject({
  next,
  hinweis: z.enum(['abgemeldet', 'passwort-neu', 'freigeschaltet']).optional(),
})

export const signInBody = z.strictObject({ email: line(254, 1), password: typedPassword(), next })

/** Where to go after signing in: a path of ours, never another host, however it is written. */
export function safeNext(next: string | undefined, home: string): string {
  if (next === undefined || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return home
  const { origin, pathname, search } = new URL(next, 'http://ours.invalid')
  return origin === 'http://ours.invalid' && !pathname.startsWith('//') ? `${pathname}${search}` : home
}
