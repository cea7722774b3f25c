import { label } from '../labels.ts'

export type DateKind = 'date' | 'due' | 'other' | 'never'

/** What the word before or above a date says it is the day of; where two overlap, the first listed. */
export const dateLabels = [
  label<DateKind>(
    'never',
    0,
    'fecha limite (?:de|para la) emision|(?:fecha )?(?:de )?(?:vto\\.?|venc(?:imiento)?\\.?) (?:de |del |de la )?(?:c\\.?a\\.?[ei]\\.?|(?:e-?)?ncf|timbrado|secuencia)|fin(?: de)? vigencia|inicio (?:de )?(?:actividades|act\\.?)|nacimiento|birth(?:day| date)?|geburtsdatum|naissance|expir(?:y|es|ation)(?: date)?|exp\\.?(?: date)?|valid(?:o|a|ez|ity)?(?: hasta| until| thru| to)?|gultig\\S*|mhd|best before|caduc\\S*|resolucion|autorizacion|habilitacion|timbrado|since|seit|desde|offer\\S*|return\\S*|umtausch|cambios|devolucion\\S*',
  ),
  label<DateKind>(
    'due',
    3,
    "(?:fecha )?(?:de |limite )?(?:vto\\.?|vencimiento|venc\\.?|vence)(?: (?:para el|del) pago)?|fecha (?:limite )?(?:de )?pago|date limite de (?:paiement|reglement)|pagar antes de|a payer avant|a regler avant|pague(?:se)? (?:antes|hasta)(?: de(?:l)?)?|(?:payment )?due (?:date|on|by)|date due|due(?= ?:)|pay (?:by|before)|fallig(?:keit)?(?:sdatum| am| bis)?|zahlungsziel|zahlbar\\D{0,30}bis|uberweisen\\D{0,20}bis|bis zum|(?:date d')?echea?c?n?c?e|scadenza|data (?:di scadenza|de vencimento)|vencimento|venciment|vervaldatum|te betalen voor|prelevement a partir du",
  ),
  label<DateKind>(
    'other',
    0,
    'certificacion|period[eo]? facturado|periodo|hasta|fecha (?:de )?(?:entrega|pedido|orden|albaran|impresion|validacion|operacion|salida|llegada)|entrega|deliver\\S*|ship(?:ped|ping)?(?: date)?|order(?:ed)?(?: date)?|liefer(?:datum|ung|schein\\S*)|\\S*leistungs(?:datum|zeitraum)|leistungszeitraum|bestell\\S*|auftrag\\S*|schreiben\\S*|telefonat\\S*|livraison|commande|consegna|print(?:ed)?(?: date| on)?|period|zeitraum|skonto\\S*|orderdatum|leverdatum|albaran|pedido|\\S*vertrag\\S*|telefon\\S*|ubergabe|ruckgabe|suspended on|acceptance dat\\S*|arrival|departure|check[ -]?in|check[ -]?out|cortesia',
  ),
  label<DateKind>(
    'date',
    4,
    "fecha (?:y hora )?(?:de )?(?:la )?(?:emision|factura(?:cion)?|expedicion|documento|comprobante|venta|compra|generacion)|fecha/hora emision|f\\. ?emision|emi(?:sion|ssione|ssao)|emitid[ao](?: el)?|invoice date|inv\\.? ?date|date of (?:issue|invoice|sale)|issue(?:d)?(?: date| on)?|bill (?:date|dt)|biz ?date|receipt date|trans(?:action)? date|tax date|rechnungs-? ?(?:und leistungs)?datum|belegdatum|\\S*rechnung(?: \\S+){0,4} vom|date (?:de (?:la )?)?(?:facture|facturation|d'emission)|date d'emission|data (?:di )?(?:fattura|emissione|documento)|data (?:de |da )?emissao|factuur ?datum",
  ),
  label<DateKind>('date', 3, 'fecha|date|datum|data|dated|dia|dt|tarikh'),
  label<DateKind>(
    'date',
    2,
    'factura|facture|invoice|\\S*rechnung|gutschrift|avoir|credit note|fattura|fatura|recibo|boleta|ticket|receipt|factuur|quittung',
  ),
]
