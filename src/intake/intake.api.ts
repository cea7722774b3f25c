import { z } from 'zod'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { statuses } from '../invoices/life.ts'
import type { Language } from '../language.ts'
import { createApi } from '../web/api.ts'
import { languageFor } from '../web/context.ts'
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

const file = { type: 'array', items: { type: 'string', format: 'binary' } }

export function intakeApi(deps: Deps) {
  const api = createApi('Invoices')
  api.post(
    '/api/invoices/ocr',
    {
      summary: 'Upload documents',
      description:
        'Any number of files under `files`, `file` or `image`: PDF, JPEG, PNG, WebP, TIFF, HEIC where it can be read, e-invoice XML, and ZIPs of them, at most 10 MB each. In a ZIP, an XML and the PDF that shows it are one invoice, and every other document is one of its own; what can’t be read is rejected as `archive.zip/name`. An XML of several invoices is accepted as the first of them, and brings in the others when it is read. Each file is stored durably before the answer.',
      form: {
        'multipart/form-data': { schema: { type: 'object', properties: { files: file, file, image: file } } },
      },
      answers: {
        202: { description: 'Accepted; rejected files are named with the reason', schema: receipt },
      },
      failures: ['malformed', 'too-large', 'unsupported', 'conflict', 'invalid'],
    },
    async (c) => c.json(await receive(deps, c.var.account, c.req.raw, languageFor(c)), 202),
  )
  return api
}

/** The receipt; where nothing was accepted, the first cause as a problem that carries what was rejected. */
async function receive(deps: Deps, account: Account, request: Request, language: Language) {
  const outcomes = await receiveUploads(deps, account, request)
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
