import { zValidator } from '@hono/zod-validator'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import { bounds } from '../config.ts'
import { AppError, type Kind } from '../errors.ts'
import { noSuchPath } from './answer-error.tsx'
import type { SignedIn } from './context.ts'

type Method = 'get' | 'post' | 'patch' | 'delete'
type Schema = z.ZodType
/** The output of a schema, or nothing where there is none. */
type Out<S> = S extends Schema ? z.output<S> : undefined

/** What an endpoint takes and answers: the same schemas validate and document it. */
export interface Description<Params = unknown, Query = unknown, Body = unknown> {
  summary: string
  description?: string
  params?: Params
  query?: Query
  body?: Body
  example?: Body extends Schema ? z.input<Body> : never
  /** The body may be left out altogether. */
  bodyOptional?: boolean
  headers?: Record<string, string>
  /** Where the endpoint reads the body by itself: what it is, by content type. */
  form?: Record<string, { schema: Schema | object; example?: unknown }>
  answers: Record<number, Answer>
  failures?: Kind[]
}
export interface Answer {
  description: string
  schema?: Schema
  /** Content types, where it is not JSON. */
  types?: string[]
  example?: unknown
  headers?: Record<string, string>
}

export interface Operation extends Description<Schema | undefined, Schema | undefined, Schema | undefined> {
  method: Method
  path: string
  tag: string
  /** Needs no credential. */
  isOpen?: boolean
}

type Handler<Params, Query, Body> = (
  c: Context<SignedIn>,
  input: { params: Out<Params>; query: Out<Query>; body: Out<Body> },
) => Response | Promise<Response>

/** Endpoints of one subject: each validates what comes in and is in the OpenAPI document, or it does not exist. */
export function createApi(tag: string, { isOpen = false } = {}) {
  const routes = new Hono<SignedIn>()
  const operations: Operation[] = []

  function add(method: Method) {
    return <
      Params extends Schema | undefined = undefined,
      Query extends Schema | undefined = undefined,
      Body extends Schema | undefined = undefined,
    >(
      paths: string | [documented: string, ...aliases: string[]],
      description: Description<Params, Query, Body>,
      handler: Handler<Params, Query, Body>,
    ) => {
      const { params, query, body, bodyOptional } = description as Operation
      const all = [paths].flat()
      operations.push({ ...(description as Operation), method, path: all[0]!, tag, isOpen })
      const checks: MiddlewareHandler[] = []
      if (params) checks.push(validated('param', params))
      if (query) checks.push(validated('query', query))
      if (body)
        checks.push(
          bodyLimit({ maxSize: bounds.jsonBytes }),
          requireJson(bodyOptional),
          validated('json', body),
        )
      routes.on(method, all, ...checks, (c) => {
        const valid = (part: 'param' | 'query' | 'json') => c.req.valid(part as never) as never
        return handler(c, {
          params: params && valid('param'),
          query: query && valid('query'),
          body: body && valid('json'),
        } as never)
      })
    }
  }
  return {
    routes,
    operations,
    get: add('get'),
    post: add('post'),
    patch: add('patch'),
    delete: add('delete'),
  }
}

const validated = (part: 'param' | 'query' | 'json', schema: Schema) =>
  zValidator(
    part,
    schema,
    (result) => {
      if (!result.success) throw part === 'param' ? noSuchPath() : invalid(result.error.issues)
    },
    {
      validationFunction: (itsSchema, value) =>
        itsSchema.safeParseAsync(part === 'query' ? given(value) : value),
    },
  )

/** A form sends its empty fields too: they were not given. */
const given = (query: object) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))

export function invalid(issues: readonly { path: PropertyKey[]; message: string }[]) {
  const faults = issues.slice(0, 100).map(({ path, message }) => ({ path: pathOf(path), message }))
  return new AppError(
    'invalid',
    { es: 'Los datos no cumplen lo que se espera.', en: 'The data is not what is expected.' },
    { faults },
  )
}

/** `lines[0].name`, as a person would write it. */
const pathOf = (path: PropertyKey[]) =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  )

/** Without this a body of another type would reach the schema as an empty object. */
const requireJson =
  (optional = false): MiddlewareHandler =>
  async (c, next) => {
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    const isJson = type === 'application/json' || type?.endsWith('+json')
    if (optional && !(await c.req.text())) c.req.bodyCache.text = Promise.resolve('{}') as never
    else if (!isJson)
      throw new AppError('unsupported', {
        es: 'El cuerpo debe ser JSON, con «Content-Type: application/json».',
        en: 'The body must be JSON, with ‘Content-Type: application/json’.',
      })
    await next()
  }
