import type { Context, MiddlewareHandler } from 'hono'
import { uploadLimitOf } from '../accounts/account-limits.ts'
import { type Allowance, lookAtLimit } from '../accounts/limits.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError, type Kind } from '../errors.ts'
import { readDocumentForm } from '../intake/read-document-form.ts'
import { receiveDocument, type Upload } from '../intake/receive-document.ts'
import { sniff } from '../intake/sniff.ts'
import type { UntilProcessed } from '../live/until-processed.ts'
import { createApi } from '../web/api.ts'
import type { SignedIn } from '../web/context.ts'
import { callOf } from '../web/v4-requests.ts'
import { answerCall } from './answer-call.ts'
import { beginCall } from './begin-call.ts'
import { success } from './envelope.ts'
import { findAnswered } from './known-calls.ts'
import type { Mode, OneShotCall } from './one-shot-calls.table.ts'
import { answerOf, detailsOf, detailsWithout } from './one-shot-json.ts'
import { oneShotOperation } from './one-shot-operation.ts'
import { settleAbandoned } from './settle-call.ts'

export const oneShotPath = '/api/v4/invoices/upload-ocr'

/** Every answer says how many more may be sent, also that of a token which may send none. */
export const tellAllowance =
  ({ db, config }: Deps): MiddlewareHandler<SignedIn> =>
  async (c, next) => {
    setAllowance(c, await lookAtLimit(db, uploadLimitOf(c.var.account, config)))
    await next()
  }

/** One document read while its sender waits. The order of what is looked at, and every word, is v4's. */
export function oneShotApi(deps: Deps, untilProcessed: UntilProcessed, worker: number | null) {
  const api = createApi('OCR v4')
  api.post(oneShotPath, oneShotOperation, async (c) => {
    const { account } = c.var
    const { db, files, config } = deps
    const { filename, staged, mode, contentType } = await readForm(c.req.raw, files)
    try {
      const { sha256 } = staged
      await settleAbandoned(deps, account.id)
      const known = await findAnswered(db, account.id, { sha256, mode })
      if (known) return c.json(success(callOf(c), answerOf(known, { cached: true }), { cached: true }))
      const { call, allowance } = await beginCall(deps, account, { sha256, mode }, worker).catch((error) =>
        explainCredit(error, config.CREDITS_PER_DOCUMENT),
      )
      setAllowance(c, allowance)
      if (!call) throw failed('too-many', detailsWithout(tooMany))
      const receive = (alongside: NonNullable<Upload['alongside']>) =>
        receiveDocument(deps, account, { filename, staged, contentType, source: 'ocr_v4', alongside })
      const settled = await answerCall(deps, call, { receive, untilProcessed }, c.req.raw.signal)
      return c.json(success(callOf(c), answerOf(requireAnswer(settled))))
    } finally {
      await staged.discard()
    }
  })
  return api
}

const modes: Record<string, Mode> = { '': 1, '1': 1, '2': 2 }
const kinds = ['image/jpeg', 'image/png', 'application/pdf'] as const

/** The document and what is to be done with it; or the first thing that is wrong with them. */
async function readForm(request: Request, files: Deps['files']) {
  const { document, values } = await readDocumentForm(request, files).catch(explainForm)
  if (!document) throw noFile()
  const { staged, filename } = document
  const mode = modes[values.get('mode')?.trim() ?? '']
  const sniffed = sniff(staged.head)
  const contentType = kinds.find((kind) => kind === sniffed)
  if (mode && contentType) return { filename, staged, mode, contentType }
  await staged.discard()
  throw mode
    ? v4Error('unsupported', 'INVALID_FORMAT', 'Invalid image format. Supported: JPEG, PNG, PDF')
    : v4Error('malformed', 'INVALID_MODE', "Invalid mode. Use '1' (normal) or '2' (combined image).")
}

function explainForm(error: unknown): never {
  if (!(error instanceof AppError)) throw error
  if (error.code === 'MULTIPART_EXPECTED') throw noFile(error)
  if (error.kind === 'too-large')
    throw v4Error('too-large', 'FILE_TOO_LARGE', 'Image file too large (max 10MB)', { cause: error })
  throw error
}

function requireAnswer(call: OneShotCall | undefined): OneShotCall {
  if (call?.state === 'done') return call
  if (call?.state === 'failed' && call.answer) throw failed('invalid', detailsOf(call.answer))
  throw v4Error('invalid', 'OCR_TIMEOUT', 'OCR processing timed out', {
    details: detailsWithout(tookTooLong),
  })
}

function explainCredit(error: unknown, cost: number): never {
  if (!(error instanceof AppError) || error.kind !== 'out-of-credit') throw error
  throw failed('out-of-credit', detailsWithout(error.text, cost))
}

function setAllowance(c: Context<SignedIn>, { limit, remaining, resetAt }: Allowance) {
  c.header('X-RateLimit-Limit', String(limit))
  c.header('X-RateLimit-Remaining', String(remaining))
  c.header('X-RateLimit-Reset', String(Math.ceil(resetAt.getTime() / 1000)))
}

/** Programs know these messages: they are the same in every language. */
const v4Error = (
  kind: Kind,
  code: string,
  message: string,
  more: { details?: object; cause?: unknown } = {},
) =>
  new AppError(
    kind,
    { es: message, en: message },
    { code, extra: { details: more.details }, cause: more.cause },
  )

const failed = (kind: Kind, details: object) =>
  v4Error(kind, 'OCR_PROCESSING_FAILED', 'OCR processing failed', { details })

const noFile = (cause?: unknown) =>
  v4Error('malformed', 'NO_IMAGE_FILE', "No image file provided. Use 'image' or 'file' field name.", {
    cause,
  })

const tooMany = {
  es: 'Has alcanzado el límite de procesamiento OCR. Intenta más tarde.',
  en: 'You have reached the limit of OCR processing. Try again later.',
}

const seconds = bounds.oneShotMs / 1000
const tookTooLong = {
  es: `El procesamiento tardó más de ${seconds} segundos y no se cobró. Envía la misma imagen de nuevo para recibir el resultado.`,
  en: `Processing took more than ${seconds} seconds and was not charged. Send the same picture again to receive the result.`,
}
