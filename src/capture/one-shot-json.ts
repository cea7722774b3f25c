import { z } from 'zod'
import type { Text } from '../language.ts'
import { envelopeOf } from './envelope.ts'
import type { OneShotCall } from './one-shot-calls.table.ts'
import { nothingFound, type Outcome } from './one-shot-outcome.ts'

const answerData = z.object({
  success: z.literal(true),
  cufe: z
    .string()
    .describe(
      'La clave del propio documento; si no trae, 40 dígitos hexadecimales hechos de emisor, número, fecha y total',
    ),
  invoice_number: z.string(),
  issuer_name: z.string(),
  total: z.number(),
  products_count: z.int(),
  cost_lumis: z.int(),
  status: z.literal('pending_validation'),
  message: z.string(),
})

const details = z.object({
  success: z.literal(false),
  cost_lumis: z.int(),
  message: z.string(),
  cufe: z.string().nullable(),
  partial_data: z.object({
    invoice_number: z.string().nullable(),
    issuer_name: z.string().nullable(),
    total: z.number().nullable(),
    products_count: z.int().nullable(),
  }),
})

export const oneShotAnswer = envelopeOf(answerData, z.null()).meta({ id: 'OneShotAnswer' })
export const oneShotFailure = envelopeOf(z.null(), details.nullable()).meta({ id: 'OneShotFailure' })

/** What a call that succeeded is told, in the order of v4, which the database does not keep; an answer from before costs nothing again. */
export function answerOf({ answer, cost }: OneShotCall, { cached = false } = {}) {
  const { cufe, invoice_number, issuer_name, total, products_count } = answer!
  return {
    success: true,
    cufe,
    invoice_number,
    issuer_name,
    total,
    products_count,
    cost_lumis: cached ? 0 : cost,
    status: 'pending_validation',
    message: 'Factura procesada exitosamente',
  }
}

/** What a call that failed is told: why, and what was found all the same. */
export function detailsOf(outcome: Outcome, cost = 0) {
  const { cufe, invoice_number, issuer_name, total, products_count, problem } = outcome
  return {
    success: false,
    cost_lumis: cost,
    message: problem!.es,
    cufe,
    partial_data: { invoice_number, issuer_name, total, products_count },
  }
}

/** The same where nothing was found. */
export const detailsWithout = (problem: Text, cost = 0) => detailsOf(nothingFound(problem), cost)
