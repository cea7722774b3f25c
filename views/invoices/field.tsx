import { documentTypes, type Provenances } from '../../src/invoices/invoice-data.ts'
import type { Fault, ReviewForm, ScalarName } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { fieldLabels, typeLabels } from '../parts/labels.ts'
import { fill, type Words, wordsIn } from '../parts/words.ts'
import { Proof } from './proof.tsx'

interface Props {
  name: ScalarName
  form: ReviewForm
  fields: Provenances
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
export const Field = ({ name, form, fields, language }: Props) => {
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
    'aria-invalid': fault ? ('true' as const) : undefined,
    'aria-describedby': described.length ? described.join(' ') : undefined,
  }
  return (
    <div class={`field ${name}`}>
      <label for={`field-${name}`}>{fieldLabels[name][language]}</label>
      <Control attributes={attributes} name={name} value={form.values[name]} language={language} />
      {fault && (
        <span id={`fault-${name}`} class="fault">
          {faultText(fault, t, language)}
        </span>
      )}
      {theirs !== undefined && (
        <span id={`theirs-${name}`} class="theirs">
          {theirs === form.values[name]
            ? t.theirChangeTaken
            : fill(t.theirChange, { value: theirs || t.unknown })}
        </span>
      )}
      <Proof name={name} proof={fields[name]} isOpen={form.base[name] === null} language={language} />
    </div>
  )
}

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
