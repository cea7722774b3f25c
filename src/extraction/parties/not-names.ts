import { fold } from '../text-lines.ts'

const oneOf = (words: string[]) => words.join('|')

/** Words with which titles, labels and notices begin, and names hardly ever do. */
const opening = oneOf([
  '\\S*rechnung|\\S*rechnungs\\S*|(?:e-?)?(?:factura|invoice|facture|fattura|fatura|factuur)|recibo|receipt|tiquete|boleta|avoir|gutschrift|quittung|proforma|presupuesto|cotizacion|orcamento|devis|preventivo|offerte|albaran|angebot|lieferschein|mahnung|statement|comprobante|documento',
  'original|duplicado|triplicado|copia|kopie|copy|reprint|posted|paid|pagado|void|simplified|simplificada|electronica|tax|fiscal',
  'pagina|page|seite|hoja|folha|cod|codigo|numero|number|nummer|nr|n[o°]|n\\.?fact\\S*|beleg\\S*|account|reference|referencia|ref',
  'fecha|date|datum|time|zeit|horario|shopping hours|opening|offnungszeiten|inicio|leistungsdatum|lieferdatum|vencimiento|echeance',
  'tel|telf|telefono|telephone|fax|www|http|e-?mail|direccion|domicilio|address|adresse|hotline',
  'cliente|customer|client|kunde|guest|datos|detalle|detail|resumen|summary|zusammenfassung|description|bezeichnung|item|items|qty|quantity',
  'importe|subtotal|netto|brutto|summe|zu zahlen|ruckgeld|posten|eur|euros?|usd|rm|devise|currency|moneda|payment|zahlung\\S*|paiement|(?:al )?contado|tarjeta de (?:credito|debito)|condicion\\S*|(?:formas?|medios?|metodos?) de pago|conditions?|incoterms',
  'gst|vat|ust|mwst|steuer|iva|igic|tva|btw|reg|co reg|company reg|siret|cae|cuit|gln|iban|bic|swift|responsable|globale?(?= num)',
  'trans|trx|tbl|kasse|pedido|auftrag|bestellung|server|cashier|operator|terminal|vendedor|vendeur|salesperson|remito|shopping',
  // The tax office of a Chilean town stands below the number.
  's\\.? ?[i1l]\\.? ?[i1l]\\.?|valid[oa] como|carte bancaire|cardholder',
  'purchase order|place of|transaction|producto|productos|cedula|regimen|uso cfdi|moneda|sello|cadena original|folio|timbrado|serie|lugar de|punto de|zona|usuario|user|booking|billing|travel|generated|creada|total iva|descripcion|celular|provincia|localidad',
  'municipio|endereco|bairro|natureza|protocolo|inscricao|insc|chave|consulta|identificacao|recebemos|emissao|data (?:d[aeo]|recebimento)|hora|saida|nf-?e|danfe|nota fiscal|dados|calculo|valor|frete|domiciliation',
  'welcome|bienvenid[oa]s?|gracias|thanks?|danke|merci|please|dear|sehr geehrte|ihre?|unsere?|hinweis|notas|observaciones|bemerkung\\S*|powered',
])
const title = new RegExp(`^\\W*(?:${opening})(?![a-z])`)

/** Words that may begin a name as well: a title only alone, before a number, or before such another word. */
const doubtful = oneOf([
  'nota|tickets?|bill(?:ing)?|bon|cash|credit|debit|check|chk|order|orden|total|due|amount|price|unit|change',
  'table|mesa|caja|bar|store|station|outlet|branch|phone|mobile|mail|service|serv|your|visit|ing|stand|notes?|hello|hola|boarding',
  'compra|venta|purchase|sale|visa|master ?card|amex',
])
const following =
  'guest|en|number|no|nr|id|of|de|total|sales?|price|amount|change|card|note|memo|receipt|invoice|bill|date|time|name|by|for|is|to|you|in|out|plu|charge|tax|only|brutos|al|order|afecta|exenta|credito|debito|debit|credit|transaction'
const doubtfulTitle = new RegExp(`^\\W*(?:${doubtful})(?![a-z])\\W*(?:$|[\\d#:]|(?:${following})(?![a-z]))`)

const salutation =
  /^\W*(?:herrn?|frau|firma|familie|mr|mrs|ms|m|mme|mlle|monsieur|madame|sig|sra?|srta|don|dona)\W*$/
const day =
  /^\W*\d{0,2}\W*(?:de )?(?:jan|ene|feb|mar|a[pb]r|may|jun|jul|aug|ago|sep|oct|nov|de[cz]|dic)[a-z]*\W+(?:del? )?\d|^\W*\d{1,2} de [a-z]+ del?$/

/** What documents print large or first and is nobody's name: "TAX INVOICE", "Seite 1", "Table 7", "Herrn". */
export function isTitle(text: string): boolean {
  const plain = fold(text)
  return title.test(plain) || doubtfulTitle.test(plain) || salutation.test(plain) || day.test(plain)
}
