/** The long words of the labels of amounts, known where one of their letters was misread, and words that only look like them. */
export const amountWords = new Set(
  [
    'amount amounts balance change charge charges discount gratuity payable payment received rounding service services subtotal tender',
    'taxable totals invoice before includes included inclusive excluding',
    'descuento efectivo entregado importe imponible impuesto impuestos propina redondeo tarjeta cambio',
    'betrag gesamt gesamtbetrag gesamtsumme mehrwertsteuer nettobetrag rechnungsbetrag umsatzsteuer warenwert zahlbetrag zwischensumme',
    'endbetrag bruttobetrag zuzuglich bankkarte kreditkarte ruckgeld wechselgeld',
    'beitrag vertrag bedrag repuesto repuestos gratuit gratuite inclusief exclusief inclusiva exclusiva servicio servicios servizio redondo chance',
    'montant livraison remise imposta totale imponibile grondslag subtotaal totaal desconto',
  ]
    .join(' ')
    .split(' '),
)
