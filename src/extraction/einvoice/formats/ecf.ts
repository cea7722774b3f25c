import type { XmlElement } from '../../../xml/xml-tree.ts'
import { ecfType } from '../../ecf-type.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, text } from '../xml-values.ts'

/** The Dominican Republic's e-CF. */
export const ecf: Format = {
  name: 'e-CF',
  recognises: (root) => root.name === 'ECF' && text(root, 'Encabezado/IdDoc/eNCF') !== null,
  read: (root) => [read(root)],
}

const terms = new Map([
  ['1', 'Contado'],
  ['2', 'Crédito'],
  ['3', 'Gratuito'],
])
/** Rates of ITBIS, each with its own base and amount among the totals. */
const rates = ['1', '2', '3']
const exempt = '4'

function read(root: XmlElement): Stated {
  const header = first(root, 'Encabezado')
  const [id, totals] = [first(header, 'IdDoc'), first(header, 'Totales')]
  const [issuer, customer] = [first(header, 'Emisor'), first(header, 'Comprador')]
  const lines = all(root, 'DetallesItems/Item')
  const subtotal = added([amount(totals, 'MontoGravadoTotal'), amount(totals, 'MontoExento')])
  const tax = added([amount(totals, 'TotalITBIS'), amount(totals, 'MontoImpuestoAdicional')])
  const total = amount(totals, 'MontoTotal')
  const unbilled = amount(totals, 'MontoNoFacturable')
  return {
    document_type: ecfType(text(id, 'TipoeCF')),
    issuer_name: text(issuer, 'RazonSocialEmisor', 'NombreComercial'),
    issuer_tax_id: text(issuer, 'RNCEmisor'),
    issuer_address: addressIn(issuer, 'DireccionEmisor'),
    customer_name: text(customer, 'RazonSocialComprador'),
    customer_tax_id: text(customer, 'RNCComprador', 'IdentificadorExtranjero'),
    invoice_number: text(id, 'eNCF'),
    date: date(issuer, 'FechaEmision'),
    due_date: date(id, 'FechaLimitePago'),
    // What it is worth in another currency is said apart.
    currency: 'DOP',
    subtotal,
    tax,
    total,
    due: amount(totals, 'ValorPagar'),
    taxes: taxesOf(totals),
    products: lines.map((line) => productOf(line, totals)),
    payment_terms: text(id, 'TerminoPago') ?? terms.get(text(id, 'TipoPago') ?? '') ?? null,
    purchase_order: text(customer, 'NumeroOrdenCompra'),
    sums: [
      linesSum(
        [...lines.map((line) => amount(line, 'MontoItem')), ...changesOf(root)],
        // Prices may hold the tax, and lines what is only passed on.
        ...[subtotal, total].flatMap((whole) => (whole === null ? [] : [whole, added([whole, unbilled])])),
      ),
      totalsSum([subtotal, tax ?? 0], total),
    ],
  }
}

function taxesOf(totals: XmlElement) {
  const kept = (name: string, place: string) => {
    const money = amount(totals, place)
    return { name, amount: money === null ? null : minus(money) }
  }
  return [
    ...rates.map((rate) => ({
      name: 'ITBIS',
      rate: amount(totals, `ITBIS${rate}`),
      base: amount(totals, `MontoGravadoI${rate}`),
      amount: amount(totals, `TotalITBIS${rate}`),
    })),
    ...all(totals, 'ImpuestosAdicionales/ImpuestoAdicional').map((tax) => ({
      name: `Impuesto adicional ${text(tax, 'TipoImpuesto') ?? ''}`.trim(),
      rate: amount(tax, 'TasaImpuestoAdicional'),
      amount: added(
        [
          'MontoImpuestoSelectivoConsumoEspecifico',
          'MontoImpuestoSelectivoConsumoAdvalorem',
          'OtrosImpuestosAdicionales',
        ].map((place) => amount(tax, place)),
      ),
    })),
    kept('Retención ITBIS', 'TotalITBISRetenido'),
    kept('Retención ISR', 'TotalISRRetencion'),
  ]
}

const changesOf = (root: XmlElement) =>
  all(root, 'DescuentosORecargos/DescuentoORecargo').map((change) => {
    const money = amount(change, 'MontoDescuentooRecargo')
    return text(change, 'TipoAjuste') === 'D' ? minus(money) : money
  })

function productOf(line: XmlElement, totals: XmlElement) {
  const rate = text(line, 'IndicadorFacturacion') ?? ''
  return {
    name: text(line, 'NombreItem', 'DescripcionItem') ?? undefined,
    quantity: amount(line, 'CantidadItem'),
    unit_price: amount(line, 'PrecioUnitarioItem'),
    total_price: amount(line, 'MontoItem'),
    tax_rate: rate === exempt ? 0 : rates.includes(rate) ? amount(totals, `ITBIS${rate}`) : null,
  }
}
