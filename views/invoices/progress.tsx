import { progressOf } from '../../src/invoices/invoice-json.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { Language } from '../../src/language.ts'
import { fill, wordsIn } from '../parts/words.ts'

interface Props {
  invoice: Pick<Invoice, 'stage' | 'pages' | 'pagesRead'>
  language: Language
}

/** How far the reading of a document has come. */
export const Progress = ({ invoice, language }: Props) => {
  const t = wordsIn(language)
  const { percent, page, pages } = progressOf(invoice)
  const counting = invoice.stage === 'reading' && pages !== null && pages > 1
  return (
    <span class="progress">
      <progress max="100" value={percent} aria-label={t.progress} />
      <span>
        {invoice.stage === 'reading' ? t.reading : t.extracting}
        {counting && ` · ${fill(t.pageOf, { page: Math.min(page + 1, pages), pages })}`}
      </span>
    </span>
  )
}
