import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, isTrue, text } from '../xml-values.ts'

/** Chile's DTE, alone or many in an envelope; real ones often leave their namespace out. */
export const dte: Format = {
  name: 'DTE',
  recognises: ({ name, namespace }) =>
    name === 'DTE' && (namespace === '' || namespace === 'http://www.sii.cl/SiiDte'),
  read: (root) =>
    ['Documento', 'Exportaciones', 'Liquidacion'].flatMap((name) => all(root, name).slice(0, 1)).map(read),
}

type Type = NonNullable<Stated['document_type']>
const types = new Map<string, Type>([
  ...['30', '32', '33', '34', '43', '45', '46', '55', '56', '101', '104', '110', '111'].map(
    (code): [string, Type] => [code, 'invoice'],
  ),
  ...['35', '38', '39', '41'].map((code): [string, Type] => [code, 'receipt']),
  ...['60', '61', '106', '112'].map((code): [string, Type] => [code, 'credit_note']),
])
const terms = new Map([
  ['1', 'Contado'],
  ['2', 'Crédito'],
  ['3', 'Sin costo'],
])
/** Exports say their currency in words. */
const currencies = new Map([
  ['DOLAR USA', 'USD'],
  ['EURO', 'EUR'],
  ['PESO CL', 'CLP'],
])
/** Further taxes that the buyer keeps back instead of paying them on top. */
const withheld = new Set('15 30 31 32 33 34 36 37 38 39 41 46 47 48 49 53'.split(' '))
const order = '801'

function read(document: XmlElement): Stated {
  const header = first(document, 'Encabezado')
  const [id, issuer] = [first(header, 'IdDoc'), first(header, 'Emisor')]
  const [customer, totals] = [first(header, 'Receptor'), first(header, 'Totales')]
  const rate = amount(totals, 'TasaIVA')
  const lines = all(document, 'Detalle')
  const exempt = amount(totals, 'MntExe')
  const more = furtherTaxes(totals)
  const [net, tax, total] = [amount(totals, 'MntNeto'), amount(totals, 'IVA'), amount(totals, 'MntTotal')]
  const money = text(totals, 'TpoMoneda')
  return {
    document_type: types.get(text(id, 'TipoDTE') ?? '') ?? null,
    issuer_name: text(issuer, 'RznSoc', 'RznSocEmisor'),
    issuer_tax_id: text(issuer, 'RUTEmisor'),
    issuer_address: addressIn(issuer, 'DirOrigen', 'CmnaOrigen', 'CiudadOrigen'),
    customer_name: text(customer, 'RznSocRecep'),
    customer_tax_id: text(customer, 'RUTRecep'),
    invoice_number: text(id, 'Folio'),
    date: date(id, 'FchEmis'),
    due_date: date(id, 'FchVenc'),
    currency: money ? (currencies.get(money.toUpperCase()) ?? null) : 'CLP',
    subtotal: net ?? exempt,
    tax,
    total,
    taxes: [...(tax === null ? [] : [{ name: 'IVA', rate, base: net, amount: tax }]), ...more],
    products: lines.map((line) => productOf(line, tax === null ? null : rate)),
    due: amount(totals, 'VlrPagar'),
    payment_terms: text(id, 'TermPagoGlosa') ?? terms.get(text(id, 'FmaPago') ?? '') ?? null,
    purchase_order: orderOf(document),
    sums: [
      linesSum(
        lines.filter((line) => text(line, 'IndExe') !== '2').map((line) => amount(line, 'MontoItem')),
        ...linesMake(document, net, exempt, total),
      ),
      totalsSum(
        [
          net ?? 0,
          exempt ?? 0,
          tax ?? 0,
          ...more.map((line) => line.amount),
          minus(amount(totals, 'CredEC')),
        ],
        total,
      ),
    ],
  }
}

/** What the lines add up to: the subtotals, or the total where prices hold the tax; less discounts on all of it. */
function linesMake(document: XmlElement, net: number | null, exempt: number | null, total: number | null) {
  // What a discount in per cent is taken of depends on the lines it covers: then the sum proves nothing.
  if (all(document, 'DscRcgGlobal').length > 0) return []
  return [added([net, exempt]), total]
}

const productOf = (line: XmlElement, rate: number | null) => ({
  name: text(line, 'NmbItem', 'DscItem', 'CdgItem/VlrCodigo') ?? undefined,
  quantity: amount(line, 'QtyItem'),
  unit_price: amount(line, 'PrcItem'),
  total_price: amount(line, 'MontoItem'),
  tax_rate: isTrue(line, 'IndExe') ? 0 : rate,
})

const furtherTaxes = (totals: XmlElement) =>
  all(totals, 'ImptoReten').map((tax) => {
    const code = text(tax, 'TipoImp') ?? ''
    const money = amount(tax, 'MontoImp')
    return {
      name: withheld.has(code) ? `Retención ${code}` : `Impuesto adicional ${code}`.trim(),
      rate: amount(tax, 'TasaImp'),
      base: null,
      amount: withheld.has(code) ? minus(money) : money,
    }
  })

const orderOf = (document: XmlElement) => {
  const reference = all(document, 'Referencia').find((each) => text(each, 'TpoDocRef') === order)
  return reference ? text(reference, 'FolioRef') : null
}
