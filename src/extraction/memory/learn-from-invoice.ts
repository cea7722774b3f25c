import { eq } from 'drizzle-orm'
import { bounds } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { type InvoiceId, invoices } from '../../invoices/invoices.table.ts'
import { columns } from '../../invoices/queries.ts'
import { correctionsOf } from './corrections-of.ts'
import { issuerOf } from './issuer-key.ts'
import { keepRules, saveTrials } from './keep-rules.ts'
import { type Candidate, candidatesFor, chooseRules, tryOn } from './learn-rules.ts'
import { listRulesOf } from './list-rules.ts'
import { pastDocuments, readAgain } from './past-documents.ts'
import type { KeptRule } from './rules.table.ts'

/**
 * What a person corrected in a confirmed invoice becomes rules for its issuer, tried on what was confirmed before;
 * and the rules that there are prove themselves once more.
 */
export async function learnFromInvoice({ db }: Pick<Deps, 'db'>, id: InvoiceId) {
  const [invoice] = await db.select(columns).from(invoices).where(eq(invoices.id, id))
  const issuer = invoice?.status === 'processed' && invoice.finalData ? issuerOf(invoice.finalData) : null
  if (!invoice || !issuer) return
  const [corrections, kept] = await Promise.all([correctionsOf(db, invoice), listRulesOf(db, issuer)])
  if (corrections.length === 0 && kept.length === 0) return
  const own = await readAgain(db, invoice)
  const candidates = own ? candidatesFor(corrections, own) : []
  const known: (KeptRule & Candidate)[] = kept.map((rule) => ({ ...rule, outcomes: [] }))
  const tried = [...candidates, ...known]
  if (own) tryOn(own, tried)
  for await (const document of pastDocuments(db, issuer, id)) tryOn(document, tried)
  const learned = chooseRules(candidates, id).slice(0, bounds.rulesPerIssuer - kept.length)
  await db.transaction(async (tx) => {
    await saveTrials(tx, known)
    await keepRules(tx, issuer, learned, id)
  })
}
