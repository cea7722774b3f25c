import type { XmlElement } from '../../../xml/xml-tree.ts'
import { sifenType } from '../../sifen-type.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, text } from '../xml-values.ts'

/** Paraguay's rDE, alone or in a lot; its prices hold the tax. */
export const sifen: Format = {
  name: 'SIFEN',
  recognises: ({ name, children }) => name === 'rDE' && children.some((child) => child.name === 'DE'),
  read: (root) => [read(first(root, 'DE'))],
}

const rates = [5, 10]

function read(document: XmlElement): Stated {
  const [stamp, general] = [first(document, 'gTimb'), first(document, 'gDatGralOpe')]
  const [issuer, customer] = [first(general, 'gEmis'), first(general, 'gDatRec')]
  const [terms, totals] = [first(document, 'gDtipDE/gCamCond'), first(document, 'gTotSub')]
  const lines = all(document, 'gDtipDE/gCamItem')
  const [tax, total] = [amount(totals, 'dTotIVA'), amount(totals, 'dTotGralOpe')]
  const sold = amount(totals, 'dTotOpe')
  return {
    document_type: sifenType(amount(stamp, 'iTiDE')),
    issuer_name: text(issuer, 'dNomEmi', 'dNomFanEmi'),
    issuer_tax_id: rucOf(issuer, 'dRucEm', 'dDVEmi'),
    issuer_address: addressIn(issuer, 'dDirEmi', 'dNumCas', 'dDesCiuEmi', 'dDesDepEmi'),
    customer_name: text(customer, 'dNomRec'),
    customer_tax_id: rucOf(customer, 'dRucRec', 'dDVRec') ?? text(customer, 'dNumIDRec'),
    invoice_number: numberOf(stamp),
    date: date(general, 'dFeEmiDE'),
    due_date: date(terms, 'gPagCred/gCuotas/dVencCuo'),
    currency: text(general, 'gOpeCom/cMoneOpe') ?? 'PYG',
    subtotal: total === null ? null : added([total, minus(tax)]),
    tax,
    total,
    taxes: rates
      .map((rate) => ({
        name: 'IVA',
        rate,
        base: amount(totals, `dBaseGrav${rate}`),
        amount: amount(totals, `dIVA${rate}`),
      }))
      .filter((line) => line.base || line.amount),
    products: lines.map(productOf),
    cufe: text(document, '@Id'),
    payment_terms: text(terms, 'dDCondOpe'),
    purchase_order: text(document, 'gDtipDE/gCamFE/gCompPub/dContOC', 'gCamGen/dOrdCompra'),
    sums: [
      linesSum(
        lines.map((line) => amount(line, 'gValorItem/gValorRestaItem/dTotOpeItem')),
        sold,
      ),
      totalsSum([sold, minus(amount(totals, 'dRedon')), amount(totals, 'dComi') ?? 0], total),
    ],
  }
}

function rucOf(party: XmlElement, ruc: string, digit: string) {
  const [number, check] = [text(party, ruc), text(party, digit)]
  return number && check ? `${number}-${check}` : number
}

const numberOf = (stamp: XmlElement) =>
  ['dEst', 'dPunExp', 'dNumDoc']
    .map((part) => text(stamp, part))
    .filter((part) => part !== null)
    .join('-') || null

const productOf = (line: XmlElement) => ({
  name: text(line, 'dDesProSer', 'dCodInt') ?? undefined,
  quantity: amount(line, 'dCantProSer'),
  unit_price: amount(line, 'gValorItem/dPUniProSer'),
  total_price: amount(line, 'gValorItem/gValorRestaItem/dTotOpeItem'),
  tax_rate: amount(line, 'gCamIVA/dTasaIVA'),
})
