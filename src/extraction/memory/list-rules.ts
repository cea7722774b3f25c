import { and, desc, eq, ilike, isNull, not, or } from 'drizzle-orm'
import { bounds } from '../../config.ts'
import type { Db } from '../../db/database.ts'
import { fold, plainTaxId } from '../../invoices/searchable.ts'
import type { Issuer } from './issuer-key.ts'
import type { RuleField } from './rule.ts'
import { type KeptRule, rules } from './rules.table.ts'

export interface RuleFilter {
  /** A part of the name, or the tax id. */
  issuer?: string | undefined
  field?: RuleField | undefined
  active?: boolean | undefined
}

const isActive = and(rules.enabled, rules.proven)!

/** What was learned, the newest first. */
export const listRules = (db: Db, { issuer, field, active }: RuleFilter): Promise<KeptRule[]> =>
  db
    .select()
    .from(rules)
    .where(
      and(
        issuer ? ofIssuerLike(issuer) : undefined,
        field ? eq(rules.field, field) : undefined,
        active === undefined ? undefined : active ? isActive : not(isActive),
      ),
    )
    .orderBy(desc(rules.id))
    .limit(bounds.rulesListed)

const ofIssuerLike = (typed: string) =>
  or(
    ilike(rules.foldedName, `%${fold(typed)}%`),
    plainTaxId(typed) ? eq(rules.issuerTaxId, plainTaxId(typed)) : undefined,
  )

/** All rules of one issuer, also those that don't count. */
export const listRulesOf = (db: Db, { taxId, foldedName }: Issuer): Promise<KeptRule[]> =>
  db
    .select()
    .from(rules)
    .where(
      taxId ? eq(rules.issuerTaxId, taxId) : and(eq(rules.foldedName, foldedName), isNull(rules.issuerTaxId)),
    )
    .orderBy(desc(rules.id))
    .limit(bounds.rulesPerIssuer)
