import type { FormState } from '../../src/exports/export-form.ts'
import { dataFiles, includable } from '../../src/exports/export-request.ts'
import { fieldNames } from '../../src/invoices/invoice-data.ts'
import { invoiceFilter } from '../../src/invoices/invoice-filter.ts'
import { invoiceSources } from '../../src/invoices/invoices.table.ts'
import { statuses } from '../../src/invoices/life.ts'
import type { Language } from '../../src/language.ts'
import { fieldLabels, sourceLabels, tabLabels } from '../parts/labels.ts'
import { wordsIn } from '../parts/words.ts'
import { describeFilter } from './describe-request.ts'
import { dataFileLabels, exportWordsIn, includedLabels } from './export-words.ts'
import { Choices, Input } from './form-parts.tsx'
import { WhenFields } from './when-fields.tsx'

interface Props {
  form: FormState
  language: Language
}

/** What only a list that leads here can have asked for. */
const fromList = ['ids', 'ready', 'received_from', 'received_to', 'tax_rate', 'corrected']

/** A new export of Folio's own invoices: which ones, what of them, and when. */
export const FolioForm = ({ form, language }: Props) => {
  const [t, e] = [wordsIn(language), exportWordsIn(language)]
  const { values } = form
  return (
    <form method="post" action="/exports" class="export-form">
      <input type="hidden" name="of" value="folio" />
      <fieldset>
        <legend>{e.which}</legend>
        <p class="quiet">{e.whichHint}</p>
        <Carried values={values} language={language} />
        <div class="fields">
          <label>
            {e.status}
            <select name="status">
              <option value="">{t.all}</option>
              {statuses.map((status) => (
                <option value={status} selected={values.status === status}>
                  {tabLabels[status][language]}
                </option>
              ))}
            </select>
          </label>
          <Input name="q" label={e.text} form={form} maxlength={200} />
          <Input name="issuer" label={t.issuer} form={form} maxlength={200} />
          <Input name="from" label={t.from} form={form} type="date" />
          <Input name="to" label={t.to} form={form} type="date" />
          <Input name="min_total" label={t.minTotal} form={form} type="number" step="any" />
          <Input name="max_total" label={t.maxTotal} form={form} type="number" step="any" />
          <Input name="currency" label={t.currency} form={form} maxlength={3} placeholder="EUR" />
          <Input name="batch" label={t.batch} form={form} type="number" step="1" />
          <label>
            {t.source}
            <select name="source">
              <option value="">{t.any}</option>
              {invoiceSources.map((source) => (
                <option value={source} selected={values.source === source}>
                  {sourceLabels[source][language]}
                </option>
              ))}
            </select>
          </label>
        </div>
      </fieldset>
      <Choices
        name="include"
        legend={e.what}
        choices={includable.map((value) => [value, includedLabels[value][language]])}
        chosen={form.lists.include ?? ['documents', 'data']}
        fault={form.faults.get('include')}
      />
      <Choices
        name="data"
        legend={e.dataAs}
        choices={dataFiles.map((value) => [value, dataFileLabels[value][language]])}
        chosen={form.lists.data ?? ['json', 'csv']}
        fault={form.faults.get('data')}
      />
      <details open={Boolean(form.lists.columns?.length)}>
        <summary>{e.columns}</summary>
        <Choices
          name="columns"
          legend={e.columnsHint}
          choices={fieldNames.map((value) => [value, fieldLabels[value][language]])}
          chosen={form.lists.columns ?? []}
          fault={form.faults.get('columns')}
        />
      </details>
      <WhenFields form={form} language={language} canBeNew />
      <button type="submit" class="primary">
        {e.start}
      </button>
    </form>
  )
}

/** That, said and kept. */
const Carried = ({ values, language }: { values: FormState['values']; language: Language }) => {
  const carried = Object.fromEntries(fromList.flatMap((name) => (values[name] ? [[name, values[name]]] : [])))
  const filter = invoiceFilter.safeParse(carried)
  const said = filter.data ? describeFilter(filter.data, language) : []
  if (!said.length) return null
  return (
    <>
      {Object.entries(carried).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <p class="carried">
        {said.map((each) => (
          <span class="badge">{each}</span>
        ))}{' '}
        <a href="/exports?of=folio">{wordsIn(language).clear}</a>
      </p>
    </>
  )
}
