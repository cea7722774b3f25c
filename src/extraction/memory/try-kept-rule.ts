import type { Account } from '../../accounts/accounts.table.ts'
import type { Deps } from '../../deps.ts'
import { findRule } from './change-rule.ts'
import { saveTrials } from './keep-rules.ts'
import { tryOn } from './learn-rules.ts'
import { pastDocuments } from './past-documents.ts'
import type { KeptRule } from './rules.table.ts'
import type { Outcome } from './try-rule.ts'

/** How a rule fares on what its issuer's confirmed documents say now; from now on it counts accordingly. */
export async function tryKeptRule({ db }: Pick<Deps, 'db'>, account: Account, id: number) {
  const rule = await findRule(db, account, id)
  const candidate: KeptRule & { outcomes: Outcome[] } = { ...rule, outcomes: [] }
  const issuer = { taxId: rule.issuerTaxId, foldedName: rule.foldedName, name: rule.issuerName }
  for await (const document of pastDocuments(db, issuer)) tryOn(document, [candidate])
  await db.transaction((tx) => saveTrials(tx, [candidate]))
  return { rule: await findRule(db, account, id), outcomes: candidate.outcomes }
}
