import { and, eq, ne, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.ts'
import type { InvoiceId } from '../../invoices/invoices.table.ts'
import type { Issuer } from './issuer-key.ts'
import type { Learned } from './learn-rules.ts'
import { type KeptRule, rules } from './rules.table.ts'
import { isProven, type Outcome, trialOf } from './try-rule.ts'

/** Keeps what was learned; what was learned before stays as it is, switched off or not. */
export async function keepRules(
  tx: Tx,
  { taxId, foldedName, name }: Issuer,
  learned: Learned[],
  from: InvoiceId,
) {
  for (const { field, how, hits, misses } of learned) {
    const proven = isProven(how, { hits, misses })
    const [kept] = await tx
      .insert(rules)
      .values({
        issuerTaxId: taxId,
        foldedName,
        issuerName: name,
        field,
        how,
        hits,
        misses,
        proven,
        learnedFrom: from,
        triedAt: sql`now()`,
      })
      .onConflictDoNothing()
      .returning({ id: rules.id })
    if (kept && proven) await forgetUnproven(tx, { taxId, foldedName }, field, kept.id)
  }
}

/** What doesn't work is of no use beside what does. */
function forgetUnproven(
  tx: Tx,
  { taxId, foldedName }: Pick<Issuer, 'taxId' | 'foldedName'>,
  field: KeptRule['field'],
  except: KeptRule['id'],
) {
  const ofIssuer = taxId ? eq(rules.issuerTaxId, taxId) : eq(rules.foldedName, foldedName)
  return tx
    .delete(rules)
    .where(
      and(
        ofIssuer,
        eq(rules.field, field),
        eq(rules.proven, false),
        eq(rules.enabled, true),
        ne(rules.id, except),
      ),
    )
}

/** Writes down how rules fared, and whether they still count. */
export async function saveTrials(tx: Tx, tried: (Pick<KeptRule, 'id' | 'how'> & { outcomes: Outcome[] })[]) {
  for (const { id, how, outcomes } of tried) {
    const { hits, misses } = trialOf(outcomes)
    const proven = isProven(how, { hits, misses })
    await tx.update(rules).set({ hits, misses, proven, triedAt: sql`now()` }).where(eq(rules.id, id))
  }
}
