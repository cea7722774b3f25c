import { certaintyOf } from '../../src/invoices/doubts.ts'
import type { FieldName, Provenance } from '../../src/invoices/invoice-data.ts'
import type { Language } from '../../src/language.ts'
import { percent } from '../parts/format.ts'
import { proofLabels } from '../parts/labels.ts'
import { fill, wordsIn } from '../parts/words.ts'

interface Props {
  name: FieldName
  proof: Provenance | undefined
  /** The invoice has no such value: what is said of it is only said. */
  isOpen?: boolean
  language: Language
}

/** Where a value comes from, how sure that is, and the way to its place on the page. */
export const Proof = ({ name, proof, isOpen, language }: Props) => {
  if (!proof || proof.value === null || (Array.isArray(proof.value) && !proof.value.length)) return null
  const t = wordsIn(language)
  const { source, confidence, page, box, value } = proof
  if (isOpen && source === 'llm')
    return (
      <span id={`proof-${name}`} class="proof doubtful">
        <span aria-hidden="true">⚠ </span>
        {fill(t.unproven, { value: String(value) })}
      </span>
    )
  const certainty = certaintyOf(proof)
  const isDoubtful = certainty !== 'sure'
  return (
    <span id={`proof-${name}`} class={`proof ${certainty}`}>
      {source !== 'human' && (
        <>
          <span title={fill(t.sure, { percent: percent(confidence, language) })}>
            {isDoubtful && <span aria-hidden="true">⚠ </span>}
            {percent(confidence, language)}
            {isDoubtful && ` · ${t.doubtful}`}
          </span>
          {' · '}
        </>
      )}
      {page && box ? (
        <a href={`#box-${name}`} title={`${t.showOnPage}, ${fill(t.pageShort, { page })}`}>
          {proofLabels[source][language]}
        </a>
      ) : (
        proofLabels[source][language]
      )}
    </span>
  )
}
