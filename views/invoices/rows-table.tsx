import type { FieldChange } from '../../src/invoices/field-changes.ts'
import type { InvoiceData, Provenances } from '../../src/invoices/invoice-data.ts'
import { columnsOf, type ReviewForm, type Row, type RowName } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { columnLabels, fieldLabels } from '../parts/labels.ts'
import { fill, wordsIn } from '../parts/words.ts'
import { faultText } from './field.tsx'
import { Proof } from './proof.tsx'
import { RowSum } from './row-sum.tsx'
import { Trail } from './trail.tsx'

interface Props {
  name: RowName
  form: ReviewForm
  data: InvoiceData
  fields: Provenances
  doubt?: number
  isFirst?: boolean
  changes?: FieldChange[]
  language: Language
}

/** The lines or the taxes: as many rows as there are, and an empty one for the next. */
export const RowsTable = ({ name, form, data, fields, doubt, isFirst, changes, language }: Props) => {
  const t = wordsIn(language)
  const rows = [...form.rows[name], {}]
  const theirs = form.theirs[name]
  const fault = form.faults[name]
  return (
    <fieldset
      class={doubt ? `rows doubted ${name}` : `rows ${name}`}
      id={`field-${name}`}
      tabindex={-1}
      data-doubt={doubt}
    >
      <legend>{fieldLabels[name][language]}</legend>
      <Proof name={name} proof={fields[name]} language={language} />
      {changes && <Trail name={name} changes={changes} language={language} />}
      {fault && <p class="fault">{faultText(fault, t, language)}</p>}
      {theirs !== undefined && <p class="theirs">{fill(t.theirChange, { value: theirs || t.unknown })}</p>}
      <table>
        <thead>
          <tr>
            {columnsOf[name].map((column) => (
              <th scope="col" class={column}>
                {columnLabels[`${name}.${column}`]?.[language]}
              </th>
            ))}
            <td class="with-script" />
          </tr>
        </thead>
        <tbody data-grows>
          {rows.map((row, index) => (
            <EditableRow
              name={name}
              row={row}
              index={index}
              form={form}
              isFirst={isFirst && index === 0}
              language={language}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colspan={columnsOf[name].length + 1}>
              <RowSum name={name} data={data} language={language} />
            </td>
          </tr>
        </tfoot>
      </table>
      <p class="quiet without-script">{t.emptyRow}</p>
    </fieldset>
  )
}

interface RowProps extends Pick<Props, 'name' | 'form' | 'isFirst' | 'language'> {
  row: Row
  index: number
}

const EditableRow = ({ name, row, index, form, isFirst, language }: RowProps) => {
  const t = wordsIn(language)
  const n = index + 1
  return (
    <tr>
      {columnsOf[name].map((column, place) => (
        <Cell
          isFirst={isFirst && place === 0}
          path={`${name}.${column}`}
          value={row[column] ?? ''}
          rowLabel={fill(t.row, { n })}
          fault={form.faults[`${name}.${index}.${column}`]}
          faultId={`fault-${name}-${index}-${column}`}
          language={language}
        />
      ))}
      <td class="with-script">
        <button type="button" class="quiet remove" data-remove aria-label={fill(t.removeRow, { n })}>
          ×
        </button>
      </td>
    </tr>
  )
}

interface CellProps {
  isFirst?: boolean
  path: string
  value: string
  rowLabel: string
  fault: ReviewForm['faults'][string] | undefined
  faultId: string
  language: Language
}

const Cell = ({ isFirst, path, value, rowLabel, fault, faultId, language }: CellProps) => {
  const column = path.split('.')[1]
  const label = columnLabels[path]?.[language] ?? path
  const isText = column === 'name'
  return (
    <td class={column} data-label={label}>
      <input
        type="text"
        name={path}
        value={value}
        class={isText ? undefined : 'amount'}
        inputmode={isText ? undefined : 'decimal'}
        maxlength={isText ? 500 : 40}
        autocomplete="off"
        autofocus={isFirst}
        aria-label={`${label}, ${rowLabel}`}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={fault ? faultId : undefined}
      />
      {fault && (
        <span id={faultId} class="fault">
          {faultText(fault, wordsIn(language), language)}
        </span>
      )}
    </td>
  )
}
