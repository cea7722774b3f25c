import { decodeXml } from '../../xml/decode-xml.ts'
import { XmlError } from '../../xml/xml-error.ts'
import { type XmlToken, xmlTokens } from '../../xml/xml-tokens.ts'

export interface XmlFacts {
  /** It answers, stamps or draws an invoice, and is none. */
  isCompanion: boolean
  /** Its numbers and keys, plain: one of them may be in the name of the PDF that shows it. */
  numbers: string[]
}

/** Answers of tax offices and customers, events, and what describes XML. */
const companions = new Set([
  'ApplicationResponse',
  'RespuestaDTE',
  'RespuestaEnvioDTE',
  'EnvioRecibos',
  'Acuse',
  'procEventoNFe',
  'procEventoCTe',
  'MensajeHacienda',
  'MensajeReceptor',
  'ARECF',
  'ACECF',
  'ACKCFE',
  'ACKSobre',
  'stylesheet',
  'transform',
  'schema',
])
/** Costa Rica's roots, each with a number and a key of its own. */
const costaRican = [
  'FacturaElectronica',
  'FacturaElectronicaCompra',
  'FacturaElectronicaExportacion',
  'TiqueteElectronico',
  'NotaCreditoElectronica',
  'NotaDebitoElectronica',
]
/** Where an invoice's own number or key stands, by element and parent. */
const places = new Set([
  'Invoice/ID',
  'Invoice/UUID',
  'CreditNote/ID',
  'CreditNote/UUID',
  'DebitNote/ID',
  'DebitNote/UUID',
  'AttachedDocument/ID',
  'AttachedDocument/ParentDocumentID',
  'DocumentReference/UUID',
  'ExchangedDocument/ID',
  'HeaderExchangedDocument/ID',
  'Comprobante@Folio',
  'Comprobante@folio',
  'TimbreFiscalDigital@UUID',
  'IdDoc/Folio',
  'DatiGeneraliDocumento/Numero',
  'InvoiceHeader/InvoiceNumber',
  'infNFe@Id',
  'infProt/chNFe',
  'infoTributaria/claveAcceso',
  'autorizacion/numeroAutorizacion',
  'rFE/dId',
  'gDGen/dNroDF',
  'infCte@Id',
  'infProt/chCTe',
  'infNFSe@Id',
  'infNFSe/nNFSe',
  'IdDoc/eNCF',
  'DE@Id',
  'gTimb/dNumDoc',
  'Certificacion/NumeroAutorizacion',
  'NumeroAutorizacion@Numero',
  'IdDoc/Nro',
  'Fa/P_2',
  ...costaRican.flatMap((root) => [`${root}/Clave`, `${root}/NumeroConsecutivo`]),
])
/** Above nearly all invoices; what comes later in a longer one is not looked for. */
const mostTokens = 50_000
const mostNumbers = 20
/** Shorter ones stand in any name. */
const shortest = 3
const longest = 100

/** What an XML is called by, and whether it is an invoice at all; a damaged one is told apart when it is read. */
export function xmlFacts(bytes: Uint8Array): XmlFacts {
  const names: string[] = []
  const numbers = new Set<string>()
  let isCompanion = false
  const note = (place: string, text: string) => {
    if (!places.has(place) || text.length > longest || numbers.size >= mostNumbers) return
    const number = plain(text)
    if (number.length >= shortest) numbers.add(number)
  }
  for (const token of firstTokens(bytes)) {
    if (token.kind === 'close') names.pop()
    else if (token.kind === 'text') note(`${names.at(-2)}/${names.at(-1)}`, token.text)
    else {
      const name = localName(token.name)
      if (names.length === 0) isCompanion = companions.has(name)
      names.push(name)
      const series = token.attributes.find(([attribute]) => /^serie$/i.test(attribute))?.[1]
      for (const [attribute, value] of token.attributes) {
        note(`${name}@${localName(attribute)}`, value)
        if (series) note(`${name}@${localName(attribute)}`, series + value)
      }
    }
  }
  return { isCompanion, numbers: [...numbers] }
}

function* firstTokens(bytes: Uint8Array): Generator<XmlToken> {
  let count = 0
  try {
    for (const token of xmlTokens(decodeXml(bytes))) {
      if (++count > mostTokens) return
      yield token
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
  }
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/** Letters and digits alone, as they are compared. */
export const plain = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
