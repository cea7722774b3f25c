import { type InvoiceData as Data, fieldNames, type Provenances } from '../../src/invoices/invoice-data.ts'
import { columnsOf, type RowName, rowNames, type ScalarName } from '../../src/invoices/review-form.ts'
import type { Language } from '../../src/language.ts'
import { money } from '../parts/format.ts'
import { columnLabels, fieldLabels } from '../parts/labels.ts'
import { wordsIn } from '../parts/words.ts'
import { Proof } from './proof.tsx'
import { readable } from './readable.ts'

interface Props {
  data: Data
  fields: Provenances
  language: Language
}

const scalarNames = fieldNames.filter((name): name is ScalarName => !rowNames.includes(name as RowName))

/** The data of an invoice that is not to be edited, now or by this person. */
export const InvoiceData = ({ data, fields, language }: Props) => {
  const t = wordsIn(language)
  return (
    <div class="invoice-data">
      <dl>
        {scalarNames.map((name) => (
          <div id={`field-${name}`} tabindex={-1}>
            <dt>{fieldLabels[name][language]}</dt>
            <dd>
              {data[name] === null ? (
                <span class="quiet">{t.unknown}</span>
              ) : (
                <span class="value">{readable(name, data, language)}</span>
              )}
              <Proof name={name} proof={fields[name]} isOpen={data[name] === null} language={language} />
            </dd>
          </div>
        ))}
      </dl>
      {rowNames.map((name) => (
        <Rows name={name} data={data} fields={fields} language={language} />
      ))}
    </div>
  )
}

const Rows = ({ name, data, fields, language }: Props & { name: RowName }) => {
  const rows: Record<string, string | number | null>[] = data[name]
  return (
    <section class={`rows ${name}`} id={`field-${name}`} tabindex={-1}>
      <h2>{fieldLabels[name][language]}</h2>
      <Proof name={name} proof={fields[name]} language={language} />
      {rows.length === 0 ? (
        <p class="quiet">{wordsIn(language).noRows}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {columnsOf[name].map((column) => (
                <th scope="col" class={column}>
                  {columnLabels[`${name}.${column}`]?.[language]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {columnsOf[name].map((column) => (
                  <td class={column} data-label={columnLabels[`${name}.${column}`]?.[language]}>
                    {cell(column, row[column], language)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const plainNumbers = ['quantity', 'rate', 'tax_rate']

function cell(column: string, value: string | number | null | undefined, language: Language) {
  if (typeof value !== 'number') return value ?? ''
  return plainNumbers.includes(column)
    ? new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(value)
    : money(value, null, language)
}
