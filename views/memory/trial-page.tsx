import type { KeptRule } from '../../src/extraction/memory/rules.table.ts'
import type { Outcome } from '../../src/extraction/memory/try-rule.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { fill, type Words, wordsIn } from '../parts/words.ts'
import { RuleItem } from './rule-item.tsx'

interface Props {
  language: Language
  account: { name: string }
  rule: KeptRule
  outcomes: Outcome[]
}

/** What a rule would have found in the confirmed documents of its issuer. */
export const TrialPage = ({ language, account, rule, outcomes }: Props) => {
  const t = wordsIn(language)
  return (
    <Layout language={language} title={t.memory} account={account}>
      <div class="head">
        <div class="ways">
          <a href={`/memory#rule-${rule.id}`}>← {t.memory}</a>
        </div>
        <h1>
          {rule.issuerName} {rule.issuerTaxId && <span class="quiet">{rule.issuerTaxId}</span>}
        </h1>
      </div>
      <section class="panel rules">
        <ol>
          <RuleItem rule={rule} language={language} />
        </ol>
        {outcomes.length === 0 && <p class="empty">{t.nothingToTry}</p>}
        <ol class="outcomes">
          {outcomes.map((outcome) => (
            <li>
              <a href={`/invoices/${outcome.invoiceId}`}>
                {fill(t.invoiceNumbered, { id: outcome.invoiceId })}
              </a>{' '}
              <OutcomeText outcome={outcome} t={t} />
            </li>
          ))}
        </ol>
      </section>
    </Layout>
  )
}

const OutcomeText = ({ outcome: { verdict, found, truth }, t }: { outcome: Outcome; t: Words }) => {
  if (verdict === 'silent') return <span class="quiet">{t.ruleSilent}</span>
  if (verdict === 'hit') return <span>✓ {found}</span>
  return <span class="fault">✗ {fill(t.ruleMissed, { found: found ?? '', truth: truth ?? t.unknown })}</span>
}
