import { label } from './labels.ts'

export type AmountKind = 'total' | 'subtotal' | 'tax' | 'withheld' | 'paid' | 'change' | 'other'

const taxNames =
  'i\\.?v\\.?a\\.?|igic|ipsi|i\\.?g\\.?v\\.?|itbms|itbis|isv|inc|impoconsumo|impuestos?|vat|gst|hst|sst|sales tax|tax(?:es)?|mwst\\.?|ust\\.?|mehrwertsteuer|umsatzsteuer|t\\.?v\\.?a\\.?|imposta|icms|btw'

export const taxName = new RegExp(`(?<![a-z0-9])(?:${taxNames})(?![a-z0-9])`)

/** First come the wordings that hold another's: of "total iva" only the tax is meant. */
export const amountLabels = [
  label(
    'total',
    4.6,
    'total (?:amount |sales )?(?:after )?round(?:ed|ing)(?: adj(?:ustment)?)?|rounded total|total redondeado',
  ),
  label(
    'other',
    0,
    'total (?:de )?(?:articulos|items?|unidades|piezas|bultos|cantidad|qty|quantity|lineas|puntos|ahorrado|ahorros?|savings?|descuentos?|discounts?|rabatt|remises?|sconti|hours|horas|anticipos?)|(?:importe )?otros (?:tributos|cargos)|descuentos?|dto\\.?|discount|rabatt|remise|sconto|tipo de cambio|exchange rate|saldo anterior|previous balance|propina|tip|service charge|round(?:ing|ed)(?: adj(?:ustment)?\\.?)?|redondeo|(?:condicion|situacion) frente al iva|iva responsable(?: inscripto)?|(?:no )?responsables? de iva|regimen (?:de )?iva|(?:gst|tax|vat) (?:summary|analysis|code)|tax (?:id|no\\.?|number|code|invoice|date)|vat (?:id|no\\.?|number|reg(?:istration)?(?: no)?\\.?|code)|gst (?:id|no\\.?|reg(?:istration)?(?: no)?\\.?)|ust-?id(?:-?nr)?\\.?|tasa|taux|aliquota|%\\s?iva|tipo iva|iva %',
  ),
  label(
    'total',
    4,
    `(?:grand )?total (?:sales?|amount|importe|payable)? ?\\(?(?:incl(?:usive|uding|\\.)?|iva incluido|con|inc\\.?) ?(?:of |de )?(?:${taxNames}|impuestos)?\\)?|total iva incluido`,
  ),
  label(
    'subtotal',
    3,
    `total (?:sales?|amount)? ?\\(?excl(?:usive|uding|\\.)? ?(?:of )?(?:${taxNames})?\\)?`,
  ),
  label(
    'withheld',
    1,
    '(?:total |importe )?(?:de )?ret(?:enc(?:ion(?:es)?)?)?\\.?(?: irpf| de irpf| isr| iva)?|i\\.?r\\.?p\\.?f\\.?|isr|rete ?(?:fuente|iva|ica)|withh(?:eld|olding)(?: tax)?',
  ),
  label(
    'paid',
    1,
    'efectivo|entregado|recibido|pago con|cash|tendered|gegeben|espece?s|contanti|dinheiro|bar',
  ),
  label('change', 1, 'cambio|vuelto|change(?: due)?|ruckgeld|wechselgeld|rendu|resto|troco'),
  label(
    'subtotal',
    3,
    'sub[ -]?totale?s?|sous[ -]?total|total (?:neto|bases?|base imponible|gravad[oa]s?|net|nett|netto|h\\.?t\\.?|hors taxes?|antes de (?:impuestos?|iva)|sin (?:iva|impuestos?)|bruto antes de imp(?:uesto)?|excl\\.?(?: (?:vat|tax|btw|gst))?)|(?:importe|monto|valor|precio) neto(?: gravado)?|base imponible|(?:total )?op(?:\\.|eracion(?:es)?)? ?gravadas?|valor (?:de )?venta|neto gravado|net(?:to)? (?:amount|total|value)|netto(?:betrag|summe|wert)?|summe netto|zwischensumme|gesamt netto|(?:excl(?:usief|\\.)?|zonder) btw|grondslag|montant ht|imponibile|totale imponibile|subtotaal|amount before tax|taxable (?:amount|value)',
  ),
  label('subtotal', 1.5, 'neto|base|net|afecto|gravado'),
  label(
    'tax',
    3,
    `(?:total|importe|monto|cuota|montant|totale|valor)(?: de(?:l)?)?(?: la)? (?:${taxNames})|(?:steuer|mwst|ust)-?betrag`,
  ),
  label('tax', 2.4, taxNames),
  label('tax', 1.2, 'cuota'),
  label(
    'total',
    4,
    'total a (?:pagar|abonar|cobrar|facturar|cancelar)|(?:importe|monto|valor|precio) total(?: a pagar)?|total (?:rm|factura|de la factura|boleta|recibo|documento|comprobante|general|importe|venta|com iva|con iva|iva inc(?:l(?:uido|\\.)?)?|ttc|due|amount|invoice|payable|sales?|incl(?:uding|\\.)?(?: (?:vat|tax|gst|btw))?|for this invoice|bill|eur|euros?|usd|mxn|cop|clp|brutto|ttc|nota)|grand total|gran total|(?:total )?amount (?:due|payable)(?: on)?|total amount|balance due|net (?:a|to) pay(?:er|able)?|importe a pagar|valor a pagar|neto a pagar|liquido a (?:pagar|percibir)|gesamt(?:betrag|summe|preis)?(?: brutto)?|rechnungsbetrag|zahlbetrag|endbetrag|brutto(?:betrag|summe)|zu zahlen(?:der betrag)?|summe|montant (?:total|ttc|a payer)|totale (?:fattura|documento|da pagare|complessivo|a pagare)|netto a pagare|valor total(?: da nota)?|totaalbedrag|te betalen|totaal',
  ),
  label('total', 3, 'totale?s?'),
  label('total', 1.5, 'brutto|importe|monto|ttc'),
]
