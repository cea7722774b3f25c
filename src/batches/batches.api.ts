import { z } from 'zod'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { answerList, listAnswer, listQuery } from '../invoices/invoices.api.ts'
import type { Language } from '../language.ts'
import { createApi } from '../web/api.ts'
import { languageFor } from '../web/context.ts'
import { keyUsed, requireIdempotencyKey, wantsReplay } from '../web/idempotency.ts'
import { createAcceptance, type Receipt } from './accept-batch.ts'
import { batchJson, batchToJson } from './batch-json.ts'
import { findBatch, listBatches } from './batch-queries.ts'
import { facturaExamples, facturaList } from './factura.ts'
import { readBody } from './read-body.ts'
import { type Faults, readFacturas } from './read-facturas.ts'

const accepted = z
  .object({ status: z.literal('OK'), detail: z.string() })
  .meta({ id: 'BatchReceipt', examples: [{ status: 'OK', detail: detailOf(2) }] })

const body = {
  'application/json': {
    schema: facturaList(bounds.batchInvoices),
    example: facturaExamples,
  },
}

/** Batches of facturas: taking them in, each exactly once, and how far they are. */
export function batchesApi(deps: Deps) {
  const api = createApi('Facturas')
  const accept = createAcceptance(deps)

  api.post(
    ['/facturas/', '/facturas', '/api/facturas', '/api/facturas/'],
    {
      summary: 'Enviar un lote de facturas',
      description: `De 1 a ${bounds.batchInvoices} facturas, todas o ninguna. Con la misma \`Idempotency-Key\` el lote se acepta una sola vez en 24 horas: la repetición recibe 409 con el primer lote, o la primera respuesta si lo pide con \`Prefer: idempotent-replay\` y el contenido es el mismo.`,
      form: body,
      headers: {
        'Idempotency-Key': 'Obligatoria: de 1 a 255 caracteres imprimibles, propia de cada lote',
        Prefer: '`idempotent-replay`: una repetición recibe la primera respuesta',
      },
      answers: {
        202: {
          description: 'El lote está guardado y se procesará, pase lo que pase',
          schema: accepted,
          headers: {
            Location: 'El lote: `/facturas/lotes/{id}`',
            'Idempotent-Replayed': '`true` si es la primera respuesta, repetida',
          },
        },
      },
      failures: ['malformed', 'conflict', 'too-large', 'unsupported', 'invalid'],
    },
    async (c) => {
      const key = requireIdempotencyKey(c)
      const read = readFacturas(await readBody(c.req.raw))
      if ('faults' in read) throw notAccepted(read.faults, languageFor(c))
      const outcome = await accept({ accountId: c.var.account.id, key, facturas: read.facturas })
      const isRepeated = 'first' in outcome
      if (isRepeated && !(outcome.first.matches && wantsReplay(c)))
        throw keyUsed(outcome.first, firstBatch(outcome.first.answer))
      const receipt = isRepeated ? outcome.first.answer : outcome.receipt
      if (isRepeated) c.header('Idempotent-Replayed', 'true')
      c.header('Location', addressOf(receipt))
      return c.json({ status: 'OK', detail: detailOf(receipt.total) }, 202)
    },
  )

  api.get(
    ['/facturas/', '/facturas', '/api/facturas', '/api/facturas/'],
    {
      summary: 'Listar las facturas de los lotes',
      query: listQuery.omit({ source: true }),
      answers: { 200: { description: 'Una página de la lista', schema: listAnswer } },
    },
    (c, { query }) => answerList(deps, c, { ...query, source: 'batch' }),
  )

  api.get(
    ['/facturas/lotes', '/facturas/lotes/'],
    {
      summary: 'Listar los lotes',
      query: z.object({
        per_page: z.coerce.number().int().min(1).max(bounds.perPage).default(50),
        cursor: z.coerce.number().int().positive().optional().describe('`next_cursor` de la página anterior'),
      }),
      answers: {
        200: {
          description: 'Los lotes, el último primero',
          schema: z.object({ items: z.array(batchJson), next_cursor: z.int().nullable() }),
        },
      },
    },
    async (c, { query: { per_page, cursor } }) => {
      const { items, nextCursor } = await listBatches(deps.db, c.var.account, {
        perPage: per_page,
        before: cursor,
      })
      return c.json({ items: items.map(batchToJson), next_cursor: nextCursor })
    },
  )

  api.get(
    '/facturas/lotes/:id{[0-9]+}',
    {
      summary: 'Un lote y cómo va',
      params: z.object({ id: z.coerce.number().int().max(Number.MAX_SAFE_INTEGER) }),
      answers: { 200: { description: 'El lote ahora', schema: batchJson } },
      failures: ['not-found'],
    },
    async (c, { params }) => c.json(batchToJson(await findBatch(deps.db, c.var.account, params.id))),
  )
  return api
}

/** To the letter what the clients of the old system are used to, in whatever language they ask. */
function detailOf(total: number) {
  return total === 1
    ? '1 factura recibida y encolada para procesamiento.'
    : `${total} facturas recibidas y encoladas para procesamiento.`
}

const addressOf = ({ batch_id }: Receipt) => `/facturas/lotes/${batch_id}`

const firstBatch = (receipt: Receipt) => ({
  first: { batch_id: receipt.batch_id, location: addressOf(receipt) },
  what: { es: `es el lote ${receipt.batch_id}`, en: `it is batch ${receipt.batch_id}` },
})

const notAccepted = ({ list, count }: Faults, language: Language) =>
  new AppError(
    'invalid',
    {
      es: count === 1 ? 'Hay un error en el lote.' : `Hay ${count} errores en el lote.`,
      en: count === 1 ? 'There is one fault in the batch.' : `There are ${count} faults in the batch.`,
    },
    {
      code: 'INVALID_BATCH',
      faults: list.map(({ message, ...where }) => ({ ...where, message: message[language] })),
      extra: { error_count: count },
    },
  )
