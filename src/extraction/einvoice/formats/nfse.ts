import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { minus, totalsSum } from '../sums.ts'
import { addressIn, amount, date, first, text } from '../xml-values.ts'

/** Brazil's national NFS-e for services, with the declaration it was made from inside. */
export const nfse: Format = {
  name: 'NFS-e',
  recognises: ({ name, children }) => name === 'NFSe' && children.some((child) => child.name === 'infNFSe'),
  read: (root) => [read(first(root, 'infNFSe'))],
}

function read(invoice: XmlElement): Stated {
  const declared = first(invoice, 'DPS/infDPS')
  const [issuer, customer] = [first(invoice, 'emit'), first(declared, 'toma')]
  const [prices, totals] = [first(declared, 'valores'), first(invoice, 'valores')]
  const subtotal = amount(prices, 'vServPrest/vServ')
  const withheld = amount(totals, 'vTotalRet')
  const total = amount(totals, 'vLiq')
  const discounts = ['vDescIncond', 'vDescCond'].map((name) =>
    minus(amount(prices, `vDescCondIncond/${name}`)),
  )
  return {
    document_type: 'invoice',
    issuer_name: text(issuer, 'xNome', 'xFant'),
    issuer_tax_id: text(issuer, 'CNPJ', 'CPF'),
    issuer_address: addressIn(first(issuer, 'enderNac'), 'xLgr', 'nro', 'xCpl', 'xBairro', 'CEP', 'UF'),
    customer_name: text(customer, 'xNome'),
    customer_tax_id: text(customer, 'CNPJ', 'CPF', 'NIF'),
    invoice_number: text(invoice, 'nNFSe'),
    date: date(declared, 'dhEmi') ?? date(invoice, 'dhProc'),
    currency: 'BRL',
    subtotal,
    total: total ?? subtotal,
    taxes: [
      // It is inside of the price.
      {
        name: 'ISSQN',
        rate: amount(totals, 'pAliqAplic'),
        base: amount(totals, 'vBC'),
        amount: amount(totals, 'vISSQN'),
      },
      { name: 'Retenções', amount: withheld === null ? null : minus(withheld) },
    ],
    products: [{ name: text(declared, 'serv/cServ/xDescServ') ?? undefined, total_price: subtotal }],
    cufe: /^NFS([\dA-Z]{50})$/.exec(text(invoice, '@Id') ?? '')?.[1] ?? null,
    purchase_order: text(declared, 'serv/infoCompl/xPed'),
    // What was kept back may be left out, and is in the total all the same.
    sums: withheld === null ? [] : [totalsSum([subtotal, ...discounts, minus(withheld)], total)],
  }
}
