import type { Check } from '../../src/invoices/checks.ts'
import type { InvoiceData } from '../../src/invoices/invoice-data.ts'
import { rowNames } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { Checks } from './checks.tsx'
import { RowSum } from './row-sum.tsx'

interface Props {
  id: number
  checks: Check[]
  language: Language
}

/** The checks of an open invoice, asked again while somebody types. */
export const LiveChecks = (props: Props) => (
  <div
    aria-live="polite"
    hx-post={`/invoices/${props.id}/checks`}
    hx-trigger="input from:#review delay:250ms"
    hx-include="#review"
    hx-target="this"
    hx-select="#checks"
    hx-swap="innerMorph"
    hx-sync="this:replace"
  >
    <Checks isOpen {...props} />
  </div>
)

/** The answer to what was typed: the checks, and what the rows come to. */
export const CheckedAgain = ({ data, ...props }: Props & { data: InvoiceData }) => (
  <>
    <Checks isOpen {...props} />
    {rowNames.map((name) => (
      <RowSum name={name} data={data} language={props.language} isPushed />
    ))}
  </>
)
