import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ErrorPage } from '../../views/error-page.tsx'
import { failure } from '../capture/envelope.ts'
import { refusalOf, type SessionFacts } from '../capture/guided-answer.ts'
import { databaseFault } from '../db/database-faults.ts'
import { AppError, type Kind } from '../errors.ts'
import type { Text } from '../language.ts'
import type { Log } from '../log.ts'
import { isForPrograms, languageFor } from './context.ts'
import { callOf, isGuided, isV4 } from './v4-requests.ts'

/** What each kind of failure is over HTTP. */
const statusOf = {
  malformed: 400,
  unauthenticated: 401,
  'out-of-credit': 402,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  stale: 412,
  'too-large': 413,
  unsupported: 415,
  'bad-range': 416,
  invalid: 422,
  'too-many': 429,
  unavailable: 503,
} as const satisfies Record<Kind, number>
type Status = (typeof statusOf)[Kind] | 500

export const titles: Record<Status, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

export const statusOfKind = (kind: Kind) => statusOf[kind]

/** The one place where a failure becomes an answer: a problem document, the envelope of v4, or a page that says it. */
export const answerError = (log: Log) => (error: Error, c: Context) => {
  const known = translate(error)
  const status = known ? statusOf[known.kind] : 500
  if (status >= 500) log[known ? 'warn' : 'error']('failed', { request_id: c.get('requestId'), error })
  if (status === 503) c.header('Retry-After', '1')
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  if (known?.kind === 'bad-range') c.header('Content-Range', `bytes */${known.extra.size}`)
  const { code, text, faults, extra } = known ?? internal
  const language = languageFor(c)
  if (known?.kind === 'too-many' && known.extra.retry_after)
    c.header('Retry-After', String(known.extra.retry_after))
  if (isGuided(c.req.path)) {
    const { session } = extra as { session?: SessionFacts }
    return c.json(refusalOf({ code, message: text[language], session }), status)
  }
  if (isV4(c.req.path)) {
    const { details } = extra
    return c.json(failure(callOf(c), { code, message: text[language], details }), status)
  }
  if (!isForPrograms(c.req.path)) {
    if (status === 401) return c.redirect(signInFor(c), 303)
    return c.html(
      <ErrorPage
        language={language}
        status={status}
        detail={text[language]}
        requestId={c.get('requestId')}
      />,
      status,
    )
  }
  const problem = {
    type: `urn:folio:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: titles[status],
    status,
    detail: text[language],
    code,
    request_id: c.get('requestId'),
    ...(faults.length ? { errors: faults } : {}),
    ...extra,
  }
  return c.body(JSON.stringify(problem), status, { 'Content-Type': 'application/problem+json' })
}

/** Where to sign in, and where that leads back to: the page that was asked for. */
function signInFor(c: Context) {
  const { pathname, search } = new URL(c.req.url)
  if (c.req.method !== 'GET' || pathname === '/') return '/sign-in'
  return `/sign-in?${new URLSearchParams({ next: pathname + search })}`
}

function translate(error: Error): AppError | undefined {
  if (error instanceof AppError) return error
  if (error instanceof HTTPException) {
    const kind = (Object.keys(statusOf) as Kind[]).find((each) => statusOf[each] === error.status)
    if (kind) return new AppError(kind, foreign[kind] ?? { es: error.message, en: error.message })
  }
  return databaseFault(error)
}

const internal = new AppError(
  'unavailable',
  {
    es: 'Algo falló dentro de Folio. El administrador encuentra la causa en el registro con el request_id.',
    en: 'Something failed inside Folio. The administrator finds the cause in the log by the request_id.',
  },
  { code: 'INTERNAL' },
)

/** What Hono's own middleware refuses. */
const foreign: Partial<Record<Kind, Text>> = {
  malformed: { es: 'El cuerpo no es JSON válido.', en: 'The body is not valid JSON.' },
  'too-large': { es: 'El contenido es demasiado grande.', en: 'The content is too large.' },
}

export const noSuchPath = () =>
  new AppError(
    'not-found',
    { es: 'Aquí no hay nada.', en: 'There is nothing here.' },
    { code: 'NO_SUCH_PATH' },
  )
