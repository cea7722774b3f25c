import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, text } from '../xml-values.ts'

/** Brazil's NF-e and, for shops, NFC-e, alone or with the protocol of its authorisation. */
export const nfe: Format = {
  name: 'NF-e',
  recognises: ({ name, children }) => name === 'NFe' && children.some((child) => child.name === 'infNFe'),
  read: (root) => [read(first(root, 'infNFe'))],
}

/** Returned goods; and the model of a shop's till. */
const returned = '4'
const till = '65'

/** Taxes are inside of the price or beside it by rules of their own: the format has no tax that makes the total. */
const taxes: [name: string, base: string, amount: string][] = [
  ['ICMS', 'vBC', 'vICMS'],
  ['ICMS ST', 'vBCST', 'vST'],
  ['FCP', '', 'vFCP'],
  ['FCP ST', '', 'vFCPST'],
  ['IPI', '', 'vIPI'],
  ['PIS', '', 'vPIS'],
  ['COFINS', '', 'vCOFINS'],
  ['II', '', 'vII'],
]
const onTop = ['vST', 'vFCPST', 'vFrete', 'vSeg', 'vOutro', 'vII', 'vIPI', 'vIPIDevol', 'vICMSMonoReten']

function read(invoice: XmlElement): Stated {
  const [ide, totals] = [first(invoice, 'ide'), first(invoice, 'total/ICMSTot')]
  const [issuer, customer] = [first(invoice, 'emit'), first(invoice, 'dest')]
  const lines = all(invoice, 'det')
  const [subtotal, total] = [amount(totals, 'vProd'), amount(totals, 'vNF')]
  const services = amount(invoice, 'total/ISSQNtot/vServ')
  return {
    document_type:
      text(ide, 'finNFe') === returned ? 'credit_note' : text(ide, 'mod') === till ? 'receipt' : 'invoice',
    issuer_name: text(issuer, 'xNome'),
    issuer_tax_id: text(issuer, 'CNPJ', 'CPF'),
    issuer_address: addressOf(first(issuer, 'enderEmit')),
    customer_name: text(customer, 'xNome'),
    customer_tax_id: text(customer, 'CNPJ', 'CPF', 'idEstrangeiro'),
    invoice_number: text(ide, 'nNF'),
    date: date(ide, 'dhEmi', 'dEmi'),
    due_date: date(invoice, 'cobr/dup/dVenc'),
    currency: 'BRL',
    subtotal,
    total,
    taxes: taxes.map(([name, base, value]) => ({
      name,
      base: base ? amount(totals, base) : null,
      amount: amount(totals, value),
    })),
    products: lines.map(productOf),
    cufe: keyOf(invoice),
    purchase_order: text(invoice, 'compra/xPed', 'det/prod/xPed'),
    sums: [
      linesSum(
        lines.filter((line) => text(line, 'prod/indTot') !== '0').map((line) => amount(line, 'prod/vProd')),
        subtotal === null ? null : added([subtotal, services]),
        subtotal,
      ),
      // Relief from ICMS is taken off the total only where the state says so.
      totalsSum(
        [
          subtotal,
          services ?? 0,
          minus(amount(totals, 'vDesc')),
          ...onTop.map((name) => amount(totals, name) ?? 0),
        ],
        total,
        total === null ? null : added([total, amount(totals, 'vICMSDeson')]),
      ),
    ],
  }
}

/** The access key is part of the element's own id. */
const keyOf = (invoice: XmlElement) => /^NFe([\dA-Z]{44})$/.exec(text(invoice, '@Id') ?? '')?.[1] ?? null

const addressOf = (address: XmlElement) =>
  addressIn(address, 'xLgr', 'nro', 'xCpl', 'xBairro', 'CEP', 'xMun', 'UF', 'xPais')

const productOf = (line: XmlElement) => ({
  name: text(line, 'prod/xProd', 'prod/cProd') ?? undefined,
  quantity: amount(line, 'prod/qCom'),
  unit_price: amount(line, 'prod/vUnCom'),
  total_price: amount(line, 'prod/vProd'),
  tax_rate: rateOf(line),
})

function rateOf(line: XmlElement) {
  const [group] = all(line, 'imposto/ICMS').flatMap(({ children }) => children)
  return group ? amount(group, 'pICMS') : null
}
