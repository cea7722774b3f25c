import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { addressIn, all, amount, attribute, date, first, parseDecimal, text } from '../xml-values.ts'
import { paymentOf } from './cfdi-payment.ts'
import { cfdiTaxes } from './cfdi-taxes.ts'
import { numberInSeries } from './number-in-series.ts'

/** Mexico's CFDI 3.2, 3.3 and 4.0; 3.2 begins the names of its attributes in lower case. */
export const cfdi: Format = {
  name: 'CFDI',
  recognises: ({ name, namespace }) =>
    name === 'Comprobante' && namespace.startsWith('http://www.sat.gob.mx/cfd/'),
  read: (root) => [read(root)],
}

type Type = NonNullable<Stated['document_type']>
/** Payroll and transport are neither: they have no type of ours. */
const types = new Map<string, Type>([
  ['I', 'invoice'],
  ['ingreso', 'invoice'],
  ['E', 'credit_note'],
  ['egreso', 'credit_note'],
  ['P', 'receipt'],
])

function read(root: XmlElement): Stated {
  const issuer = first(root, 'Emisor')
  const customer = first(root, 'Receptor')
  const type = attribute(root, 'TipoDeComprobante') ?? ''
  const uuid = text(root, 'Complemento/TimbreFiscalDigital/@UUID')
  return {
    document_type: types.get(type) ?? null,
    issuer_name: attribute(issuer, 'Nombre'),
    issuer_tax_id: attribute(issuer, 'Rfc'),
    issuer_address: addressOf(first(issuer, 'DomicilioFiscal')),
    customer_name: attribute(customer, 'Nombre'),
    customer_tax_id: attribute(customer, 'Rfc'),
    // Series and folio are the issuer's own and optional: the tax office knows the document by its UUID.
    invoice_number: numberInSeries(attribute(root, 'Serie'), attribute(root, 'Folio'), '') ?? uuid,
    date: date(root, '@Fecha', '@fecha'),
    payment_terms: attribute(root, 'CondicionesDePago'),
    cufe: uuid,
    ...(type === 'P' ? paymentOf(root) : saleOf(root)),
  }
}

/** Amounts before discounts, and the taxes that turn them into the total. */
function saleOf(root: XmlElement): Stated {
  const subtotal = amountOf(root, 'SubTotal')
  const total = amountOf(root, 'Total')
  const taxes = cfdiTaxes(root)
  const products = all(root, 'Conceptos/Concepto').map(productOf)
  return {
    currency: currencyOf(attribute(root, 'Moneda')),
    subtotal,
    tax: amountOf(first(root, 'Impuestos'), 'TotalImpuestosTrasladados') ?? added(taxes.federal),
    total,
    taxes: taxes.lines,
    products,
    sums: [
      linesSum(
        products.map((line) => line.total_price ?? null),
        subtotal,
      ),
      totalsSum(
        [subtotal, minus(amountOf(root, 'Descuento')), ...taxes.lines.map((line) => line.amount)],
        total,
      ),
    ],
  }
}

const productOf = (line: XmlElement) => ({
  name: attribute(line, 'Descripcion') ?? undefined,
  quantity: amountOf(line, 'Cantidad'),
  unit_price: amountOf(line, 'ValorUnitario'),
  total_price: amountOf(line, 'Importe'),
  tax_rate: percent(amount(line, 'Impuestos/Traslados/Traslado/@TasaOCuota')),
})

const percent = (share: number | null) => (share === null ? null : Number((share * 100).toFixed(6)))

const amountOf = (from: XmlElement, name: string): number | null => {
  const found = attribute(from, name)
  return found === null ? null : parseDecimal(found)
}

/** Before 3.3 the currency was free text, and by law pesos where there was none. */
function currencyOf(written: string | null) {
  if (written === null || /peso|nacional|^m\.? ?n\.?$|^mxp$/i.test(written)) return 'MXN'
  if (/d[oó]lar/i.test(written)) return 'USD'
  return written
}

const addressOf = (address: XmlElement) =>
  addressIn(
    address,
    '@calle',
    '@noExterior',
    '@noInterior',
    '@colonia',
    '@localidad',
    '@municipio',
    '@estado',
    '@codigoPostal',
    '@pais',
  )
