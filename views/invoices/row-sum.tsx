import type { InvoiceData } from '../../src/invoices/invoice-data.ts'
import type { RowName } from '../../src/invoices/review-form.ts'
import { sumOfRows } from '../../src/invoices/typed-data.ts'
import type { Language } from '../../src/language.ts'
import { money } from '../parts/format.ts'
import { fill, wordsIn } from '../parts/words.ts'

interface Props {
  name: RowName
  data: InvoiceData
  language: Language
  /** It takes the place of the one on the page. */
  isPushed?: boolean
}

/** What the lines or the taxes come to. */
export const RowSum = ({ name, data, language, isPushed }: Props) => {
  const sum = sumOfRows(data, name)
  return (
    <output id={`sum-${name}`} class="sum" hx-swap-oob={isPushed ? 'true' : undefined}>
      {sum !== null && fill(wordsIn(language).rowsSum, { sum: money(sum, null, language) })}
    </output>
  )
}
