import type { Session } from '../../src/capture/captures.table.ts'
import { nameOf } from '../../src/capture/guidance.ts'
import { isThere, type RequiredField, requiredFields } from '../../src/capture/required-fields.ts'
import type { InvoiceData } from '../../src/invoices/invoice-data.ts'
import type { Language, Text } from '../../src/language.ts'
import { day, money, wholeNumber } from '../parts/format.ts'
import { fill, wordsIn } from '../parts/words.ts'

interface Props {
  session: Session
  language: Language
}

/** Where on a paper each usually stands. */
const places: Record<RequiredField, Text> = {
  issuer_name: { es: 'arriba del todo', en: 'at the very top' },
  invoice_number: { es: 'suele estar cerca del encabezado', en: 'usually near the heading' },
  date: { es: 'junto al número o al pie', en: 'beside the number or at the foot' },
  total: { es: 'al final, después de los productos', en: 'at the end, below the products' },
  products: { es: 'la lista, en medio', en: 'the list, in the middle' },
}

/** The five fields: what was found of them, and where to look for the others. */
export const NeededFields = ({ session: { data, status }, language }: Props) => {
  const t = wordsIn(language)
  const next = status === 'needs_retry' && requiredFields.find((name) => !isThere(data, name))
  return (
    <ul class="needed" aria-label={t.neededFields}>
      {requiredFields.map((name) => {
        const isFound = isThere(data, name)
        return (
          <li class={isFound ? 'found' : 'missing'}>
            <span class="mark" aria-hidden="true">
              {isFound ? '✓' : '○'}
            </span>
            <span class="name">{nameOf(name, language)}</span>
            <span class="hidden">{isFound ? t.isFound : t.isMissing}</span>
            <span class="value">{isFound ? shownValue(data, name, language) : places[name][language]}</span>
            {name === next && <span class="next">{t.nextPart}</span>}
          </li>
        )
      })}
    </ul>
  )
}

function shownValue(data: InvoiceData, name: RequiredField, language: Language) {
  const t = wordsIn(language)
  if (name === 'date') return day(data.date!, language)
  if (name === 'total') return money(data.total!, data.currency, language)
  if (name !== 'products') return data[name]
  const { length } = data.products
  return (
    <details>
      <summary>
        {length === 1 ? t.countProduct : fill(t.countProducts, { n: wholeNumber(length, language) })}
      </summary>
      <ol>
        {data.products.map((product) => (
          <li>
            <span>{product.name}</span>
            {product.total_price !== null && (
              <span class="amount">{money(product.total_price, data.currency, language)}</span>
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}
