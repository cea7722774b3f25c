import type { Role } from '../../src/accounts/accounts.table.ts'
import type { BulkAction } from '../../src/invoices/change-many.ts'
import { canMove, type Status } from '../../src/invoices/life.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { fill, wordsIn } from '../parts/words.ts'
import type { InboxValues } from './inbox-address.ts'

interface Props {
  role: Role
  /** The list as it is narrowed and ordered: what "all" means, and where to come back to. */
  values: InboxValues
  total: number
  language: Language
}

/** What can be done with the chosen invoices of a list; each way leads over a question that says what would happen. */
export const BulkBar = ({ role, values, total, language }: Props) => {
  const t = wordsIn(language)
  const labels = { confirm: t.confirm, reject: t.reject, retry: t.retry, delete: t.delete, export: t.export }
  return (
    <form
      id="bulk"
      class="bulk"
      method="get"
      action="/invoices/bulk"
      hx-get="/invoices/bulk"
      hx-target="#question"
      hx-select="#asked, .alone"
      hx-swap="innerHTML"
      hx-push-url="false"
    >
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label class="pick all with-script">
        <input type="checkbox" id="pick-all" aria-label={t.chooseAll} />
      </label>
      <select name="which" id="which" aria-label={t.which}>
        <option value="chosen" data-text={t.chosen}>
          {t.theChosen}
        </option>
        <option value="all">{fill(t.allThatMatch, { n: wholeNumber(total, language) })}</option>
      </select>
      {actionsFor(role, values.status as Status | undefined).map((action) => (
        <button type="submit" name="action" value={action} class={action === 'delete' ? 'danger' : undefined}>
          {labels[action]}
        </button>
      ))}
    </form>
  )
}

/** What this person may do with invoices of this status, or of any. */
function actionsFor(role: Role, status: Status | undefined): (BulkAction | 'export')[] {
  const can = (move: 'confirm' | 'reject' | 'retry') => status === undefined || canMove(status, move)
  const decides = role !== 'uploader'
  return [
    ...(decides && can('confirm') ? (['confirm'] as const) : []),
    ...(decides && can('reject') ? (['reject'] as const) : []),
    ...(can('retry') ? (['retry'] as const) : []),
    ...(status === undefined || status === 'processed' ? (['export'] as const) : []),
    ...(role === 'admin' ? (['delete'] as const) : []),
  ]
}
