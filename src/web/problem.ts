import { z } from 'zod'

/** An RFC 9457 problem document. */
export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z
      .array(z.object({ index: z.int().optional(), path: z.string(), message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' })
