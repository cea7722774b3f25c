import type { Text } from '../../language.ts'
import type { ByLabel, ByPlace, Format, How, RuleField } from './rule.ts'

/** What a rule does, in a sentence for a person. */
export function describeRule(field: RuleField, how: How): Text {
  const { es, en } = subjects[field]
  if (how.by === 'default')
    return { es: `${es} es siempre «${how.value}».`, en: `${en} is always “${how.value}”.` }
  const where = how.by === 'label' ? besideLabel(how) : atPlace(how)
  const looks = lookOf(how)
  return { es: `${es} está ${where.es}${looks.es}.`, en: `${en} is ${where.en}${looks.en}.` }
}

const subjects: Record<RuleField, Text> = {
  document_type: { es: 'El tipo de documento', en: 'The document type' },
  issuer_name: { es: 'El nombre del emisor', en: 'The issuer’s name' },
  issuer_tax_id: { es: 'El identificador fiscal del emisor', en: 'The issuer’s tax id' },
  issuer_address: { es: 'La dirección del emisor', en: 'The issuer’s address' },
  customer_name: { es: 'El nombre del cliente', en: 'The customer’s name' },
  customer_tax_id: { es: 'El identificador fiscal del cliente', en: 'The customer’s tax id' },
  invoice_number: { es: 'El número', en: 'The number' },
  date: { es: 'La fecha', en: 'The date' },
  due_date: { es: 'El vencimiento', en: 'The due date' },
  currency: { es: 'La moneda', en: 'The currency' },
  subtotal: { es: 'El subtotal', en: 'The subtotal' },
  tax: { es: 'El impuesto', en: 'The tax' },
  total: { es: 'El total', en: 'The total' },
  cufe: { es: 'El CUFE', en: 'The CUFE' },
  payment_terms: { es: 'La condición de pago', en: 'The payment condition' },
  purchase_order: { es: 'La orden de compra', en: 'The purchase order' },
}

function besideLabel({ label, stands, pick }: ByLabel): Text {
  const last = pick === 'last' ? { es: ', el último de ahí', en: ', the last one there' } : { es: '', en: '' }
  return stands === 'right'
    ? { es: `a la derecha de «${label}»${last.es}`, en: `to the right of “${label}”${last.en}` }
    : { es: `debajo de «${label}»${last.es}`, en: `below “${label}”${last.en}` }
}

const heights: Text[] = [
  { es: 'arriba', en: 'at the top' },
  { es: 'a media altura', en: 'in the middle' },
  { es: 'abajo', en: 'at the bottom' },
]
const sides: Text[] = [
  { es: 'a la izquierda', en: 'on the left' },
  { es: 'en el centro', en: 'in the centre' },
  { es: 'a la derecha', en: 'on the right' },
]

function atPlace({ page, box: [x0, y0, x1, y1] }: ByPlace): Text {
  const third = (middle: number) => Math.min(2, Math.max(0, Math.floor(middle * 3)))
  const [height, side] = [heights[third((y0 + y1) / 2)]!, sides[third((x0 + x1) / 2)]!]
  const of =
    page === 'first'
      ? { es: 'de la primera página', en: 'of the first page' }
      : { es: 'de la última página', en: 'of the last page' }
  return { es: `${height.es} ${side.es} ${of.es}`, en: `${height.en} ${side.en} ${of.en}` }
}

function lookOf({ shape, order, mark, despiteSums }: Format): Text {
  const looks: Text[] = []
  if (shape)
    looks.push({
      es: `con la forma ${spell(shape, { A: 'letras', 9: 'cifras', X: 'código' })}`,
      en: `of the form ${spell(shape, { A: 'letters', 9: 'digits', X: 'code' })}`,
    })
  if (order === 'day') looks.push({ es: 'con el día primero', en: 'with the day first' })
  if (order === 'month') looks.push({ es: 'con el mes primero', en: 'with the month first' })
  if (mark === ',') looks.push({ es: 'con coma decimal', en: 'with a decimal comma' })
  if (mark === '.') looks.push({ es: 'con punto decimal', en: 'with a decimal point' })
  if (despiteSums) looks.push({ es: 'aunque las sumas no cuadren', en: 'even if the sums don’t close' })
  return {
    es: looks.map((look) => `, ${look.es}`).join(''),
    en: looks.map((look) => `, ${look.en}`).join(''),
  }
}

const spell = (shape: string, words: Record<string, string>) =>
  shape.replace(/[A9X]/g, (sign) => words[sign] ?? sign)
