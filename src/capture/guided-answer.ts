import { z } from 'zod'
import { product } from '../invoices/invoice-data.ts'
import type { Language } from '../language.ts'
import { maxAttempts, type Outcome, type SessionStatus, sessionStatuses } from './captures.table.ts'
import { isSuccess } from './finish-attempt.ts'
import { guidanceFor } from './guidance.ts'
import { type Known, requiredFields } from './required-fields.ts'

const detected = z.object({
  issuer_name: z.string().nullable(),
  invoice_number: z.string().nullable(),
  date: z.iso.date().nullable(),
  total: z.number().nullable(),
  products: z.array(product.omit({ tax_rate: true })).nullable(),
})

/** What a guided session answers, also where it fails. */
export const guidedAnswer = z
  .object({
    success: z.boolean(),
    session_id: z.string().nullable().describe('Null where no session has begun'),
    attempt_count: z.int().min(0).max(maxAttempts),
    max_attempts: z.literal(maxAttempts),
    status: z.enum(sessionStatuses),
    detected_fields: detected,
    missing_fields: z.array(z.enum(requiredFields)),
    consolidated_image: z.string().nullable().describe('A JPEG in Base64, once the session is complete'),
    message: z.string(),
    cost: z.object({
      lumis_used: z.int(),
      tokens_used: z.int().describe('Of this attempt; of the whole session once its attempts are used up'),
    }),
    error: z.object({ code: z.string(), message: z.string() }).optional().describe('Only where it failed'),
  })
  .meta({ id: 'GuidedAnswer' })
type GuidedAnswer = z.infer<typeof guidedAnswer>

export const consolidatedAnswer = z
  .object({
    success: z.literal(true),
    consolidated_image: z.string().describe('A JPEG in Base64'),
    original_images_count: z.int(),
    optimization: z.object({
      quality: z.int(),
      format: z.literal('JPEG'),
      size_reduction: z.string().describe('Of all the bytes that were uploaded'),
    }),
  })
  .meta({ id: 'ConsolidatedPicture' })

interface Told {
  sessionId: string
  attempt: number
  outcome: Outcome
  language: Language
  /** The consolidated picture. */
  jpeg?: Uint8Array | undefined
  /** What the whole session has cost. */
  sessionTokens: number
}

/** How a session stood once an attempt was done. */
export function answerOf({ sessionId, attempt, outcome, language, jpeg, sessionTokens }: Told): GuidedAnswer {
  const { status, known, missing, tokensUsed } = outcome
  return {
    ...blank,
    success: isSuccess(outcome),
    session_id: sessionId,
    attempt_count: attempt,
    status,
    detected_fields: fieldsOf(known),
    missing_fields: missing,
    consolidated_image: jpeg ? base64(jpeg) : null,
    message: guidanceFor(outcome, attempt)[language],
    cost: { lumis_used: 0, tokens_used: status === 'manual_review' ? sessionTokens : tokensUsed },
  }
}

/** What a refusal still tells of the session. */
export interface SessionFacts {
  id: string
  attempts: number
  status: SessionStatus
}

interface Refused {
  code: string
  message: string
  session?: SessionFacts | undefined
}

/** The same where there is nothing to tell but why not. */
export const refusalOf = ({ code, message, session }: Refused): GuidedAnswer => ({
  ...blank,
  session_id: session?.id ?? null,
  attempt_count: session?.attempts ?? 0,
  status: session?.status ?? 'failed',
  message,
  error: { code, message },
})

const blank = {
  success: false,
  session_id: null,
  attempt_count: 0,
  max_attempts: maxAttempts,
  status: 'failed',
  detected_fields: { issuer_name: null, invoice_number: null, date: null, total: null, products: [] },
  missing_fields: [],
  consolidated_image: null,
  message: '',
  cost: { lumis_used: 0, tokens_used: 0 },
} satisfies GuidedAnswer

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const fieldsOf = ({ issuer_name, invoice_number, date, total, products }: Known) => ({
  issuer_name,
  invoice_number,
  date,
  total,
  products: products.map(({ tax_rate: _, ...each }) => each),
})
