import type { DocuWareCheck } from '../../src/exports/docuware/check-docuware.ts'
import type { FormState } from '../../src/exports/export-form.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import { fill } from '../parts/words.ts'
import { exportWordsIn, includedLabels } from './export-words.ts'
import { Choices, Fault, Input } from './form-parts.tsx'
import { WhenFields } from './when-fields.tsx'

/** The others are suggested where one is asked for. */
const mostNamed = 20

interface Props {
  form: FormState
  /** What DocuWare answered, where it was just asked. */
  check?: DocuWareCheck
  isConfigured: boolean
  language: Language
}

/** A new export of a DocuWare file cabinet: which documents, as what, and whether Folio processes them too. */
export const DocuWareForm = ({ form, check, isConfigured, language }: Props) => {
  const t = exportWordsIn(language)
  const { values, faults, lists } = form
  if (!isConfigured) return <Notice kind="plain">{t.notConfigured}</Notice>
  return (
    <form method="post" action="/exports" class="export-form">
      <input type="hidden" name="of" value="docuware" />
      {check && <Connected check={check} language={language} />}
      <fieldset>
        <legend>{t.whichDocuments}</legend>
        <div class="fields">
          <Input name="cabinet" label={t.cabinet} form={form} maxlength={200} list="cabinets" required />
          <Input name="dialog" label={t.dialog} form={form} maxlength={200} placeholder={t.dialogHint} />
          <datalist id="cabinets">
            {check?.cabinets.map(({ name }) => (
              <option value={name} />
            ))}
          </datalist>
        </div>
        <div class="fields wide">
          <label>
            {t.fields}
            <textarea
              name="fields"
              rows={3}
              maxlength={10_000}
              spellcheck={false}
              placeholder={'COMPANY=Olmo*\nISSUED=2026-01-01..2026-03-31'}
              aria-describedby={faults.has('fields') ? 'fields-hint fields-fault' : 'fields-hint'}
              aria-invalid={faults.has('fields') ? 'true' : undefined}
            >
              {values.fields}
            </textarea>
          </label>
          <span id="fields-hint" class="quiet">
            {t.fieldsHint}
          </span>
          <Fault name="fields" fault={faults.get('fields')} />
        </div>
      </fieldset>
      <Choices
        name="include"
        legend={t.what}
        choices={(['documents', 'data'] as const).map((value) => [value, includedLabels[value][language]])}
        chosen={lists.include?.length ? lists.include : ['documents', 'data']}
        fault={faults.get('include')}
      />
      <fieldset>
        <legend>{t.filesAs}</legend>
        <div class="choices">
          {(['original', 'pdf'] as const).map((value) => (
            <label>
              <input
                type="radio"
                name="files"
                value={value}
                checked={(values.files ?? 'original') === value}
              />
              {t[value]}
            </label>
          ))}
        </div>
        <div class="choices">
          <label>
            <input type="checkbox" name="ingest" checked={values.ingest !== undefined} />
            {t.ingest}
          </label>
        </div>
      </fieldset>
      <WhenFields form={form} language={language} />
      <div class="ways">
        <button type="submit" class="primary">
          {t.start}
        </button>
        <button type="submit" formaction="/exports/docuware-check" formnovalidate>
          {t.testConnection}
        </button>
      </div>
    </form>
  )
}

const Connected = ({ check, language }: { check: DocuWareCheck; language: Language }) => {
  const { organisation, cabinets, ms } = check
  const names = cabinets.slice(0, mostNamed).map(({ name }) => name)
  const list = [...names, ...(cabinets.length > mostNamed ? ['…'] : [])].join(', ') || '—'
  const said = { organisation, cabinets: list, ms: wholeNumber(ms, language) }
  return <Notice kind="good">{fill(exportWordsIn(language).connected, said)}</Notice>
}
