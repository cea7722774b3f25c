import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { Language } from '../../src/language.ts'
import { wordsIn } from '../parts/words.ts'
import { Progress } from './progress.tsx'

interface Props {
  invoice: Invoice
  language: Language
  oob?: 'true'
}

/**
 * On the page of an invoice that is being read: how far it is. Once it has been read, the same panel fetches the
 * whole page, which then has the data.
 */
export const ProgressPanel = ({ invoice, language, oob }: Props) => {
  const isDone = invoice.status !== 'processing'
  return (
    <div
      id={`progress-${invoice.id}`}
      class="panel"
      role="status"
      hx-swap-oob={oob}
      hx-get={`/invoices/${invoice.id}`}
      hx-trigger={isDone ? 'load' : 'folio:back from:body'}
      hx-target="#main"
      hx-select="#main"
      hx-swap="outerHTML show:none"
    >
      <Progress invoice={invoice} language={language} />
    </div>
  )
}

/**
 * On the page of an invoice under review: its version now. It shows itself when that is newer than the version the
 * form was filled with, and touches nothing that was typed.
 */
export const ChangedPanel = ({ invoice, language, oob }: Props) => {
  const t = wordsIn(language)
  const address = `/invoices/${invoice.id}`
  return (
    <div
      id={`changed-${invoice.id}`}
      class="notice warning"
      role="status"
      hidden
      data-version={invoice.version}
      hx-swap-oob={oob}
      hx-get={address}
      hx-trigger="folio:back from:body"
      hx-target="this"
      hx-select={`#changed-${invoice.id}`}
      hx-swap="outerHTML"
    >
      {t.changedElsewhere} {/* not of the form: as its first button it would be what Enter presses */}
      <button
        type="button"
        hx-post={`${address}/merge`}
        hx-include="#review"
        hx-target="#main"
        hx-select="#main"
        hx-swap="outerHTML show:none"
      >
        {t.bringChanges}
      </button>
    </div>
  )
}
