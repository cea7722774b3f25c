import { z } from 'zod'
import { guidedAnswer } from '../capture/guided-answer.ts'
import { oneShotFailure } from '../capture/one-shot-json.ts'
import type { Kind } from '../errors.ts'
import { statusOfKind, titles } from './answer-error.tsx'
import type { Answer, Operation } from './api.ts'
import { problem } from './problem.ts'
import { isGuided, isV4 } from './v4-requests.ts'

type Json = Record<string, unknown>

/** The OpenAPI document, made from the very schemas that validate. */
export function describeApi(operations: Operation[], version: string) {
  const schemas: Json = {}
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const path = documented(operation.path)
    paths[path] ??= {}
    paths[path][operation.method] = describe(operation, schemas)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Folio',
      version,
      description:
        'Lee facturas y recibos, propone sus campos con la prueba al lado y entrega datos exactos. / Reads invoices and receipts, proposes their fields with the proof beside each, and hands on exact data.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'Un JWT (HS256, con `sub` y `exp`) o un token de API (`folio_…`), creado en /account o con `folio token create`. / A JWT (HS256, with `sub` and `exp`) or an API token (`folio_…`), made at /account or by `folio token create`.',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'folio_session' },
      },
    },
  }
}

/** `/x/:n{[0-9]+\\.webp}` as the document writes it: `/x/{n}.webp`. */
const documented = (path: string) =>
  path.replace(
    /:(\w+)(?:\{([^}]*)\})?/g,
    (_, name, pattern = '') => `{${name}}${/\\(\.\w+)$/.exec(pattern)?.[1] ?? ''}`,
  )

function describe(operation: Operation, schemas: Json) {
  const {
    method,
    path,
    tag,
    isOpen,
    summary,
    description,
    params,
    query,
    body,
    example,
    bodyOptional,
    form,
    headers,
  } = operation
  const parameters = [
    ...parametersOf('path', params, schemas),
    ...parametersOf('query', query, schemas),
    ...Object.entries(headers ?? {}).map(([name, text]) => ({
      name,
      in: 'header',
      description: text,
      schema: { type: 'string' },
    })),
  ]
  const content = form
    ? formOf(form, schemas)
    : body && { 'application/json': { schema: schemaOf(body, schemas, 'input'), example } }
  return {
    operationId: `${method}${documented(path).replace(/[^A-Za-z0-9]+(\w?)/g, (_, next) => next.toUpperCase())}`,
    tags: [tag],
    summary,
    ...(isOpen ? { security: [] } : {}),
    ...(description ? { description } : {}),
    ...(parameters.length ? { parameters } : {}),
    ...(content ? { requestBody: { required: !bodyOptional, content } } : {}),
    responses: { ...failuresOf(operation, schemas), ...answersOf(operation.answers, schemas) },
  }
}

/** What a body consists of where the endpoint reads it by itself, by its type. */
const formOf = (form: NonNullable<Operation['form']>, schemas: Json) =>
  Object.fromEntries(
    Object.entries(form).map(([type, { schema, ...more }]) => [
      type,
      { schema: schema instanceof z.ZodType ? schemaOf(schema, schemas, 'input') : schema, ...more },
    ]),
  )

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined, schemas: Json) {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, schemas, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...its }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description ? { description } : {}),
    schema: its,
  }))
}

const answersOf = (answers: Record<number, Answer>, schemas: Json) =>
  Object.fromEntries(
    Object.entries(answers).map(
      ([status, { description, schema, types = ['application/json'], headers, example }]) => [
        status,
        {
          description,
          ...(headers ? { headers: describeHeaders(headers) } : {}),
          ...(schema || (status.startsWith('2') && types[0] !== 'application/json')
            ? {
                content: Object.fromEntries(
                  types.map((type) => [type, contentOf({ schema, example }, schemas)]),
                ),
              }
            : {}),
        },
      ],
    ),
  )

const describeHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  )

const contentOf = ({ schema, example }: Pick<Answer, 'schema' | 'example'>, schemas: Json) => ({
  ...(schema ? { schema: schemaOf(schema, schemas, 'output') } : {}),
  ...(example === undefined ? {} : { example }),
})

/** What can go wrong everywhere, and behind the guard, is not said again by each. */
const everywhere: Kind[] = ['unavailable']
const behindTheGuard: Kind[] = ['unauthenticated', 'forbidden']

const failuresOf = ({ path, isOpen, failures = [], body, query }: Operation, schemas: Json) =>
  Object.fromEntries(
    [
      ...new Set([
        ...everywhere,
        ...(isOpen ? [] : behindTheGuard),
        ...failures,
        ...(body ? bodyFailures : []),
        ...(query ? (['invalid'] as const) : []),
      ]),
    ]
      .map(statusOfKind)
      .sort((a, b) => a - b)
      .map((status) => [status, { description: titles[status], content: failureAt(path, schemas) }]),
  )

/** A failure has the form that belongs to its path. */
function failureAt(path: string, schemas: Json) {
  if (isGuided(path)) return { 'application/json': { schema: schemaOf(guidedAnswer, schemas, 'output') } }
  if (isV4(path)) return { 'application/json': { schema: schemaOf(oneShotFailure, schemas, 'output') } }
  return { 'application/problem+json': { schema: schemaOf(problem, schemas, 'output') } }
}

const bodyFailures: Kind[] = ['malformed', 'too-large', 'unsupported', 'invalid']

/** A JSON Schema; what has an id becomes a component, and is referred to. */
function schemaOf(schema: z.ZodType, schemas: Json, io: 'input' | 'output'): Json {
  const {
    $schema: _,
    $defs,
    ...own
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $defs?: Json }
  const moved = JSON.parse(JSON.stringify({ own, $defs }).replaceAll('"#/$defs/', '"#/components/schemas/'))
  for (const [name, definition] of Object.entries(moved.$defs ?? {})) {
    const { id: __, ...plain } = definition as Json
    schemas[name] ??= plain
  }
  return moved.own
}
