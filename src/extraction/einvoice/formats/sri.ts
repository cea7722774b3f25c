import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, totalsSum } from '../sums.ts'
import { all, amount, date, first, text } from '../xml-values.ts'

/** Each kind of document keeps its data in an element of its own. */
const kinds = new Map([
  ['factura', 'infoFactura'],
  ['notaCredito', 'infoNotaCredito'],
  ['notaDebito', 'infoNotaDebito'],
  ['liquidacionCompra', 'infoLiquidacionCompra'],
])

/** Ecuador's documents for the SRI, bare or in the envelope of their authorisation. */
export const sri: Format = {
  name: 'SRI',
  recognises: ({ name, children }) =>
    kinds.has(name) && children.some((child) => child.name === 'infoTributaria'),
  read: (root) => [read(root)],
}

const taxNames = new Map([
  ['2', 'IVA'],
  ['3', 'ICE'],
  ['5', 'IRBPNR'],
])
/** The rate behind a code of IVA, where it is not stated itself. */
const rates = new Map([
  ['0', 0],
  ['2', 12],
  ['3', 14],
  ['4', 15],
  ['5', 5],
  ['8', 8],
  ['10', 13],
])

function read(root: XmlElement): Stated {
  const [issuer, info] = [first(root, 'infoTributaria'), first(root, kinds.get(root.name)!)]
  const taxes = taxesIn(info)
  const lines = all(root, 'detalles/detalle')
  const reasons = all(root, 'motivos/motivo')
  const subtotal = amount(info, 'totalSinImpuestos')
  const tax = added(taxes.map((line) => line.amount))
  const total = amount(info, 'importeTotal', 'valorModificacion', 'valorTotal')
  return {
    document_type: root.name === 'notaCredito' ? 'credit_note' : 'invoice',
    issuer_name: text(issuer, 'razonSocial', 'nombreComercial'),
    issuer_tax_id: text(issuer, 'ruc'),
    issuer_address: text(info, 'dirEstablecimiento') ?? text(issuer, 'dirMatriz'),
    customer_name: text(info, 'razonSocialComprador', 'razonSocialProveedor'),
    customer_tax_id: text(info, 'identificacionComprador', 'identificacionProveedor'),
    invoice_number: numberOf(issuer),
    date: date(info, 'fechaEmision'),
    // The country has no other currency.
    currency: 'USD',
    subtotal,
    tax,
    total,
    taxes,
    products: [...lines.map(productOf), ...reasons.map(reasonOf)],
    cufe: text(issuer, 'claveAcceso'),
    payment_terms: termsOf(first(info, 'pagos/pago')),
    sums: [
      linesSum(
        lines.map((line) => amount(line, 'precioTotalSinImpuesto')),
        subtotal,
      ),
      totalsSum([subtotal, tax ?? 0, amount(info, 'propina') ?? 0], total),
    ],
  }
}

const numberOf = (issuer: XmlElement) => {
  const parts = ['estab', 'ptoEmi', 'secuencial'].map((name) => text(issuer, name))
  return parts.includes(null) ? text(issuer, 'secuencial') : parts.join('-')
}

/** One a kind and rate: what is there word for word again was only written twice. */
function taxesIn(info: XmlElement) {
  const taxes = [...all(info, 'totalConImpuestos/totalImpuesto'), ...all(info, 'impuestos/impuesto')]
  const wording = (tax: XmlElement) => tax.children.map(({ name, text }) => `${name} ${text}`).join()
  return [...new Map(taxes.map((tax) => [wording(tax), tax])).values()].map(taxOf)
}

const taxOf = (tax: XmlElement) => ({
  name: taxNames.get(text(tax, 'codigo') ?? '') ?? 'Impuesto',
  rate: amount(tax, 'tarifa') ?? rates.get(text(tax, 'codigoPorcentaje') ?? '') ?? null,
  base: amount(tax, 'baseImponible'),
  amount: amount(tax, 'valor'),
})

const productOf = (line: XmlElement) => ({
  name: text(line, 'descripcion', 'codigoPrincipal', 'codigoInterno') ?? undefined,
  quantity: amount(line, 'cantidad'),
  unit_price: amount(line, 'precioUnitario'),
  total_price: amount(line, 'precioTotalSinImpuesto'),
  tax_rate: amount(line, 'impuestos/impuesto/tarifa'),
})

/** A debit note has reasons in place of lines. */
const reasonOf = (reason: XmlElement) => ({
  name: text(reason, 'razon') ?? undefined,
  total_price: amount(reason, 'valor'),
})

/** "30 dias"; a term of no days says nothing. */
const termsOf = (payment: XmlElement) => {
  const [term, unit] = [amount(payment, 'plazo'), text(payment, 'unidadTiempo')]
  return term && unit ? `${term} ${unit}` : null
}
