import { z } from 'zod'
import { webhookTypes } from './webhook-types.ts'

/** What may be said about a webhook, by programs and on pages. */
const isCallable = (text: string) => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return ['https:', 'http:'].includes(protocol) && !username && !password && !hash
}

export const webhookShape = {
  url: z
    .string()
    .trim()
    .max(2_000)
    .refine(isCallable, 'must be an address starting with https://, without a password in it')
    .transform((text) => new URL(text).href)
    .pipe(z.string().max(2_000)),
  description: z
    .string()
    .trim()
    .max(200)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be plain text'),
  types: z
    .array(z.enum(webhookTypes))
    .min(1)
    .transform((types) => [...new Set(types)]),
}

export interface WebhookGiven {
  url: string
  description: string
  types: (typeof webhookTypes)[number][]
}
