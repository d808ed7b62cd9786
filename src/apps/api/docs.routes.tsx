import { readFileSync } from 'node:fs'
import { nobody, page, raw, type Route } from '#platform/http'
import { defineTexts, type Locale } from '#platform/i18n'
import { Details, Heading, Lead, Section, Stack, Text, TextLink } from '#ui'
import de from './docs.de.json' with { type: 'json' }
import en from './docs.en.json' with { type: 'json' }

const texts = defineTexts(de, en)

type Schema = Readonly<Record<string, unknown>>
type Content = { readonly content?: { readonly 'application/json'?: { readonly schema: Schema } } }
type Operation = {
  readonly summary: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly {
    readonly name: string
    readonly required: boolean
    readonly schema: { readonly description?: string }
  }[]
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content>>
}
type Call = { readonly method: string; readonly path: string; readonly scope: string; readonly operation: Operation }

/**
 * The checked-in description, which a test holds equal to the routes. Read when first asked for, so that the program which writes
 * it anew does not need it.
 */
let read: { readonly text: string; readonly calls: readonly Call[] } | undefined

function description() {
  if (read) return read
  const text = readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8')
  const { paths } = JSON.parse(text) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  }
  read = { text, calls: Object.entries(paths).flatMap(([path, methods]) => callsOf(path, methods)) }
  return read
}

/** What machines may call at one address. */
const callsOf = (path: string, methods: Readonly<Record<string, Operation>>): Call[] =>
  Object.entries(methods).flatMap(([method, operation]) => {
    const scope = operation.security.find((one) => 'clientCredentials' in one)?.['clientCredentials']?.[0]
    return scope === undefined ? [] : [{ method: method.toUpperCase(), path, scope, operation }]
  })

const open = nobody('Says how programs may ask, and nothing about anybody.')

function Shape({ label, content }: { readonly label: string; readonly content: Content | undefined }) {
  const schema = content?.content?.['application/json']?.schema
  if (!schema) return null
  return (
    <Details summary={label}>
      <pre tabIndex={0} className="kw-breakable">
        {JSON.stringify(schema, null, 2)}
      </pre>
    </Details>
  )
}

function CallSection({ call, locale }: { readonly call: Call; readonly locale: Locale }) {
  const say = texts(locale)
  const { method, path, scope, operation } = call
  const done = Object.entries(operation.responses).find(([status]) => status !== 'default')?.[1]
  const parameters = operation.parameters.map((one) => (one.required ? `${one.name} (${say('required')})` : one.name))
  return (
    <Section id={`${method}${path}`.replaceAll(/[^A-Za-z]+/g, '-')} heading={`${method} ${path}`}>
      <Text>{operation.summary}</Text>
      <Text>{say('scope', { scope })}</Text>
      {parameters.length > 0 && <Text>{`${say('parameters')}: ${parameters.join(', ')}`}</Text>}
      <Shape label={say('body')} content={operation.requestBody} />
      <Shape label={say('answer')} content={done} />
    </Section>
  )
}

function DocsPage({ locale }: { readonly locale: Locale }) {
  const say = texts(locale)
  return (
    <Stack gap={32}>
      <Heading size="xl">{say('title')}</Heading>
      <Lead>{say('lead')}</Lead>
      <Text>
        <TextLink href="/api/openapi.json">openapi.json</TextLink>
      </Text>
      <Section id="begin" heading={say('begin')}>
        {(['begin.token', 'begin.keys', 'begin.limits', 'begin.errors', 'begin.webhooks'] as const).map((key) => (
          <Text key={key}>{say(key)}</Text>
        ))}
      </Section>
      {description().calls.map((call) => (
        <CallSection key={call.method + call.path} call={call} locale={locale} />
      ))}
    </Stack>
  )
}

/** The API for people and for programs. */
export const apiDocsRoutes: readonly Route[] = [
  page({
    path: '/api/docs',
    who: open,
    contract: {},
    says: 'Describes the interface for programs, for people.',
    reads: () => [],
    show: (_rows, { locale }) => ({ title: texts(locale)('title'), body: <DocsPage locale={locale} /> }),
  }),
  raw({
    method: 'GET',
    path: '/api/openapi.json',
    who: open,
    contract: {},
    says: 'The description of the interface as OpenAPI 3.1.',
    handler: async (_call, _pools, _request, reply) =>
      reply.type('application/json; charset=utf-8').send(description().text),
  }),
]
