import { z } from 'zod'
import { type FieldName, fieldNames } from '../../invoices/invoice-data.ts'

/** Fields that a rule can find: one value each. */
export type RuleField = Exclude<FieldName, 'taxes' | 'products'>
export const ruleFields = fieldNames.filter(
  (name): name is RuleField => name !== 'taxes' && name !== 'products',
)

/** How the value is printed, as far as that helps to tell it from what stands beside it. */
const format = {
  /** Such as `A-9/9`: a run of letters, a run of digits, and the signs between them. */
  shape: z.string().max(60).optional(),
  /** Which number of a date comes first. */
  order: z.enum(['day', 'month']).optional(),
  /** The sign before the cents. */
  mark: z.enum([',', '.']).optional(),
  /** In this issuer's documents the amounts that a person confirmed don't make a sum. */
  despiteSums: z.literal(true).optional(),
}

const byLabel = z.strictObject({
  by: z.literal('label'),
  /** Folded words, as they stand before or above the value. */
  label: z.string().min(2).max(80),
  stands: z.enum(['right', 'below']),
  /** Of several values that fit, the nearest to the label or the last on its row. */
  pick: z.enum(['first', 'last']),
  ...format,
})
const byPlace = z.strictObject({
  by: z.literal('place'),
  page: z.enum(['first', 'last']),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  ...format,
})
const byDefault = z.strictObject({
  by: z.literal('default'),
  value: z.string().max(500),
  /** What was read when a person put this in its place: anything else that is read plainly is news, and stands. */
  insteadOf: z.string().max(500).nullable(),
  /** Printed as well, so that being always the same has to be seen more than once. */
  isPrinted: z.boolean(),
})

/** How to find a value in an issuer's documents. */
export const how = z.discriminatedUnion('by', [byLabel, byPlace, byDefault])
export type How = z.infer<typeof how>
export type ByLabel = z.infer<typeof byLabel>
export type ByPlace = z.infer<typeof byPlace>
export type Format = Pick<ByLabel, 'shape' | 'order' | 'mark' | 'despiteSums'>

/** What is needed to follow a rule. */
export interface Rule {
  field: RuleField
  how: How
  hits: number
}
