import { describeRule } from '../../src/extraction/memory/describe-rule.ts'
import type { KeptRule } from '../../src/extraction/memory/rules.table.ts'
import type { Language } from '../../src/language.ts'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'

interface Props {
  rule: KeptRule
  language: Language
}

/** A rule in a sentence, how it fared, and what can be done with it. */
export const RuleItem = ({ rule, language }: Props) => {
  const t = wordsIn(language)
  const { id, field, how, enabled, hits, misses, learnedFrom, createdAt } = rule
  return (
    <li id={`rule-${id}`} class="rule">
      <p>
        <RuleState rule={rule} language={language} /> <strong>{describeRule(field, how)[language]}</strong>
      </p>
      <p class="quiet">
        {fill(t.ruleFared, { hits, misses })} ·{' '}
        {learnedFrom ? (
          <a href={`/invoices/${learnedFrom}`}>{fill(t.learnedFrom, { id: learnedFrom })}</a>
        ) : (
          t.learned
        )}{' '}
        · <Time at={createdAt} language={language} />
      </p>
      <div class="ways">
        <form method="post" action={`/memory/${id}/trial`}>
          <button type="submit">{t.tryRule}</button>
        </form>
        <form method="post" action={`/memory/${id}/state`}>
          <button type="submit" name="enabled" value={String(!enabled)}>
            {enabled ? t.switchOff : t.switchOn}
          </button>
        </form>
        <form method="post" action={`/memory/${id}/removal`}>
          <button type="submit" class="danger">
            {t.forget}
          </button>
        </form>
      </div>
    </li>
  )
}

const RuleState = ({ rule: { enabled, proven, misses }, language }: Props) => {
  const t = wordsIn(language)
  if (!enabled) return <span class="badge">{t.ruleOff}</span>
  return proven ? (
    <span class="badge processed">{t.ruleInUse}</span>
  ) : (
    <span class="badge waiting_validation">{misses ? t.ruleMisses : t.ruleWaits}</span>
  )
}
