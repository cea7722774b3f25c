import type { Context } from 'hono'
import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { readPictureForm } from '../intake/read-picture-form.ts'
import type { UntilCaptured } from '../live/until-captured.ts'
import { createApi } from '../web/api.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { findSession } from './find-session.ts'
import { consolidatedAnswer, guidedAnswer } from './guided-answer.ts'
import { badAction, fieldsAsked, noPicture, requireSessionId } from './guided-form.ts'
import { findJoined } from './joined-picture.ts'
import { addPicture, beginSession, type Ticket } from './take-picture.ts'
import { tellJoined, tellOutcome, tellSession } from './tell-session.ts'

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
      const sessionId = values.get('session_id')
      if (action === 'consolidate') {
        const standing = await tellSession(deps, account, requireSessionId(sessionId), languageFor(c))
        return c.json({ ...standing, ...tellJoined(await findJoined(deps, standing.session_id!)) })
      }
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
    async (c, { params }) => c.json(await tellSession(deps, c.var.account, params.id, languageFor(c))),
  )

  api.post(
    '/api/v4/invoices/ocr-consolidate',
    {
      summary: 'The pictures of a session as one',
      description:
        'Cleaned, straightened, and joined where they overlap: a long receipt becomes one picture.',
      body: z.looseObject({ session_id: z.string().optional() }),
      example: { session_id: '550e8400-e29b-41d4-a716-446655440000' },
      answers: {
        200: { description: 'The picture', schema: consolidatedAnswer },
        400: failed,
        404: failed,
      },
    },
    async (c, { body }) => {
      const session = await findSession(deps.db, c.var.account, requireSessionId(body.session_id))
      return c.json(tellJoined(await findJoined(deps, session.id)))
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
  const isDone = await untilCaptured(ticket, enough)
  const told = isDone ? await tellOutcome(deps, ticket, languageFor(c)) : undefined
  if (!told) throw tooSlow(ticket)
  const { status, failure } = told.outcome
  return c.json(told.answer, status === 'failed' && failure ? statusOf[failure] : 200)
}

const statusOf = { 'bad-picture': 400, unavailable: 503 } as const

const tooSlow = ({ sessionId, attempt }: Ticket) =>
  new AppError(
    'unavailable',
    {
      es: 'El servicio OCR tarda más de lo normal. Tu foto se sigue procesando.',
      en: 'The OCR service is taking longer than usual. Your photo is still being processed.',
    },
    { code: 'OCR_SLOW', extra: { session: { id: sessionId, attempts: attempt, status: 'processing' } } },
  )
