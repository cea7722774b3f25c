import type { Check } from '../../src/invoices/checks.ts'
import { doubtsOf } from '../../src/invoices/doubts.ts'
import type { fieldChanges } from '../../src/invoices/field-changes.ts'
import type { FieldName, InvoiceData } from '../../src/invoices/invoice-data.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import { type ReviewForm as Form, rowNames, type ScalarName } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { columnLabels, fieldLabels } from '../parts/labels.ts'
import { Notice } from '../parts/notice.tsx'
import { type Words, wordsIn } from '../parts/words.ts'
import { Field, faultText } from './field.tsx'
import { LiveChecks } from './live-checks.tsx'
import { RowsTable } from './rows-table.tsx'

interface Props {
  invoice: Invoice
  form: Form
  /** What is typed by now, and what is to be said of it. */
  data: InvoiceData
  checks: Check[]
  problem?: ReviewProblem
  changes: ReturnType<typeof fieldChanges>
  /** Its list, as the part of an address that stays in it. */
  search: string
  language: Language
}

/** Why the form comes back: something to correct, something missing for confirming, or somebody was faster, or asked for. */
export type ReviewProblem = 'faults' | 'incomplete' | 'stale' | 'merged'

const groups = [
  ['data', ['document_type', 'invoice_number', 'date', 'due_date', 'currency']],
  ['issuerGroup', ['issuer_name', 'issuer_tax_id', 'issuer_address']],
  ['customerGroup', ['customer_name', 'customer_tax_id']],
  ['amounts', ['subtotal', 'tax', 'total']],
] as const satisfies [string, ScalarName[]][]
const others: ScalarName[] = ['payment_terms', 'purchase_order', 'cufe']

/** All the data, to be checked, corrected, saved and confirmed in one form. */
export const ReviewForm = ({ invoice, form, data, checks, problem, changes, search, language }: Props) => {
  const t = wordsIn(language)
  const doubts = doubtsOf(data, invoice.fields, checks)
  const about = (name: FieldName) => ({
    form,
    fields: invoice.fields,
    doubt: doubts.indexOf(name) + 1 || undefined,
    isFirst: !problem && doubts[0] === name,
    changes: changes[name],
    language,
  })
  const field = (name: ScalarName) => <Field name={name} {...about(name)} />
  const address = `/invoices/${invoice.id}`
  return (
    <form
      id="review"
      class="review-form"
      method="post"
      action={`${address}/preview${search}`}
      data-leaving={t.leaving}
      data-touched={problem ? 'true' : undefined}
    >
      {problem && <Problem form={form} problem={problem} language={language} />}
      <input type="hidden" name="version" value={form.version} />
      <input type="hidden" name="base" value={JSON.stringify(form.base)} />
      {groups.map(([group, names]) => (
        <fieldset class={group}>
          <legend>{t[group]}</legend>
          {names.map(field)}
        </fieldset>
      ))}
      {rowNames.map((name) => (
        <RowsTable name={name} data={data} {...about(name)} />
      ))}
      <details class="others" open={others.some((name) => form.values[name] || doubts.includes(name))}>
        <summary>{t.others}</summary>
        <div>{others.map(field)}</div>
      </details>
      <div class="decide">
        <LiveChecks id={invoice.id} checks={checks} language={language} />
        <Actions
          confirmAddress={`${address}/confirmation${search}`}
          isForced={problem === 'incomplete'}
          isFirst={!problem && !doubts.length}
          t={t}
        />
      </div>
    </form>
  )
}

interface ActionsProps {
  confirmAddress: string
  isForced: boolean
  /** Nothing is doubtful: this is the next thing to do. */
  isFirst: boolean
  t: Words
}

/** Confirming comes first, so that it is what Enter does in any field. */
const Actions = ({ confirmAddress, isForced, isFirst, t }: ActionsProps) => (
  <div class="actions">
    <button
      type="submit"
      id="confirm"
      class="primary"
      formaction={confirmAddress}
      name={isForced ? 'force' : undefined}
      value={isForced ? 'true' : undefined}
      autofocus={isFirst}
      aria-keyshortcuts="Enter Control+Enter"
    >
      {isForced ? t.confirmAnyway : t.confirm} <span aria-hidden="true">⏎</span>
    </button>
    <button type="submit" id="save" aria-keyshortcuts="Control+S">
      {t.save}
    </button>
    <button type="reset" class="quiet">
      {t.undoTyped}
    </button>
  </div>
)

/** What to do, first and in one place; each entry leads to its field. */
const Problem = ({
  form,
  problem,
  language,
}: Pick<Props, 'form' | 'language'> & { problem: ReviewProblem }) => {
  const t = wordsIn(language)
  const texts = {
    faults: t.somethingWrong,
    incomplete: t.stillMissing,
    stale: t.staleNotSaved,
    merged: t.merged,
  }
  return (
    <Notice kind={problem === 'faults' ? 'bad' : 'warning'} focus>
      <p>{texts[problem]}</p>
      <ul>
        {Object.entries(form.faults).map(([path, fault]) => (
          <li>
            <a href={`#field-${path.split('.')[0]}`}>{labelOf(path, language)}</a>
            {`: ${faultText(fault, t, language)}`}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function labelOf(path: string, language: Language) {
  const [name = '', index, column] = path.split('.')
  const label = fieldLabels[name as ScalarName]?.[language] ?? name
  return column ? `${label} ${Number(index) + 1}, ${columnLabels[`${name}.${column}`]?.[language]}` : label
}
