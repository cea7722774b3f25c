import type { XmlElement } from '../../../xml/xml-tree.ts'
import { type Format, mostInvoices, type Stated } from '../einvoice.ts'
import { added, linesSum, minus, totalsSum } from '../sums.ts'
import { addressIn, all, amount, date, first, joined, text } from '../xml-values.ts'

/** Italy's FatturaPA 1.x, with as many bodies as there are invoices in it. */
export const fatturapa: Format = {
  name: 'FatturaPA',
  recognises: ({ name, children }) =>
    name === 'FatturaElettronica' && children.some((child) => child.name === 'FatturaElettronicaHeader'),
  read: (root) => {
    const header = first(root, 'FatturaElettronicaHeader')
    return all(root, 'FatturaElettronicaBody')
      .slice(0, mostInvoices)
      .map((body) => read(header, body))
  },
}

/** TD04 and TD08 are credit notes; every other kind is an invoice of some sort. */
const credits = new Set(['TD04', 'TD08'])
const terms = new Map([
  ['TP01', 'Pagamento a rate'],
  ['TP02', 'Pagamento completo'],
  ['TP03', 'Anticipo'],
])

function read(header: XmlElement, body: XmlElement): Stated {
  const general = first(body, 'DatiGenerali/DatiGeneraliDocumento')
  const seller = partyOf(first(header, 'CedentePrestatore'))
  const buyer = partyOf(first(header, 'CessionarioCommittente'))
  const summaries = all(body, 'DatiBeniServizi/DatiRiepilogo')
  const lines = all(body, 'DatiBeniServizi/DettaglioLinee')
  const subtotal = added(summaries.map((each) => amount(each, 'ImponibileImporto')))
  const tax = added(summaries.map((each) => amount(each, 'Imposta')))
  const rounding = amount(general, 'Arrotondamento')
  const stated = amount(general, 'ImportoTotaleDocumento')
  const stamp = amount(general, 'DatiBollo/ImportoBollo')
  const withheld = all(general, 'DatiRitenuta').map(withheldOf)
  // Some programs put the stamp into the total; some, against the standard, take off it what the buyer keeps back.
  const more = [minus(stamp), -(added(withheld.map((tax) => tax.amount)) ?? 0)]
  return {
    document_type: credits.has(text(general, 'TipoDocumento') ?? '') ? 'credit_note' : 'invoice',
    issuer_name: seller.name,
    issuer_tax_id: seller.taxId,
    issuer_address: seller.address,
    customer_name: buyer.name,
    customer_tax_id: buyer.taxId,
    invoice_number: text(general, 'Numero'),
    date: date(general, 'Data'),
    due_date: date(body, 'DatiPagamento/DettaglioPagamento/DataScadenzaPagamento'),
    currency: text(general, 'Divisa'),
    subtotal,
    tax,
    // The total may be left out, being no more than this.
    total: stated ?? (subtotal === null ? null : added([subtotal, tax, rounding])),
    taxes: [...summaries.map(taxOf), ...withheld],
    products: lines.map(productOf),
    due: amount(body, 'DatiPagamento/DettaglioPagamento/ImportoPagamento'),
    payment_terms: terms.get(text(body, 'DatiPagamento/CondizioniPagamento') ?? '') ?? null,
    purchase_order: text(body, 'DatiGenerali/DatiOrdineAcquisto/IdDocumento'),
    sums: [
      linesSum(
        [
          ...lines.map((line) => amount(line, 'PrezzoTotale')),
          ...all(general, 'DatiCassaPrevidenziale').map((fund) => amount(fund, 'ImportoContributoCassa')),
          ...summaries.flatMap((each) => [
            amount(each, 'SpeseAccessorie') ?? 0,
            amount(each, 'Arrotondamento') ?? 0,
          ]),
        ],
        subtotal,
      ),
      totalsSum(
        [subtotal, tax, rounding ?? 0],
        stated,
        ...(stated === null ? [] : more.map((part) => added([stated, part]))),
      ),
    ],
  }
}

function partyOf(party: XmlElement) {
  const data = first(party, 'DatiAnagrafici')
  const id = joined(data, 'IdFiscaleIVA/IdPaese', 'IdFiscaleIVA/IdCodice')
  return {
    name: text(data, 'Anagrafica/Denominazione') ?? joined(data, 'Anagrafica/Nome', 'Anagrafica/Cognome'),
    taxId: id?.replace(' ', '') ?? text(data, 'CodiceFiscale'),
    address: addressIn(
      first(party, 'Sede'),
      'Indirizzo',
      'NumeroCivico',
      'CAP',
      'Comune',
      'Provincia',
      'Nazione',
    ),
  }
}

const taxOf = (summary: XmlElement) => ({
  name: 'IVA',
  rate: amount(summary, 'AliquotaIVA'),
  base: amount(summary, 'ImponibileImporto'),
  amount: amount(summary, 'Imposta'),
})

const withheldOf = (tax: XmlElement) => ({
  name: 'Ritenuta',
  rate: amount(tax, 'AliquotaRitenuta'),
  base: null,
  amount: minus(amount(tax, 'ImportoRitenuta')),
})

const productOf = (line: XmlElement) => ({
  name: text(line, 'Descrizione') ?? undefined,
  quantity: amount(line, 'Quantita'),
  unit_price: amount(line, 'PrezzoUnitario'),
  total_price: amount(line, 'PrezzoTotale'),
  tax_rate: amount(line, 'AliquotaIVA'),
})
