import type { Context } from 'hono'
import type { First } from '../accounts/idempotency-keys.ts'
import { AppError } from '../errors.ts'
import { languageFor } from './context.ts'

/** Latin-1 as headers are read, without what can't be seen. */
const printable = /^[\x20-\x7e\xa1-\xac\xae-\xff]{1,255}$/

/** The key that a request carries; undefined where it carries none. */
export function idempotencyKeyOf(c: Context): string | undefined {
  const key = c.req.header('idempotency-key')?.trim()
  if (key && !printable.test(key)) throw badKey(c, notAKey)
  return key || undefined
}

export function requireIdempotencyKey(c: Context): string {
  const key = idempotencyKeyOf(c)
  if (!key) throw badKey(c, missing)
  return key
}

/** Whether a request that comes again wants to be told what the first one was told. */
export const wantsReplay = (c: Context) =>
  (c.req.header('prefer') ?? '')
    .split(',')
    .some((wish) => wish.split(';')[0]!.trim().toLowerCase() === 'idempotent-replay')

/** The same key again: which request was the first, and whether this one is about the same. */
export const keyUsed = (
  { createdAt, matches }: First<object>,
  { first, what }: { first: Record<string, unknown>; what: { es: string; en: string } },
) =>
  new AppError(
    'conflict',
    {
      es: `Esta Idempotency-Key ya se usó${matches ? '' : ' con otro contenido'}: ${what.es}.`,
      en: `This Idempotency-Key was used before${matches ? '' : ' with other content'}: ${what.en}.`,
    },
    {
      code: 'IDEMPOTENCY_KEY_USED',
      extra: { ...first, received_at: createdAt.toISOString(), payload_matches: matches },
    },
  )

const badKey = (c: Context, text: typeof missing) =>
  new AppError('invalid', text, {
    code: 'BAD_IDEMPOTENCY_KEY',
    faults: [{ path: 'Idempotency-Key', message: text[languageFor(c)] }],
  })

const missing = {
  es: 'Falta el encabezado «Idempotency-Key»: una clave propia de cada envío.',
  en: 'The header ‘Idempotency-Key’ is missing: a key of its own for each request.',
}
const notAKey = {
  es: 'La «Idempotency-Key» debe tener de 1 a 255 caracteres imprimibles.',
  en: 'The ‘Idempotency-Key’ must have 1 to 255 printable characters.',
}
