import type { Context } from 'hono'
import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { readPictureForm } from '../intake/read-picture-form.ts'
import type { UntilCaptured } from '../live/until-captured.ts'
import { createApi } from '../web/api.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import type { Attempt, Outcome } from './captures.table.ts'
import { findSession, listAttempts } from './find-session.ts'
import { answerOf, base64, consolidatedAnswer, guidedAnswer } from './guided-answer.ts'
import { findJoined } from './joined-picture.ts'
import { isRequired, type RequiredField } from './required-fields.ts'
import { addPicture, beginSession, type Ticket } from './take-picture.ts'

const form = {
  'multipart/form-data': {
    schema: {
      type: 'object',
      required: ['image', 'action'],
      properties: {
        image: { type: 'string', format: 'binary', description: 'JPEG, PNG, WebP or HEIC, at most 10 MB' },
        action: { type: 'string', enum: ['initial', 'retry', 'consolidate'] },
        session_id: { type: 'string' },
        missing_fields: {
          type: 'array',
          items: { type: 'string' },
          description: 'Fields to look for above all: as a JSON array, or once for each',
        },
      },
    },
  },
}

const failed = { description: 'Refused; `error` says why', schema: guidedAnswer }

export function guidedApi(deps: Deps, untilCaptured: UntilCaptured) {
  const api = createApi('OCR v4')
  api.post(
    '/api/v4/invoices/ocr-process',
    {
      summary: 'Photograph a document until all of it is known',
      description:
        'Begins a session with its first picture (`initial`) or adds one (`retry`), at most five in all; each answer says what was found and what to photograph next. What was found never changes. Calls of one session are worked on one after the other. `consolidate` answers with the pictures as one. Sessions are forgotten after a day without a picture; a complete one, and one whose attempts are used up, is an invoice that waits for validation.',
      form,
      headers: { 'Accept-Language': 'The language of `message`: Spanish unless English is preferred' },
      answers: {
        200: { description: 'How the session stands', schema: guidedAnswer },
        400: failed,
        404: failed,
        409: failed,
        429: { ...failed, headers: { 'Retry-After': 'Seconds until another session may begin' } },
      },
    },
    async (c) => {
      const { account } = c.var
      const { picture, values, lists } = await readPictureForm(c.req.raw, deps.files)
      const action = values.get('action')
      const sessionId = values.get('session_id') ?? ''
      if (action === 'consolidate') return c.json(await consolidated(deps, c, requireSessionId(sessionId)))
      if (action !== 'initial' && action !== 'retry') throw badAction()
      if (!picture) throw noPicture()
      const ticket =
        action === 'initial'
          ? await beginSession(deps, account, picture)
          : await addPicture(deps, account, requireSessionId(sessionId), {
              ...picture,
              asked: fieldsAsked(lists),
            })
      return answer(deps, c, ticket, untilCaptured)
    },
  )

  api.get(
    '/api/v4/invoices/ocr-process/:id',
    {
      summary: 'How a session stands',
      description: 'For a client that lost the connection before its answer came.',
      params: z.object({ id: z.string().max(100) }),
      answers: { 200: { description: 'As its last attempt left it', schema: guidedAnswer }, 404: failed },
    },
    async (c, { params }) => c.json(await standingOf(deps, c, params.id)),
  )

  api.post(
    '/api/v4/invoices/ocr-consolidate',
    {
      summary: 'The pictures of a session as one',
      description:
        'Cleaned, straightened, and joined where they overlap: a long receipt becomes one picture.',
      body: z.looseObject({ session_id: z.string().optional() }),
      answers: {
        200: { description: 'The picture', schema: consolidatedAnswer },
        400: failed,
        404: failed,
      },
    },
    async (c, { body }) => {
      const session = await findSession(deps.db, c.var.account, requireSessionId(body.session_id ?? ''))
      return c.json(joinedAnswer(await findJoined(deps, session.id)))
    },
  )
  return api
}

/** Waits for the attempt's turn and its end; whoever hangs up first misses nothing, for the work goes on. */
async function answer(
  deps: Deps,
  c: Context<SignedIn>,
  ticket: Ticket,
  untilCaptured: UntilCaptured,
): Promise<Response> {
  const enough = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(bounds.captureAnswerMs)])
  if (!(await untilCaptured(ticket, enough))) throw tooSlow(ticket)
  const attempts = await listAttempts(deps.db, ticket.sessionId)
  const outcome = attempts.find(({ attempt }) => attempt === ticket.attempt)?.outcome
  if (!outcome) throw tooSlow(ticket)
  const status = outcome.status === 'failed' && outcome.failure ? statusOf[outcome.failure] : 200
  return c.json(await told(deps, c, ticket, outcome, attempts), status)
}

const statusOf = { 'bad-picture': 400, unavailable: 503 } as const

async function told(
  deps: Deps,
  c: Context<SignedIn>,
  { sessionId, attempt }: Ticket,
  outcome: Outcome,
  attempts: Attempt[],
) {
  const isComplete = outcome.status === 'complete'
  return answerOf({
    sessionId,
    attempt,
    outcome,
    language: languageFor(c),
    jpeg: isComplete ? (await findJoined(deps, sessionId)).jpeg : undefined,
    sessionTokens: attempts.reduce((sum, { outcome }) => sum + (outcome?.tokensUsed ?? 0), 0),
  })
}

/** As the last attempt that is done left it, and whether another one is under way. */
async function standingOf(deps: Deps, c: Context<SignedIn>, sessionId: string) {
  const { status, attempts: count } = await findSession(deps.db, c.var.account, sessionId)
  const attempts = await listAttempts(deps.db, sessionId)
  const outcome = attempts.findLast(({ outcome }) => outcome)?.outcome ?? nothingYet
  const standing = await told(deps, c, { sessionId, attempt: count }, outcome, attempts)
  if (status !== 'processing') return { ...standing, status }
  return { ...standing, status, message: underWay[languageFor(c)] }
}

const underWay = { es: 'Estamos leyendo tu foto', en: 'Your photo is being read' }

const nothingYet: Outcome = {
  status: 'needs_retry',
  known: { issuer_name: null, invoice_number: null, date: null, total: null, products: [] },
  missing: [],
  gained: [],
  tokensUsed: 0,
}

/** Both: how the session stands, and its pictures as one. */
async function consolidated(deps: Deps, c: Context<SignedIn>, sessionId: string) {
  const standing = await standingOf(deps, c, sessionId)
  return { ...standing, ...joinedAnswer(await findJoined(deps, sessionId)) }
}

const joinedAnswer = ({ jpeg, pictures, quality, saved }: Awaited<ReturnType<typeof findJoined>>) => ({
  success: true,
  consolidated_image: base64(jpeg),
  original_images_count: pictures,
  optimization: { quality, format: 'JPEG', size_reduction: `${Math.round(saved * 100)}%` },
})

/** As clients send them: once for each, or all in one as JSON. */
function fieldsAsked(lists: ReadonlyMap<string, string[]>): RequiredField[] {
  const sent = [...(lists.get('missing_fields') ?? []), ...(lists.get('missing_fields[]') ?? [])]
  return [...new Set(sent.flatMap(namesIn).filter(isRequired))]
}

function namesIn(text: string): string[] {
  try {
    const names: unknown = JSON.parse(text)
    return Array.isArray(names) ? names.map(String) : [String(names)]
  } catch {
    return text.split(',').map((name) => name.trim())
  }
}

function requireSessionId(sessionId: string) {
  if (sessionId) return sessionId
  throw new AppError(
    'malformed',
    { es: 'Falta session_id.', en: 'session_id is missing.' },
    { code: 'SESSION_ID_MISSING' },
  )
}

const badAction = () =>
  new AppError(
    'malformed',
    {
      es: 'action debe ser «initial», «retry» o «consolidate».',
      en: 'action must be ‘initial’, ‘retry’ or ‘consolidate’.',
    },
    { code: 'INVALID_ACTION' },
  )

const noPicture = () =>
  new AppError(
    'malformed',
    { es: 'Falta la imagen de la factura (image).', en: 'The picture of the invoice (image) is missing.' },
    { code: 'IMAGE_MISSING' },
  )

const tooSlow = ({ sessionId, attempt }: Ticket) =>
  new AppError(
    'unavailable',
    {
      es: 'El servicio OCR tarda más de lo normal. Tu foto se sigue procesando.',
      en: 'The OCR service is taking longer than usual. Your photo is still being processed.',
    },
    { code: 'OCR_SLOW', extra: { session: { id: sessionId, attempts: attempt, status: 'processing' } } },
  )
