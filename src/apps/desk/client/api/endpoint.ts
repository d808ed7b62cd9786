import type { z } from '#platform/contract/web'

/** What a route takes and gives, as types of its contract; nothing of zod reaches the browser. */
type Contract = { readonly query?: z.ZodType; readonly body?: z.ZodType; readonly answer: z.ZodType }

type Names<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

type Part<C, Key extends string> = C extends Readonly<Record<Key, z.ZodType>> ? z.input<C[Key]> : undefined

/** One route of the server, seen from the browser. */
export type Endpoint<Params = unknown, Query = unknown, Body = unknown, Answer = unknown> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Only there for the compiler. */
  readonly types?: { readonly params: Params; readonly query: Query; readonly body: Body; readonly answer: Answer }
}

/** What is sent with a call; parts that a route does not take are not there. */
export type Sent<E> =
  E extends Endpoint<infer Params, infer Query, infer Body, unknown>
    ? ([Params] extends [undefined] ? { params?: undefined } : { readonly params: Params }) &
        ([Query] extends [undefined] ? { query?: undefined } : { readonly query?: Query }) &
        ([Body] extends [undefined] ? { body?: undefined } : { readonly body: Body })
    : never

export type AnswerOf<E> = E extends Endpoint<unknown, unknown, unknown, infer Answer> ? Answer : never

/** Names a route with the types of its contract: `endpoint<{ answer: typeof taskAnswer }>()('GET', '/desk/api/tasks/:id')`. */
export const endpoint =
  <C extends Contract>() =>
  <Path extends string>(
    method: Endpoint['method'],
    path: Path,
  ): Endpoint<
    [Names<Path>] extends [never] ? undefined : Readonly<Record<Names<Path>, string>>,
    Part<C, 'query'>,
    Part<C, 'body'>,
    z.output<C['answer']>
  > => ({ method, path })

/** The address of a call. */
export function addressOf(
  { path }: Endpoint,
  sent: { readonly params?: unknown; readonly query?: unknown } = {},
): string {
  const params = (sent.params ?? {}) as Readonly<Record<string, string>>
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const query = new URLSearchParams(
    Object.entries((sent.query ?? {}) as Readonly<Record<string, unknown>>)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([key, value]) => [key, String(value)]),
  ).toString()
  return query ? `${filled}?${query}` : filled
}
