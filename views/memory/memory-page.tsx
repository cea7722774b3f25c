import type { KeptRule } from '../../src/extraction/memory/rules.table.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { wordsIn } from '../parts/words.ts'
import { RuleItem } from './rule-item.tsx'

interface Props {
  language: Language
  account: { name: string }
  rules: KeptRule[]
  issuer: string
}

/** What Folio has learned from people, issuer by issuer. */
export const MemoryPage = ({ language, account, rules, issuer }: Props) => {
  const t = wordsIn(language)
  const byIssuer = Map.groupBy(rules, (rule) => rule.issuerTaxId ?? rule.foldedName)
  return (
    <Layout language={language} title={t.memory} account={account}>
      <div class="head">
        <h1>{t.memory}</h1>
        <p class="quiet">{t.memoryIs}</p>
      </div>
      <search>
        <form method="get" action="/memory" class="search filters">
          <label class="hidden" for="issuer">
            {t.issuer}
          </label>
          <input
            type="search"
            id="issuer"
            name="issuer"
            value={issuer}
            placeholder={t.issuerHint}
            maxlength={200}
          />
          <button type="submit">{t.search}</button>
        </form>
      </search>
      {[...byIssuer.values()].map(([first, ...others]) => (
        <section class="panel rules">
          <h2>
            {first!.issuerName} {first!.issuerTaxId && <span class="quiet">{first!.issuerTaxId}</span>}
          </h2>
          <ol>
            {[first!, ...others].map((rule) => (
              <RuleItem rule={rule} language={language} />
            ))}
          </ol>
        </section>
      ))}
      {rules.length === 0 && <p class="empty">{issuer ? t.nothingFound : t.nothingLearned}</p>}
    </Layout>
  )
}
