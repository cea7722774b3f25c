import { certaintyOf } from '../../src/invoices/doubts.ts'
import {
  type FieldName,
  fieldNames,
  type Provenance,
  type Provenances,
} from '../../src/invoices/invoice-data.ts'
import type { PageSize } from '../../src/invoices/page-sizes.ts'
import type { Language } from '../../src/language.ts'
import { percent } from '../parts/format.ts'
import { fieldLabels } from '../parts/labels.ts'

interface Props {
  fields: Provenances
  size: PageSize
  language: Language
}

/**
 * A box around each value that was found, in the colour of its certainty. For the eye and the mouse only: the same ways
 * lead from each field to its box.
 */
export const PageBoxes = ({ fields, size, language }: Props) => (
  <svg class="boxes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
    {fieldNames.map((name) => {
      const proof = fields[name]
      const isHere = proof?.page === size.page && proof.box
      return isHere && <Box name={name} proof={proof} size={size} language={language} />
    })}
  </svg>
)

/** In shares of the width: a little wider than the words, so that the line does not touch them. */
const margin = 0.004

interface BoxProps extends Pick<Props, 'size' | 'language'> {
  name: FieldName
  proof: Provenance
}

const Box = ({ name, proof, size, language }: BoxProps) => {
  const above = (margin * size.width) / size.height
  const [x0, y0, x1, y1] = proof.box!
  const isWide = name === 'products' || name === 'taxes'
  return (
    <a href={`#field-${name}`} tabindex={-1}>
      <title>{`${fieldLabels[name][language]} · ${percent(proof.confidence, language)}`}</title>
      <rect
        id={`box-${name}`}
        class={isWide ? `${certaintyOf(proof)} wide` : certaintyOf(proof)}
        x={x0 - margin}
        y={y0 - above}
        width={x1 - x0 + 2 * margin}
        height={y1 - y0 + 2 * above}
        vector-effect="non-scaling-stroke"
      />
    </a>
  )
}
