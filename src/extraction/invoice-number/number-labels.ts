import { type Label, label, oneOf } from '../labels.ts'

export type NumberKind = 'number' | 'series' | 'other'

const sign = '(?:n\\.?[o0]|nro|num|numero|number|nr|nummer|#)\\.?'
/** What a document is called by the law. */
const documents = oneOf(
  'factura(?: de credito)?(?: electronica)?(?: de venta)?(?: simplificada)?|fact\\.? ?simp(?:l(?:if)?)?\\.?',
  'bol(?:eta|\\.)(?: (?:afecta|exenta|de venta))?(?: electronica)?|recibo|compr?\\.?|cbte\\.?|comprobante',
  'nota de (?:credito|debito|venta)(?: electronica)?|cfe|dte|nf-?e|fatura',
  '(?:tax |sales |cash )?(?:invoice|inv|tnvoice|lnvoice)|taxinv|(?:tax )?receipt',
  'credit (?:note|memo)|debit note|cash memo',
  '\\S*rechnung|gutschrift|quittung|facture|avoir|fattura|factuur',
)
/** What the paper in one's hand is called. */
const slips = oneOf(
  'bill|bi11|bi1l|document|documento|doc|ticket|tique(?:te)?|albaran|beleg|bon|kassenbon|slip|check|chk|cheque',
  'transaction|trans|trx|f\\.? ?s|voucher',
)
const others = oneOf(
  'pedido|orden|order|cliente|customer|client|kunden|cuenta|account|konto|contrato|contract|po|p\\.o\\.',
  'autorizacion|resolucion|serie de certificado|telefono|phone|tel|fax|mesa|table|tbl|caja|n\\.?caja',
  'item|articulo|line|ligne|pagina|page|seite|lote|lot|referencia|reference|votre reference|ref|tracking',
  'serial|series?|remito|guia|hoja|cbu|iban|card|auth|approval|member|cashier|station|terminal|store|pos|reg|co',
  'gst|vat|sst|roc|token|queue|guest|server|pump|plu|tax|steuer|affaire|marche|agreement|poliza|cuit|cae|ing|brutos',
  'vendedor|cod|codigo|depot|filiale|bed|posten|kvk|bic|gln|hrb|hra|blz|kto|commande|bc|bestelling',
)
/** Words between "Rechnung" and "Nr" that make it another thing's. */
const ordered = '(?!bestell|auftrag|liefer|order|pedido|commande)'

export const bareWeight = 2.4
export const signWeight = 3.4
/** A word that is such a sign and nothing else. */
export const numberSign = new RegExp(`^${sign} ?:?$`)

/** What a number is the number of, the plainer words first: of overlapping labels the first one counts. */
export const numberLabels: Label<NumberKind>[] = [
  label('series', 0, 'punto de venta|pto\\.? ?(?:de )?v(?:en)?ta\\.?|serie'),
  label(
    'other',
    0,
    '(?:facture|invoice|factura|rechnung) (?:liee|linked|rectificada|original)|ursprungs\\S*',
    '(?:invoice|bill|receipt|fecha(?: de)?|total|date(?: de)?|period)[ -]?(?:de (?:la )?)?(?:date|dt|total|amount|to|summary|period|factura|facture|boleta|recibo|ticket)',
    'datos (?:de )?(?:la )?factura|n[o0]\\.? (?:de )?cae|folio fiscal|due date',
    '(?:tomo|t\\.) ?[\\d.]+,? ?(?:(?:libro|l\\.) ?[\\d.]+,? ?)?(?:folio|f\\.)',
  ),
  label(
    'number',
    5,
    `${documents} ?(?:(?:n\\.?[o0]|nro|num|numero|number|nr|nummer|id|[1il][d0o](?=:)|#|\\+\\+?)\\.?) ?[:.#+]*`,
    `(?:e-?)?ncf|(?:${sign}|codigo)(?: de(?: la)?| d')? ?${documents}|reference de la facture`,
    '\\S*rechnungs-? ?(?:nr|nummer)\\.?|re\\.?-?nr\\.?|factuur-?nummer|beleg-? ?(?:nr|nummer)\\.?|gutschrifts?-?(?:nr|nummer)',
    `(?:rechnung|gutschrift|facture|invoice|factura)(?: ${ordered}[a-z]+){1,4} (?:nr|no|n[o0])\\.?`,
    'document(?: no| number)|folio(?: no\\.?)?|(?:serie ?(?:y|/|-)? ?)(?:folio|numero|no\\.?)',
  ),
  label(
    'number',
    4,
    `${slips}[- ]?(?:(?:n\\.?[o0]|nro|num|numero|number|nr|nummer|#|id)\\.?) ?[:.#]*|${sign} (?:de )?${slips}`,
    '(?:inv|n)\\.? ?fact\\.*|receipt',
  ),
  label(
    'other',
    0,
    `(?:${sign} ?(?:de |du |d')?)?${others}(?:s|-?nr|-?nummer)?\\.?(?: ?${sign})?`,
    '[a-z]{2,}\\.?-? ?(?:nr|nummer|id)\\.?|[a-z.]{2,12} (?:no|nr|nro|number|#)(?=[ .:#])|[a-z]{3,} ?#',
  ),
  label('number', signWeight, 'numero de control', sign),
  label('number', 2.5, documents, slips),
  // A poor reading leaves an "N" of "Nº", or adds a wrong sign to it.
  label('number', bareWeight, 'n[?*2"\'’]?'),
]
