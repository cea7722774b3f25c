import type { FieldChange } from '../../src/invoices/field-changes.ts'
import { documentTypes, type Provenances } from '../../src/invoices/invoice-data.ts'
import type { Fault, ReviewForm, ScalarName } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { fieldLabels, typeLabels } from '../parts/labels.ts'
import { fill, type Words, wordsIn } from '../parts/words.ts'
import { Proof } from './proof.tsx'
import { Trail } from './trail.tsx'

interface Props {
  name: ScalarName
  form: ReviewForm
  fields: Provenances
  /** Its place among what is to be looked at, from 1; none where it is sure. */
  doubt?: number
  /** It is the first to look at. */
  isFirst?: boolean
  changes?: FieldChange[]
  language: Language
}

const amounts = ['subtotal', 'tax', 'total']
const dates = ['date', 'due_date']
const long = ['issuer_address', 'payment_terms']
const maxlength: Partial<Record<ScalarName, number>> = {
  issuer_tax_id: 40,
  customer_tax_id: 40,
  invoice_number: 100,
  purchase_order: 100,
  currency: 3,
}

export function faultText(fault: Fault, t: Words, language: Language) {
  const texts: Record<Fault, string> = {
    amount: fill(t.amountExpected, { example: language === 'es' ? '1234,50' : '1234.50' }),
    date: t.dateExpected,
    currency: t.currencyExpected,
    name: t.nameExpected,
    too_long: t.tooLong,
    too_many: t.tooMany,
    missing: t.missing,
    invalid: t.notValid,
  }
  return texts[fault]
}

/** One value to check: its name, the value, where it comes from, and what is wrong with it. */
export const Field = ({ name, form, fields, doubt, isFirst, changes, language }: Props) => {
  const t = wordsIn(language)
  const fault = form.faults[name]
  const theirs = form.theirs[name]
  const described = [
    fault && `fault-${name}`,
    theirs !== undefined && `theirs-${name}`,
    fields[name] && `proof-${name}`,
  ].filter(Boolean)
  const attributes = {
    id: `field-${name}`,
    name,
    'data-doubt': doubt,
    autofocus: isFirst,
    'aria-invalid': fault ? ('true' as const) : undefined,
    'aria-describedby': described.length ? described.join(' ') : undefined,
  }
  return (
    <div class={doubt ? `field doubted ${name}` : `field ${name}`}>
      <label for={`field-${name}`}>{fieldLabels[name][language]}</label>
      <Control attributes={attributes} name={name} value={form.values[name]} language={language} />
      <input type="hidden" name={`place.${name}`} value={form.places[name] ?? ''} />
      {fault && (
        <span id={`fault-${name}`} class="fault">
          {faultText(fault, t, language)}
        </span>
      )}
      {theirs !== undefined && <Theirs name={name} value={theirs} mine={form.values[name]} t={t} />}
      <Proof name={name} proof={fields[name]} isOpen={form.base[name] === null} language={language} />
      {changes && <Trail name={name} changes={changes} language={language} />}
    </div>
  )
}

interface TheirsProps {
  name: ScalarName
  value: string
  mine: string
  t: Words
}

/** What somebody else put meanwhile: it is there already where this person put nothing, and can be had where they did. */
const Theirs = ({ name, value, mine, t }: TheirsProps) => (
  <span id={`theirs-${name}`} class="theirs">
    {value === mine ? t.theirChangeTaken : fill(t.theirChange, { value: value || t.unknown })}
    {value !== mine && (
      <button type="button" class="with-script" data-put={value} data-into={`field-${name}`}>
        {t.takeTheirs}
      </button>
    )}
  </span>
)

interface ControlProps {
  attributes: { id: string; name: string }
  name: ScalarName
  value: string
  language: Language
}

const Control = ({ attributes, name, value, language }: ControlProps) => {
  if (name === 'document_type')
    return (
      <select {...attributes}>
        <option value="">—</option>
        {documentTypes.map((type) => (
          <option value={type} selected={type === value}>
            {typeLabels[type]?.[language]}
          </option>
        ))}
      </select>
    )
  if (dates.includes(name)) return <input type="date" value={value} max="9999-12-31" {...attributes} />
  if (long.includes(name))
    return (
      <textarea rows={2} maxlength={500} {...attributes}>
        {value}
      </textarea>
    )
  if (amounts.includes(name))
    return (
      <input
        type="text"
        inputmode="decimal"
        autocomplete="off"
        class="amount"
        maxlength={40}
        value={value}
        {...attributes}
      />
    )
  return (
    <input
      type="text"
      autocomplete="off"
      spellcheck={false}
      maxlength={maxlength[name] ?? 200}
      value={value}
      {...attributes}
    />
  )
}
