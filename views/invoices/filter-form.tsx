import { fieldNames } from '../../src/invoices/invoice-data.ts'
import { invoiceSources } from '../../src/invoices/invoices.table.ts'
import type { Language } from '../../src/language.ts'
import { fieldLabels, sourceLabels } from '../parts/labels.ts'
import { wordsIn } from '../parts/words.ts'
import type { InboxValues } from './inbox-address.ts'

interface Props {
  values: InboxValues
  faults: ReadonlySet<string>
  language: Language
}

const folded = [
  'issuer',
  'from',
  'to',
  'received_from',
  'received_to',
  'min_total',
  'max_total',
  'currency',
  'tax_rate',
  'source',
  'batch',
  'corrected',
]

/** Search and filters; they live in the address, so that a view can be kept and sent. */
export const FilterForm = ({ values, faults, language }: Props) => {
  const t = wordsIn(language)
  const active = folded.filter((name) => values[name]).length
  const more = { values, faults, language }
  return (
    <search>
      <form
        id="filters"
        class="filters"
        method="get"
        action="/invoices"
        hx-get="/invoices"
        hx-trigger="submit, input delay:350ms target:#q, change from:body target:'#more-filters *, [form=filters]'"
        hx-target="#results"
        hx-select="#results"
        hx-swap="outerHTML"
        hx-push-url="true"
        hx-sync="this:replace"
      >
        <div class="search">
          <label class="hidden" for="q">
            {t.search}
          </label>
          <input type="search" id="q" name="q" value={values.q} placeholder={t.searchHint} maxlength={200} />
          <button type="submit">{t.search}</button>
        </div>
        <details id="more-filters" open={active > 0}>
          <summary>
            {t.filters}
            {active > 0 && ` (${active})`}
          </summary>
          <div class="fields">
            <Filter name="issuer" label={t.issuer} maxlength={200} {...more} />
            <Filter name="from" label={t.from} type="date" {...more} />
            <Filter name="to" label={t.to} type="date" {...more} />
            <Filter name="received_from" label={t.receivedFrom} type="date" {...more} />
            <Filter name="received_to" label={t.receivedTo} type="date" {...more} />
            <Filter name="min_total" label={t.minTotal} type="number" step="any" {...more} />
            <Filter name="max_total" label={t.maxTotal} type="number" step="any" {...more} />
            <Filter name="batch" label={t.batch} type="number" step="1" {...more} />
            <Filter name="currency" label={t.currency} maxlength={3} placeholder="EUR" {...more} />
            <Filter name="tax_rate" label={t.taxRate} type="number" step="any" {...more} />
            <label>
              {t.source}
              <select name="source">
                <option value="">{t.any}</option>
                {invoiceSources.map((source) => (
                  <option value={source} selected={source === values.source}>
                    {sourceLabels[source][language]}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {t.correctedValue}
              <select name="corrected">
                <option value="">{t.anyOrNone}</option>
                {fieldNames.map((name) => (
                  <option value={name} selected={name === values.corrected}>
                    {fieldLabels[name][language]}
                  </option>
                ))}
              </select>
            </label>
            <a href={values.status ? `/invoices?status=${values.status}` : '/invoices'}>{t.clear}</a>
          </div>
        </details>
      </form>
    </search>
  )
}

interface FilterProps extends Props {
  name: string
  label: string
  type?: string
  step?: string
  maxlength?: number
  placeholder?: string
}

const Filter = ({ name, label, values, faults, language, ...input }: FilterProps) => {
  const isWrong = faults.has(name)
  return (
    <label>
      {label}
      <input
        name={name}
        value={values[name]}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={isWrong ? `${name}-fault` : undefined}
        {...input}
      />
      {isWrong && (
        <span id={`${name}-fault`} class="fault">
          {wordsIn(language).notUnderstood}
        </span>
      )}
    </label>
  )
}
