import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Format, Stated } from '../einvoice.ts'
import { added, linesSum } from '../sums.ts'
import { addressIn, all, amount, date, first, text } from '../xml-values.ts'

const roots = new Set(['CTe', 'CTeOS', 'CTeSimp'])

/** Brazil's CT-e for freight, of people (OS) and of many senders (Simp), alone or with the protocol of its authorisation. */
export const cte: Format = {
  name: 'CT-e',
  recognises: ({ name, children }) => roots.has(name) && children.some((child) => child.name === 'infCte'),
  read: (root) => [read(first(root, 'infCte'))],
}

const annulment = '2'
/** Who pays is one of those that take part, by a number, or somebody else. */
const payers = ['rem', 'exped', 'receb', 'dest']

function read(freight: XmlElement): Stated {
  const [ide, issuer] = [first(freight, 'ide'), first(freight, 'emit')]
  const [price, customer] = [first(freight, 'vPrest', 'total'), payerOf(freight, ide)]
  const parts = all(price, 'Comp')
  const total = amount(price, 'vTPrest')
  return {
    document_type: text(ide, 'tpCTe') === annulment ? 'credit_note' : 'invoice',
    issuer_name: text(issuer, 'xNome'),
    issuer_tax_id: text(issuer, 'CNPJ', 'CPF'),
    issuer_address: addressIn(
      first(issuer, 'enderEmit'),
      'xLgr',
      'nro',
      'xCpl',
      'xBairro',
      'CEP',
      'xMun',
      'UF',
    ),
    customer_name: text(customer, 'xNome'),
    customer_tax_id: text(customer, 'CNPJ', 'CPF'),
    invoice_number: text(ide, 'nCT'),
    date: date(ide, 'dhEmi'),
    due_date: date(freight, 'infCTeNorm/cobr/dup/dVenc', 'cobr/dup/dVenc'),
    currency: 'BRL',
    subtotal: added(parts.map((part) => amount(part, 'vComp'))),
    total,
    due: amount(price, 'vRec', 'vTRec'),
    taxes: all(freight, 'imp/ICMS').flatMap(({ children }) => children.map(icmsOf)),
    products: parts.map((part) => ({
      name: text(part, 'xNome') ?? undefined,
      total_price: amount(part, 'vComp'),
    })),
    cufe: /^CTe([\dA-Z]{44})$/.exec(text(freight, '@Id') ?? '')?.[1] ?? null,
    sums: [
      linesSum(
        parts.map((part) => amount(part, 'vComp')),
        total,
      ),
    ],
  }
}

function payerOf(freight: XmlElement, ide: XmlElement) {
  const payer = payers[amount(ide, 'toma3/toma', 'toma03/toma') ?? payers.length]
  return payer ? first(freight, payer) : first(freight, 'ide/toma4', 'ide/toma04', 'toma')
}

/** Each way of taxing is an element of its own. */
const icmsOf = (way: XmlElement) => ({
  name: 'ICMS',
  rate: amount(way, 'pICMS'),
  base: amount(way, 'vBC'),
  amount: amount(way, 'vICMS'),
})
