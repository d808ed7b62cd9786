import { z } from '#platform/contract'
import { methodOf, type Route, type WhoRule } from '#platform/http'

type Json = Readonly<Record<string, unknown>>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Record<string, unknown>
  return rest
}

const problem: Json = {
  description: 'Refused; the reason in the language asked for (RFC 9457).',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          code: { type: 'string' },
          detail: { type: 'string' },
          requestId: { type: 'string' },
          fields: {
            type: 'array',
            items: {
              type: 'object',
              required: ['field', 'code', 'detail'],
              properties: { field: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
            },
          },
        },
      },
    },
  },
}

function securityOf(rule: WhoRule): readonly Json[] {
  switch (rule.kind) {
    case 'nobody':
      return []
    case 'customer':
      return [{ customerSession: [] }]
    case 'staff':
      return [{ staffSession: [] }]
    case 'machine':
      return [{ clientCredentials: [rule.scope] }]
  }
}

function whoText(rule: WhoRule): string {
  switch (rule.kind) {
    case 'nobody':
      return `Open to everyone: ${rule.because}`
    case 'customer':
      return `Customers with the right "${rule.right}" (account level "${rule.level}")${rule.fresh ? ', who have confirmed within ten minutes that it is them' : ''}.`
    case 'staff':
      return `Staff: ${rule.roles.join(', ')}.`
    case 'machine':
      return `Machines with the scope "${rule.scope}".`
  }
}

function parametersOf(route: Route): Json[] {
  const part = (place: 'path' | 'query', schema: z.ZodObject | undefined): Json[] => {
    if (!schema) return []
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      properties?: Record<string, Json>
      required?: string[]
    }
    return Object.entries(properties).map(([name, one]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: one,
    }))
  }
  return [...part('path', route.contract.params), ...part('query', route.contract.query)]
}

function operationOf(route: Extract<Route, { kind: 'api-read' | 'api-act' }>): Json {
  const status = route.kind === 'api-act' ? (route.status ?? 200) : 200
  return {
    operationId: `${methodOf(route).toLowerCase()}${route.path.replaceAll(/[^a-zA-Z0-9]+(.)?/g, (_: string, next?: string) => (next ?? '').toUpperCase())}`,
    summary: route.says,
    description: whoText(route.who),
    security: securityOf(route.who),
    parameters: parametersOf(route),
    ...(route.contract.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(route.contract.body, 'input') } },
      },
    }),
    responses: {
      [status]: { description: 'Done', content: { 'application/json': { schema: schemaOf(route.answer, 'output') } } },
      default: problem,
    },
  }
}

/** The description of the API, made from the routes: nothing in it is written by hand. Form routes and pages are not in it. */
export function openApi(routes: readonly Route[]): Json {
  const api = routes
    .filter((route) => route.kind === 'api-read' || route.kind === 'api-act')
    .toSorted((a, b) => (a.path + methodOf(a) < b.path + methodOf(b) ? -1 : 1))
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of api) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [methodOf(route).toLowerCase()]: operationOf(route) }
  }
  const scopes = [
    ...new Set(routes.flatMap((route) => (route.who.kind === 'machine' ? [route.who.scope as string] : []))),
  ].sort()
  return {
    openapi: '3.1.0',
    info: { title: 'Kundenwerk', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: {
        customerSession: { type: 'apiKey', in: 'cookie', name: '__Host-kw-portal' },
        staffSession: { type: 'apiKey', in: 'cookie', name: '__Host-kw-staff' },
        clientCredentials: {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl: '/api/token',
              scopes: Object.fromEntries(scopes.map((scope) => [scope, scope])),
            },
          },
        },
      },
    },
  }
}
