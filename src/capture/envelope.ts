import { z } from 'zod'

/** What a request of v4 is called, and when it began, by `performance.now()`. */
export interface Call {
  requestId: string
  began: number
}

/** What went wrong, in the words v4 has for it. */
export interface Failure {
  code: string
  message: string
  details?: unknown
}

/** The answers of v4 all have this form; `data` or `error` is null. */
export const envelopeOf = <Data extends z.ZodType, Details extends z.ZodType>(data: Data, details: Details) =>
  z.object({
    success: z.boolean(),
    data,
    error: z.object({ code: z.string(), message: z.string(), details }).nullable(),
    request_id: z.uuid(),
    timestamp: z.iso.datetime().describe('To the second, in UTC'),
    execution_time_ms: z.int().nullable().describe('Measured from the arrival of the request'),
    cached: z.boolean().describe('Whether the answer was known from before, and costs nothing'),
  })

export const success = <Data>(call: Call, data: Data, { cached = false } = {}) => ({
  success: true,
  data,
  error: null,
  ...circumstances(call),
  cached,
})

export const failure = (call: Call, { code, message, details = null }: Failure) => ({
  success: false,
  data: null,
  error: { code, message, details },
  ...circumstances(call),
  cached: false,
})

const circumstances = ({ requestId, began }: Call) => ({
  request_id: requestId,
  timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  execution_time_ms: Math.round(performance.now() - began),
})
