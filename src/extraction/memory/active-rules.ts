import { and, eq, inArray, or } from 'drizzle-orm'
import { bounds } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import type { IssuersRule, Keys, RulesFor } from './recall.ts'
import { rules } from './rules.table.ts'

/** The rules that count, of all issuers that these may be. */
export const activeRules =
  ({ db }: Pick<Deps, 'db'>): RulesFor =>
  ({ taxIds, names }: Keys): Promise<IssuersRule[]> =>
    db
      .select()
      .from(rules)
      .where(
        and(
          eq(rules.enabled, true),
          eq(rules.proven, true),
          or(inArray(rules.issuerTaxId, taxIds), inArray(rules.foldedName, names)),
        ),
      )
      .orderBy(rules.id)
      .limit(bounds.rulesRecalled)
