import { certaintyOf } from '../../src/invoices/doubts.ts'
import {
  type FieldName,
  fieldNames,
  type Provenance,
  type Provenances,
} from '../../src/invoices/invoice-data.ts'
import type { Language } from '../../src/language.ts'
import { percent } from '../parts/format.ts'
import { fieldLabels } from '../parts/labels.ts'

interface Props {
  fields: Provenances
  page: number
  language: Language
}

/**
 * A box around each value that was found, in the colour of its certainty. For the eye and the mouse only: the same ways
 * lead from each field to its box.
 */
export const PageBoxes = ({ fields, page, language }: Props) => (
  <svg class="boxes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
    {fieldNames.map((name) => {
      const proof = fields[name]
      return proof?.page === page && proof.box && <Box name={name} proof={proof} language={language} />
    })}
  </svg>
)

/** A little wider than the words, so that the line does not touch them. */
const margin = 0.004

const Box = ({ name, proof, language }: { name: FieldName; proof: Provenance; language: Language }) => {
  const [x0, y0, x1, y1] = proof.box!
  const isWide = name === 'products' || name === 'taxes'
  return (
    <a href={`#field-${name}`} tabindex={-1}>
      <title>{`${fieldLabels[name][language]} · ${percent(proof.confidence, language)}`}</title>
      <rect
        id={`box-${name}`}
        class={isWide ? `${certaintyOf(proof)} wide` : certaintyOf(proof)}
        x={x0 - margin}
        y={y0 - margin}
        width={x1 - x0 + 2 * margin}
        height={y1 - y0 + 2 * margin}
        vector-effect="non-scaling-stroke"
      />
    </a>
  )
}
