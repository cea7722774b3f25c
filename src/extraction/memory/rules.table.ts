import { bigint, boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { jsonb } from '../../db/jsonb.ts'
import type { How, RuleField } from './rule.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const rules = pgTable('rules', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  issuerTaxId: text('issuer_tax_id'),
  foldedName: text('folded_name').notNull(),
  issuerName: text('issuer_name').notNull(),
  field: text('field').$type<RuleField>().notNull(),
  how: jsonb<How>('how').notNull(),
  enabled: boolean('enabled').notNull().default(true),
  proven: boolean('proven').notNull().default(false),
  hits: integer('hits').notNull().default(0),
  misses: integer('misses').notNull().default(0),
  triedAt: time('tried_at'),
  learnedFrom: bigint('learned_from', { mode: 'number' }),
  createdAt: time('created_at').notNull().defaultNow(),
})
export type KeptRule = typeof rules.$inferSelect
