import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, minus } from '../sums.ts'
import { addressIn, all, amount, date, first, text } from '../xml-values.ts'
import { taxesByRate } from './taxes-by-rate.ts'

/** Guatemala's FEL; its prices hold the tax. */
export const fel: Format = {
  name: 'FEL',
  recognises: (root) => root.name === 'GTDocumento' && all(root, 'SAT/DTE/DatosEmision').length > 0,
  read: (root) => all(root, 'SAT/DTE').slice(0, 1).map(read),
}

const credits = new Set(['NCRE', 'NABN'])
const receipts = new Set(['RECI', 'RDON'])
/** What a unit of IVA is taxed with; others have no rate in per cent. */
const rates = new Map([
  ['1', 12],
  ['2', 0],
])

function read(document: XmlElement): Stated {
  const [emission, permit] = [
    first(document, 'DatosEmision'),
    first(document, 'Certificacion/NumeroAutorizacion'),
  ]
  const [general, issuer] = [first(emission, 'DatosGenerales'), first(emission, 'Emisor')]
  const [customer, totals] = [first(emission, 'Receptor'), first(emission, 'Totales')]
  const lines = all(emission, 'Items/Item')
  const type = text(general, '@Tipo') ?? ''
  const total = amount(totals, 'GranTotal')
  const tax = added(
    all(totals, 'TotalImpuestos/TotalImpuesto').map((each) => amount(each, '@TotalMontoImpuesto')),
  )
  return {
    document_type: credits.has(type) ? 'credit_note' : receipts.has(type) ? 'receipt' : 'invoice',
    issuer_name: text(issuer, '@NombreEmisor', '@NombreComercial'),
    issuer_tax_id: text(issuer, '@NITEmisor'),
    issuer_address: addressIn(first(issuer, 'DireccionEmisor'), 'Direccion', 'Municipio', 'Departamento'),
    customer_name: text(customer, '@NombreReceptor'),
    customer_tax_id: customerId(customer),
    invoice_number: numberOf(permit),
    date: date(general, '@FechaHoraEmision'),
    due_date: date(emission, 'Complementos/Complemento/AbonosFacturaCambiaria/Abono/FechaVencimiento'),
    currency: text(general, '@CodigoMoneda') ?? 'GTQ',
    subtotal: total === null ? null : added([total, minus(tax)]),
    tax,
    total,
    taxes: taxesByRate(lines.flatMap((line) => all(line, 'Impuestos/Impuesto').map(taxOf))),
    products: lines.map(productOf),
    cufe: text(permit, '.'),
    sums: [
      linesSum(
        lines.map((line) => amount(line, 'Total')),
        total,
      ),
    ],
  }
}

/** A consumer is nobody in particular. */
function customerId(customer: XmlElement) {
  const id = text(customer, '@IDReceptor')
  return id && /^C\.?\/?F\.?$/i.test(id) ? null : id
}

/** Series and number are the first parts of the authorisation, given once it is certified. */
const numberOf = (permit: XmlElement) =>
  [text(permit, '@Serie'), text(permit, '@Numero')].filter((part) => part !== null).join('-') || null

function taxOf(tax: XmlElement) {
  const name = text(tax, 'NombreCorto') ?? undefined
  return {
    name,
    rate: name === 'IVA' ? (rates.get(text(tax, 'CodigoUnidadGravable') ?? '') ?? null) : null,
    base: amount(tax, 'MontoGravable'),
    amount: amount(tax, 'MontoImpuesto'),
  }
}

const productOf = (line: XmlElement) => ({
  name: text(line, 'Descripcion') ?? undefined,
  quantity: amount(line, 'Cantidad'),
  unit_price: amount(line, 'PrecioUnitario'),
  total_price: amount(line, 'Total', 'Precio'),
  tax_rate:
    all(line, 'Impuestos/Impuesto')
      .map(taxOf)
      .find(({ name }) => name === 'IVA')?.rate ?? null,
})
