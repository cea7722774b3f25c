import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { Sort } from '../../src/invoices/list-order.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { sortLabels } from '../parts/labels.ts'
import { fill, wordsIn } from '../parts/words.ts'
import { InvoiceItem } from './invoice-item.tsx'

interface Props {
  invoices: Invoice[]
  total: number
  /** Something beside the status narrows the list. */
  isNarrowed: boolean
  /** Nothing narrows the list and its newest come first: what arrives is shown at its top. */
  takesArrivals: boolean
  sort: Sort
  firstHref?: string
  nextHref?: string
  language: Language
}

/** Where what arrives is put in; a list that does not show the newest has another name, and so gets none. */
export const newestList = 'newest-invoices'

export const InvoiceList = (props: Props) => {
  const { invoices, total, isNarrowed, takesArrivals, sort, language } = props
  const t = wordsIn(language)
  return (
    <>
      <div class="list-head">
        <p class="quiet" role="status">
          {isNarrowed && fill(t.found, { n: wholeNumber(total, language) })}
        </p>
        <label>
          {t.sort}{' '}
          <select name="sort" form="filters" id="sort">
            {Object.entries(sortLabels).map(([value, label]) => (
              <option value={value} selected={value === sort}>
                {label[language]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ol id={takesArrivals ? newestList : 'invoices'} class="invoices">
        {invoices.map((invoice) => (
          <InvoiceItem invoice={invoice} language={language} />
        ))}
      </ol>
      <p class="empty">{takesArrivals ? t.emptyInbox : t.nothingFound}</p>
      <Pager {...props} />
    </>
  )
}

const Pager = ({ firstHref, nextHref, language }: Props) => {
  const t = wordsIn(language)
  if (!firstHref && !nextHref) return null
  return (
    <nav class="pager" aria-label={t.pages}>
      {firstHref && <a href={firstHref}>← {t.first}</a>}
      {nextHref && (
        <a href={nextHref} rel="next">
          {t.next} →
        </a>
      )}
    </nav>
  )
}
