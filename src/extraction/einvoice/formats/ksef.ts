import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, joined, text } from '../xml-values.ts'

/** Poland's FA of KSeF, whose elements are called by the paragraphs of the law. */
export const ksef: Format = {
  name: 'KSeF',
  recognises: ({ name, children }) => name === 'Faktura' && children.some((child) => child.name === 'Fa'),
  read: (root) => [read(root)],
}

/** By the end of its elements' names; in others the rate is the seller's to choose. */
const rates = new Map([
  ['1', 23],
  ['2', 8],
  ['3', 5],
])
const net = /^P_13_(\d+(?:_\d)?)$/
const correction = /^KOR/

function read(root: XmlElement): Stated {
  const invoice = first(root, 'Fa')
  const [seller, buyer] = [partyOf(first(root, 'Podmiot1')), partyOf(first(root, 'Podmiot2'))]
  const lines = all(invoice, 'FaWiersz')
  const taxes = invoice.children.flatMap(({ name }) => {
    const rate = net.exec(name)?.[1]
    return rate
      ? [
          {
            name: 'VAT',
            rate: rates.get(rate) ?? null,
            base: amount(invoice, name),
            amount: amount(invoice, `P_14_${rate}`),
          },
        ]
      : []
  })
  const subtotal = added(taxes.map((tax) => tax.base))
  const tax = added(taxes.map((line) => line.amount))
  const total = amount(invoice, 'P_15')
  const isCorrection = correction.test(text(invoice, 'RodzajFaktury') ?? '')
  return {
    document_type: isCorrection ? 'credit_note' : 'invoice',
    issuer_name: seller.name,
    issuer_tax_id: seller.taxId,
    issuer_address: seller.address,
    customer_name: buyer.name,
    customer_tax_id: buyer.taxId,
    invoice_number: text(invoice, 'P_2'),
    date: date(invoice, 'P_1'),
    due_date: date(invoice, 'Platnosc/TerminPlatnosci/Termin', 'Platnosc/TerminyPlatnosci/TerminPlatnosci'),
    currency: text(invoice, 'KodWaluty'),
    subtotal,
    tax,
    total,
    taxes,
    products: lines.map(productOf),
    purchase_order: text(invoice, 'WarunkiTransakcji/Zamowienia/NrZamowienia'),
    sums: [
      // A correction may list what was before it, too.
      ...(isCorrection ? [] : [linesSum(lines.map(moneyOf), subtotal, total)]),
      totalsSum([subtotal, tax ?? 0], total),
    ],
  }
}

function partyOf(party: XmlElement) {
  const data = first(party, 'DaneIdentyfikacyjne')
  return {
    name: text(data, 'Nazwa', 'PelnaNazwa') ?? joined(data, 'ImiePierwsze', 'Nazwisko'),
    taxId: text(data, 'NIP') ?? joined(data, 'KodUE', 'NrVatUE')?.replace(' ', '') ?? text(data, 'NrID'),
    address: addressIn(first(party, 'Adres'), 'AdresL1', 'AdresL2', 'KodKraju'),
  }
}

/** Net, or with the tax where prices are made from it. */
const moneyOf = (line: XmlElement) => amount(line, 'P_11', 'P_11A')

const productOf = (line: XmlElement) => ({
  name: text(line, 'P_7', 'Indeks') ?? undefined,
  quantity: amount(line, 'P_8B'),
  unit_price: amount(line, 'P_9A', 'P_9B'),
  total_price: moneyOf(line),
  tax_rate: amount(line, 'P_12'),
})
