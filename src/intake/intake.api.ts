import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { statuses } from '../invoices/life.ts'
import type { Language } from '../language.ts'
import { createApi } from '../web/api.ts'
import { languageFor } from '../web/context.ts'
import { idempotencyKeyOf, keyUsed, wantsReplay } from '../web/idempotency.ts'
import type { Outcome } from './receive-file.ts'
import { receiveOnce } from './receive-once.ts'
import { receiveUploads } from './receive-uploads.ts'

const accepted = z.object({ id: z.int(), filename: z.string(), status: z.enum(statuses) })
const rejected = z.object({
  filename: z.string(),
  code: z.string(),
  message: z.string(),
  duplicate_of: z.int().nullable().optional(),
})
const receipt = z
  .object({ accepted: z.array(accepted), rejected: z.array(rejected) })
  .meta({ id: 'UploadReceipt' })

type Receipt = z.infer<typeof receipt>

const file = { type: 'array', items: { type: 'string', format: 'binary' } }

export function intakeApi(deps: Deps) {
  const api = createApi('Invoices')
  api.post(
    '/api/invoices/ocr',
    {
      summary: 'Upload documents',
      description:
        'Any number of files under `files`, `file` or `image`: PDF, JPEG, PNG, WebP, TIFF, HEIC, e-invoice XML, and ZIPs of them, at most 10 MB each. In a ZIP, an XML and the PDF that shows it are one invoice, and every other document is one of its own; what can’t be read is rejected as `archive.zip/name`. An XML of several invoices is accepted as the first of them, and brings in the others when it is read. Each file is stored durably before the answer.',
      form: {
        'multipart/form-data': { schema: { type: 'object', properties: { files: file, file, image: file } } },
      },
      headers: {
        'Idempotency-Key':
          'Of 1 to 255 printable characters: within 24 hours a form with the same key changes nothing, and is told of the first',
        Prefer: '`idempotent-replay`: the same form again is given the first answer again',
      },
      answers: {
        202: {
          description: 'Accepted; rejected files are named with the reason',
          schema: receipt,
          headers: { 'Idempotent-Replayed': '`true` where it is the first answer, again' },
        },
      },
      failures: ['malformed', 'too-large', 'unsupported', 'conflict', 'invalid'],
    },
    async (c) => {
      const key = idempotencyKeyOf(c)
      const answerOf = (outcomes: Outcome[]) => receiptOf(outcomes, languageFor(c))
      if (!key) return c.json(answerOf(await receiveUploads(deps, c.var.account, c.req.raw)), 202)
      const outcome = await receiveOnce(deps, c.var.account, { request: c.req.raw, key }, answerOf)
      if ('answer' in outcome) return c.json(outcome.answer, 202)
      if (!(outcome.first.matches && wantsReplay(c)))
        throw keyUsed(outcome.first, firstForm(outcome.first.answer))
      c.header('Idempotent-Replayed', 'true')
      return c.json(outcome.first.answer, 202)
    },
  )
  return api
}

/** The receipt; where nothing was accepted, the first cause as a problem that carries what was rejected. */
function receiptOf(outcomes: Outcome[], language: Language): Receipt {
  const refused = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome] : []))
  const receipt = {
    accepted: outcomes.flatMap((outcome) => ('invoice' in outcome ? [outcome.invoice] : [])).map(brief),
    rejected: refused.map(({ filename, error }) => ({
      filename,
      code: error.code,
      message: error.text[language],
      ...('duplicate_of' in error.extra ? { duplicate_of: error.extra.duplicate_of as number | null } : {}),
    })),
  }
  if (receipt.accepted.length) return receipt
  const [first] = refused
  if (!first) throw noFile()
  throw new AppError(first.error.kind, first.error.text, {
    code: first.error.code,
    extra: { ...first.error.extra, rejected: receipt.rejected },
  })
}

const firstForm = ({ accepted }: Receipt) => {
  const ids = accepted.map(({ id }) => id)
  const some = ids.slice(0, 10).join(', ') + (ids.length > 10 ? ', …' : '')
  return {
    first: { accepted },
    what: { es: `trajo las facturas ${some}`, en: `it brought the invoices ${some}` },
  }
}

const brief = ({
  id,
  filename,
  status,
}: {
  id: number
  filename: string
  status: (typeof statuses)[number]
}) => ({
  id,
  filename,
  status,
})

const noFile = () =>
  new AppError(
    'malformed',
    {
      es: 'No llegó ningún archivo: envíalos como «files», «file» o «image».',
      en: 'No file arrived: send them as ‘files’, ‘file’ or ‘image’.',
    },
    { code: 'NO_FILE', extra: { rejected: [] } },
  )
