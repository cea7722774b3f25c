import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { all, amount, date, first, text } from '../xml-values.ts'
import { taxesByRate } from './taxes-by-rate.ts'

type Type = NonNullable<Stated['document_type']>
const types = new Map<string, Type>([
  ['FacturaElectronica', 'invoice'],
  ['FacturaElectronicaCompra', 'invoice'],
  ['FacturaElectronicaExportacion', 'invoice'],
  ['NotaDebitoElectronica', 'invoice'],
  ['NotaCreditoElectronica', 'credit_note'],
  ['TiqueteElectronico', 'receipt'],
  ['ReciboElectronicoPago', 'receipt'],
])

/** Costa Rica's comprobantes, 4.2 to 4.4. */
export const costaRica: Format = {
  name: 'Comprobante CR',
  recognises: ({ name, children }) =>
    types.has(name) && children.some((child) => child.name === 'NumeroConsecutivo'),
  read: (root) => [read(root)],
}

const terms = new Map([
  ['01', 'Contado'],
  ['02', 'Crédito'],
])
const taxNames = new Map([
  ['01', 'IVA'],
  ['02', 'Selectivo de Consumo'],
  ['07', 'IVA'],
  ['08', 'IVA'],
])

function read(root: XmlElement): Stated {
  const [issuer, customer] = [first(root, 'Emisor'), first(root, 'Receptor')]
  const totals = first(root, 'ResumenFactura')
  const lines = all(root, 'DetalleServicio/LineaDetalle')
  const subtotal = amount(totals, 'TotalVentaNeta')
  const [tax, total] = [amount(totals, 'TotalImpuesto'), amount(totals, 'TotalComprobante')]
  return {
    document_type: types.get(root.name)!,
    issuer_name: text(issuer, 'Nombre', 'NombreComercial'),
    issuer_tax_id: text(issuer, 'Identificacion/Numero'),
    issuer_address: text(issuer, 'Ubicacion/OtrasSenas'),
    customer_name: text(customer, 'Nombre', 'NombreComercial'),
    customer_tax_id: text(customer, 'Identificacion/Numero', 'IdentificacionExtranjero'),
    invoice_number: text(root, 'NumeroConsecutivo'),
    date: date(root, 'FechaEmision'),
    currency: text(totals, 'CodigoTipoMoneda/CodigoMoneda', 'CodigoMoneda') ?? 'CRC',
    subtotal,
    tax,
    total,
    taxes: taxesByRate(lines.flatMap(taxesOf)),
    products: lines.map(productOf),
    cufe: text(root, 'Clave'),
    payment_terms: termsOf(root),
    sums: [
      linesSum(
        lines.map((line) => amount(line, 'SubTotal')),
        subtotal,
      ),
      totalsSum(
        [
          subtotal,
          tax ?? 0,
          amount(totals, 'TotalOtrosCargos') ?? 0,
          minus(amount(totals, 'TotalIVADevuelto')),
        ],
        total,
      ),
    ],
  }
}

/** What a line is exempted from by a decree is not owed. */
const taxesOf = (line: XmlElement) =>
  all(line, 'Impuesto').map((tax) => {
    const code = text(tax, 'Codigo') ?? ''
    const money = amount(tax, 'Monto')
    return {
      name: taxNames.get(code) ?? `Impuesto ${code}`.trim(),
      rate: amount(tax, 'Tarifa'),
      base: amount(line, 'BaseImponible', 'SubTotal'),
      amount:
        money === null
          ? null
          : added([money, minus(amount(tax, 'Exoneracion/MontoExoneracion', 'Exoneracion/MontoImpuesto'))]),
    }
  })

const productOf = (line: XmlElement) => ({
  name: text(line, 'Detalle', 'CodigoComercial/Codigo', 'Codigo') ?? undefined,
  quantity: amount(line, 'Cantidad'),
  unit_price: amount(line, 'PrecioUnitario'),
  total_price: amount(line, 'SubTotal', 'MontoTotal'),
  tax_rate: amount(line, 'Impuesto/Tarifa'),
})

/** "Crédito, 30"; a term of none says no more than the condition. */
function termsOf(root: XmlElement) {
  const condition = terms.get(text(root, 'CondicionVenta') ?? '')
  const days = text(root, 'PlazoCredito')
  return condition ? [condition, days === '0' ? null : days].filter((part) => part).join(', ') : null
}
