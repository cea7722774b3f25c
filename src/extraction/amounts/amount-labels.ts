import { type Label, label, oneOf } from '../labels.ts'

export type AmountKind =
  | 'total'
  | 'subtotal'
  | 'tax'
  | 'withheld'
  | 'charge'
  | 'discount'
  | 'rounding'
  | 'paid'
  | 'change'
  /** "Net total" is before tax on some papers, and what is to be paid on others. */
  | 'net'
  | 'other'

const taxNames = [
  'i\\.?[vu]\\.?a\\.?|ive|bez|ish|va(?= \\d{1,2}(?:[.,]\\d{1,2})? ?%)|igic|ieps|ipsi|i\\.?g\\.?v\\.?|itbms|itbis|isv|inc|impoconsumo|impuestos?',
  'vat|(?:[csi]|ut)?gst\\d{0,2}|cst|hst|pst|qst|sst|(?:sales|state|city|county|local|govt|government|service) tax|(?:tax(?:es?)?|tak|iax)[1-9i]?',
  'mwst\\.?|must\\.?(?! [a-z]{2})|u\\.?st\\.?|mehrwertst(?:euer|\\.)|umsatzsteuer|t\\.?[vu]\\.?a\\.?|tps|tvq|imposta|btw|cukai',
].join('|')

export const taxName = new RegExp(`(?<![a-z0-9])(?:${taxNames})(?![a-z0-9])`)

/** "I.V.A." is written as "IVA", and so is what a picture left of it; the rate of "CGST9" is no part of its name. */
export const printedName = (name: string): string =>
  name
    .replaceAll('.', '')
    .toUpperCase()
    .replace(/^(?:VA|IUA)$/, 'IVA')
    .replace(/^TUA$/, 'TVA')
    .replace(/(?<=GST)\d+$/, '')

/** Engines read "total" in many ways, and space its letters apart. */
const total = '(?:[tifl] ?[oan] ?[tli] ?[ao] ?[li]|[tifl]?otal|ttl|jumlah)'
const including = '(?:incl(?:usive|uding|\\.|usief|uye|uido)?|inc\\.?|inkl\\.?|con|with|after|toutes)'
const excluding =
  '(?:excl(?:usive|uding|\\.|usief)?|exc?\\.?|before|without|w/o|exkl\\.?|ohne|sin|hors|zonder|zzgl\\.?)'
const ofTax = `(?: ?(?:of |de |any )?(?:the )?(?:${taxNames}|impuestos|taxes))`
const ofWhat = '(?: ?\\(?(?:rm|myr|aed|sgd|usd|eur|euros?|mxn|cop|clp|chf|€|\\$)\\)?)'

/** Brazil's notes tell each tax that is in the prices already, and only IPI and a substituted ICMS come on top of them. */
const value = '(?:valor|vl?r?\\.?)(?: total)?(?: d[oae]s?)?'
const substituted = '(?: uf)?(?: s\\.?t\\.?| subst\\w*\\.?(?: trib\\w*\\.?)?)'
const brazilian: Label<AmountKind>[] = [
  label(
    'other',
    0,
    `b(?:ase)?\\.?(?: de)? calc(?:ulo|\\.)?(?: d[oe])?(?: icms(?:${substituted})?| issqn)?|${value} imp\\.? importacao|${value} (?:fcp|tot\\.?)(?: uf dest\\.?| trib\\w*\\.?)?`,
  ),
  label(
    'charge',
    1,
    `${value} (?:icms${substituted}|ipi|frete|seguro)|outras desp(?:esas|\\.)(?: acessorias)?`,
  ),
  label('other', 0, `(?:${value} )?(?:icms|pis|cofins|issqn)(?: uf (?:remet|dest)\\.?)?`),
  label('subtotal', 3.2, `${value} (?:produtos|servicos)`),
  label('total', 4, `${value} nota`),
]

/** First come the wordings that hold another's: of "total iva" only the tax is meant. */
export const amountLabels: Label<AmountKind>[] = [
  ...brazilian,
  label(
    'tax',
    2.6,
    oneOf(
      `${total} (?:includes?|included) (?:the )?(?:${taxNames})(?: of)?`,
      `(?:${taxNames})[^a-z]{0,8}(?:is )?incl(?:uded|uido|us[ae]?|uso|\\.)?(?: (?:in|im|en|dans|nel))?(?: (?:the|el|la|le|il))?(?: (?:${total}|price|prix|precio|amount))?${ofWhat}?`,
    ),
  ),
  label(
    'total',
    4.6,
    `${total} (?:amount |sales? )?(?:after )?round(?:ed|ing)(?: adj(?:ustment)?)?|${total} (?:amount |sales? )?after (?:adj|disc)\\w*|round(?:ed|ing)? ${total}|total redondeado`,
  ),
  label(
    'other',
    0,
    oneOf(
      `${total} (?:de )?(?:articulos|items?|unidades|piezas|bultos|cantidad|qty|quantity|lineas|puntos|points|ahorrado|ahorros?|savings?|saved|hours|horas|anticipos?|sold|tickets|pax|\\d{1,2} ?% \\w+)`,
      `sub[ -]?${total} (?:(?:iva|grav(?:ad[oa])?\\.?) )*\\(?\\d{1,2} ?%|sub[ -]?${total} (?:no objeto|exento)(?: (?:de )?(?:iva|impuestos?))?`,
      '(?:no\\.?|number|#|qty) (?:of )?items?(?: sold)?|you saved|importe otros tributos',
      'tipo de cambio|exchange rate|saldo anterior|previous balance|credit limit|points|puntos',
      '(?:condicion|situacion) frente al iva|iva responsable(?: inscripto)?|(?:no )?responsables? de iva|regimen (?:de )?iva',
      '(?:gst|tax|vat) (?:summary|analysis|codes?|detail)|tax (?:id|no\\.?|number|invoice|date|receipt)',
      '(?:vat|btw) (?:#|id|no\\.?|nummer|number|reg(?:istration)?(?: no)?\\.?)|gst (?:id|no\\.?|reg(?:istration)?(?: no)?\\.?)|ust-?id(?:-?nr)?\\.?',
      'tasa|taux|aliquota|%\\s?iva|tipo iva|iva %|bonif\\.?|(?:erhaltene )?anzahlungen|acomptes?|anticipos?',
    ),
  ),
  label(
    'discount',
    1.5,
    `(?:${total} |importe |less )?(?:de )?(?:descuentos?|dto\\.?|dcto\\.?|discounts?|disc\\.?|rabatt|remises?|sconto|sconti|desconto|korting|nachlass|rebate|diskaun)|gesamtbetrag der abschlage`,
  ),
  label(
    'rounding',
    1,
    'round(?:ing|ed)?(?: off)?(?: adj(?:ust\\w*)?\\.?| amt\\.?| amount)?|rnd\\.? adj\\.?|redondeo|ajuste|pembundaran|arredondamento|rundung(?:sdifferenz)?|arrotondamento|arrondi|afronding',
  ),
  label(
    'charge',
    1,
    oneOf(
      `(?:${total} )?(?:propina|tips?|gratuity|grat|svc(?: ?ch(?:arge|rg|g))?|ser(?:v(?:ices?)?)?\\.? ?(?:charge|chrg?|chg|fee)?|servicio(?: de mesa)?|cargo por servicio)`,
      'delivery(?: charge| fee)?|shipping(?: (?:and|&) handling)?|handling|freight|transporte|portes|gastos de envio|envio|flete',
      'versand(?:kosten)?|porto|frais de (?:port|livraison)|livraison|spese di (?:trasporto|spedizione)|frete|verzendkosten',
      'coperto|couvert|surcharge|recargo(?: de equivalencia)?|living wage|bottle deposit|(?:importe )?otros (?:tributos|cargos)|gesamtbetrag der zuschlage',
    ),
  ),
  label(
    'subtotal',
    3.2,
    `(?:rechnungssumme|summe|gesamt(?:betrag|summe)?|importe|montant|totale|${total})(?: (?:sales?|amount|amt|price|cost|value|prix|preis|prijs|precio|preco|valor))?${ofWhat}? ?\\(?${excluding}${ofTax}\\)?|${total} (?:${taxNames}) excl(?:\\.|ue|us)?|exclusief btw`,
  ),
  label(
    'subtotal',
    3,
    `sub[ -]?${total}e?s?(?: ?\\(?(?:${including}|${excluding})${ofTax}\\)?)?|sub[ -]?tota|sous[ -]?${total}`,
  ),
  label(
    'total',
    4,
    `(?:(?:grand )?${total}|summe|gesamt(?:betrag|summe)?|montant|importe)(?: (?:sales?|amount|amt|importe|payable|due|price|cost|value|prix|preis|prijs|precio|preco|valor))?${ofWhat}? ?\\(?${including}${ofTax}?\\)?|${total} (?:${taxNames}) incl(?:\\.|us)?|${total} iva incluido|toutes taxes comprises`,
  ),
  label(
    'tax',
    2.6,
    `(?:davon|enthaltene|dont|di cui|incl\\.?|inc\\.?|incluye|includes) (?:\\d{1,2} ?% ?)?(?:${taxNames})`,
  ),
  label(
    'withheld',
    1,
    "(?:total |importe )?(?:de )?ret(?:enc(?:ion(?:es)?)?)?\\.?(?: irpf| de irpf| isr| iva)?|i\\.?r\\.?p\\.?f\\.?|isr|rete ?(?:fuente|iva|ica)|(?:iva|isr|irpf|renta|impto\\.?|impuesto) retenid[oa]|ritenuta(?: d'acconto)?|withh(?:eld|olding)(?: tax)?",
  ),
  label(
    'change',
    1,
    'cambio|vuelto|vueltas?|change(?: due)?|ruckgeld|wechselgeld|zuruck|rendu|resto|troco|wisselgeld|baki',
  ),
  label('net', 2.5, `nett? (?:${total}|amount|amt|sales)|nett?(?! (?:a|to) pa)`),
  label(
    'subtotal',
    3,
    oneOf(
      `${total} (?:neto(?! recibido)|iliquido|bases?|base imponible|gravad[oa]s?|net|nett|netto|(?:€ ?)?h\\.?t\\.?|hors taxes?|antes de (?:impuestos?|iva)|bruto(?: antes de imp(?:uesto)?)?|(?:por )?honorarios)`,
      '(?:importe|monto|valor|precio) neto(?: gravado)?|base impo(?:nible|sable)|oinarria|(?:total )?op(?:\\.|eracion(?:es)?)? ?gravadas?|valor (?:de )?venta|neto gravado|facturacion neta',
      'net (?:value|price)|amount before tax|tax ?able(?: (?:amount|value))?|mdse st|merchandise',
      'nettobetrag|netto(?:summe|wert|preis)?(?: gesamt)?|summe netto|zwischensumme|gesamt netto|positionssumme|warenwert|basisbetrag',
      'grondslag|subtotaal|montant (?:eur )?h\\.?t\\.?|base h\\.?t\\.?|imponibile|totale imponibile',
    ),
  ),
  label('subtotal', 1.5, 'netos?(?! (?:a pagar|recibido))|base|afecto|gravado|netto|h\\.?t\\.?'),
  label(
    'tax',
    3,
    `(?:${total}|importe|monto|cuota|montant|totale|valor|zuzuglich|zuzugl\\.|zzgl\\.?|plus|add)(?: de(?:l)?)?(?: la)? (?:${taxNames})|(?:steuer|mwst\\.?|ust\\.?|btw|tva|vat|gst|tax)[- ]?(?:betrag|bedrag|amount|amt\\.?|payable|${total})|ta amt`,
  ),
  label('tax', 2.4, taxNames),
  label('tax', 1.2, '[ckq]uota'),
  label(
    'total',
    4,
    oneOf(
      `${total} a (?:pagar|abonar|cobrar|facturar|cancelar)|(?:importe|monto|valor|precio) total(?: a pagar)?`,
      `${total}(?:${ofWhat}| (?:factura|facture|de la factura|boleta|recibo|documento|comprobante|general|importe|venta|com iva|ttc|due|amount|amt\\.?|invoice|payable|sales?|price|for this invoice|bill|brutto|nota|besar))${ofWhat}?(?: \\(?(?:due|payable)\\)?)?`,
      `(?:grand|guest|bill|check|gran|final|order|invoice|fuel) ${total}`,
      '(?:total )?(?:amount|amt\\.?|balance|due|importe) (?:due|payable|to pay|a pagar)(?: on)?|(?:bill|invoice) (?:amount|amt\\.?)|net (?:a|to) pay(?:er|able)?|somme a payer|valor a pagar|(?:total )?neto (?:a pagar|recibido)|liquido a (?:pagar|percibir)|guztira',
      'gesamt(?:betrag|summe|preis)?(?: brutto)?|rechnungsbetrag|zahlbetrag|endbetrag|endsumme|brutto(?:betrag|summe)|z ?u ?zahlen(?:der betrag)?|summe',
      'montant (?:total|(?:eur )?ttc|a (?:payer|regler))|a (?:payer|pagar|regler)|totale (?:fattura|documento|da pagare|complessivo|a pagare)|netto a pagare|valor total(?: da nota)?|totaalbedrag|(?:factuur )?totaal|te betalen',
    ),
  ),
  label('total', 3, `${total}e?s?|totaal`),
  label('total', 2, 'due|to pay|ttc|t\\.t\\.c\\.|saldo|tl|tot\\.?|fuel sale|sale(?: amount)?'),
  label(
    'total',
    1.5,
    'brutto|importe|monto|montant(?= ?=)|(?:tarifa|peaje|fare|toll)(?= ?:? ?[$€£])|amount|balance|betrag',
  ),
  label(
    'paid',
    1,
    'efectivo|entregado|recibido|pago con|tarjeta|visa|master ?card|amex|american express|debit|credit(?: card)?|cr\\. card|card|kartenzahlung|karte|kreditkarte|girocard|ec-cash|cb|carte(?: bancaire)?|[cg]ash(?: received)?|tender(?:ed)?|paid|payment|pay(?: amount)?|eft|geg(?:eben|\\.)(?: bar)?|bar|espece?s|contanti|dinheiro|cartao|nets|pin|tunai',
  ),
]
