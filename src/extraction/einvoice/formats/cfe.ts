import type { XmlElement } from '../../../xml/xml-tree.ts'
import { cfeType } from '../../cfe-type.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, text } from '../xml-values.ts'

/** Uruguay's CFE, alone or many in an envelope between firms. */
export const cfe: Format = {
  name: 'CFE',
  recognises: (root) => root.name === 'CFE' && documentIn(root) !== undefined,
  read: (root) => [read(documentIn(root)!)],
}

/** An e-Ticket, e-Factura or other kind, each an element of its own. */
const documentIn = (root: XmlElement) =>
  root.children.find((child) => text(child, 'Encabezado/IdDoc/TipoCFE') !== null)

const terms = new Map([
  ['1', 'Contado'],
  ['2', 'Crédito'],
])
const nets = [
  'MntNoGrv',
  'MntExpoyAsim',
  'MntImpuestoPerc',
  'MntIVaenSusp',
  'MntNetoIvaTasaMin',
  'MntNetoIVATasaBasica',
  'MntNetoIVAOtra',
]
const taxes: [base: string, rate: string, amount: string][] = [
  ['MntNetoIvaTasaMin', 'IVATasaMin', 'MntIVATasaMin'],
  ['MntNetoIVATasaBasica', 'IVATasaBasica', 'MntIVATasaBasica'],
  ['MntNetoIVAOtra', '', 'MntIVAOtra'],
]
const rateOfLine = new Map([
  ['2', 'IVATasaMin'],
  ['3', 'IVATasaBasica'],
])

function read(document: XmlElement): Stated {
  const header = first(document, 'Encabezado')
  const [id, totals] = [first(header, 'IdDoc'), first(header, 'Totales')]
  const [issuer, customer] = [first(header, 'Emisor'), first(header, 'Receptor')]
  const lines = all(document, 'Detalle/Item')
  const type = text(id, 'TipoCFE') ?? ''
  const subtotal = added(nets.map((name) => amount(totals, name)))
  const tax = added(taxes.map(([, , name]) => amount(totals, name)))
  const total = amount(totals, 'MntTotal')
  return {
    document_type: cfeType(type),
    issuer_name: text(issuer, 'RznSoc', 'NomComercial'),
    issuer_tax_id: text(issuer, 'RUCEmisor'),
    issuer_address: addressIn(issuer, 'DomFiscal', 'Ciudad', 'Departamento'),
    customer_name: text(customer, 'RznSocRecep'),
    customer_tax_id: text(customer, 'DocRecep', 'DocRecepExt'),
    invoice_number: numberOf(id),
    date: date(id, 'FchEmis'),
    due_date: date(id, 'FchVenc'),
    currency: text(totals, 'TpoMoneda') ?? 'UYU',
    subtotal,
    tax,
    total,
    due: amount(totals, 'MntPagar'),
    taxes: taxes
      .map(([base, rate, money]) => ({
        name: 'IVA',
        rate: rate ? amount(totals, rate) : null,
        base: amount(totals, base),
        amount: amount(totals, money),
      }))
      .filter((line) => line.base || line.amount),
    products: lines.map((line) => productOf(line, totals)),
    payment_terms: terms.get(text(id, 'FmaPago') ?? '') ?? null,
    purchase_order: text(customer, 'CompraID'),
    sums: [...linesMake(document, lines, subtotal, total), totalsSum([subtotal, tax ?? 0], total)],
  }
}

/** Prices may hold the tax; a discount on all lines may be for those of one rate. */
function linesMake(document: XmlElement, lines: XmlElement[], net: number | null, total: number | null) {
  if (all(document, 'DscRcgGlobal').length > 0) return []
  const unbilled = amount(document, 'Encabezado/Totales/MontoNF')
  const wholes = [net, total].flatMap((whole) => (whole === null ? [] : [whole, added([whole, unbilled])]))
  return [
    linesSum(
      lines.map((line) => amount(line, 'MontoItem')),
      ...wholes,
    ),
  ]
}

const numberOf = (id: XmlElement) =>
  [text(id, 'Serie'), text(id, 'Nro')].filter((part) => part !== null).join('-') || null

function productOf(line: XmlElement, totals: XmlElement) {
  const kind = text(line, 'IndFact') ?? ''
  const rate = rateOfLine.get(kind)
  return {
    name: text(line, 'NomItem', 'DscItem') ?? undefined,
    quantity: amount(line, 'Cantidad'),
    unit_price: amount(line, 'PrecioUnitario'),
    total_price: amount(line, 'MontoItem'),
    tax_rate: rate ? amount(totals, rate) : kind === '1' ? 0 : null,
  }
}
