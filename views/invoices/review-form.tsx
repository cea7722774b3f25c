import type { Invoice } from '../../src/invoices/invoices.table.ts'
import { type ReviewForm as Form, rowNames, type ScalarName } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { columnLabels, fieldLabels } from '../parts/labels.ts'
import { Notice } from '../parts/notice.tsx'
import { wordsIn } from '../parts/words.ts'
import { Field, faultText } from './field.tsx'
import { RowsTable } from './rows-table.tsx'

interface Props {
  invoice: Invoice
  form: Form
  problem?: ReviewProblem
  language: Language
}

/** Why the form comes back: something to correct, something missing for confirming, or somebody was faster. */
export type ReviewProblem = 'faults' | 'incomplete' | 'stale'

const groups = [
  ['data', ['document_type', 'invoice_number', 'date', 'due_date', 'currency']],
  ['issuerGroup', ['issuer_name', 'issuer_tax_id', 'issuer_address']],
  ['customerGroup', ['customer_name', 'customer_tax_id']],
  ['amounts', ['subtotal', 'tax', 'total']],
] as const satisfies [string, ScalarName[]][]
const others: ScalarName[] = ['payment_terms', 'purchase_order', 'cufe']

/** All the data, to be checked, corrected, saved and confirmed in one form. */
export const ReviewForm = ({ invoice, form, problem, language }: Props) => {
  const t = wordsIn(language)
  const field = (name: ScalarName) => (
    <Field name={name} form={form} fields={invoice.fields} language={language} />
  )
  const address = `/invoices/${invoice.id}`
  return (
    <form
      id="review"
      class="review-form"
      method="post"
      action={`${address}/preview`}
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
        <RowsTable name={name} form={form} fields={invoice.fields} language={language} />
      ))}
      <details class="others" open={others.some((name) => form.values[name])}>
        <summary>{t.others}</summary>
        <div>{others.map(field)}</div>
      </details>
      <div class="actions">
        <button type="submit" id="save">
          {t.save}
        </button>
        <button type="submit" id="confirm" class="primary" formaction={`${address}/confirmation`}>
          {t.confirm}
        </button>
        {problem === 'incomplete' && (
          <button type="submit" formaction={`${address}/confirmation`} name="force" value="true">
            {t.confirmAnyway}
          </button>
        )}
      </div>
    </form>
  )
}

/** What to do, first and in one place; each entry leads to its field. */
const Problem = ({ form, problem, language }: Omit<Props, 'invoice'> & { problem: ReviewProblem }) => {
  const t = wordsIn(language)
  const texts = { faults: t.somethingWrong, incomplete: t.stillMissing, stale: t.staleNotSaved }
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
