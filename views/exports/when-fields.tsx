import type { FormState } from '../../src/exports/export-form.ts'
import { periods } from '../../src/exports/exports.table.ts'
import type { Language } from '../../src/language.ts'
import { exportWordsIn, periodLabels } from './export-words.ts'

interface Props {
  form: FormState
  language: Language
  /** Whether it can be told what is new. */
  canBeNew?: boolean
}

/** Once and now, or again and again. */
export const WhenFields = ({ form: { values }, language, canBeNew }: Props) => {
  const t = exportWordsIn(language)
  return (
    <fieldset>
      <legend>{t.when}</legend>
      <div class="choices">
        <select name="every" aria-label={t.when}>
          <option value="">{t.now}</option>
          {periods.map((period) => (
            <option value={period} selected={values.every === period}>
              {periodLabels[period][language]}
            </option>
          ))}
        </select>
        {canBeNew && (
          <label>
            <input type="checkbox" name="only_new" checked={values.only_new !== undefined} />
            {t.onlyNew}
          </label>
        )}
      </div>
    </fieldset>
  )
}
