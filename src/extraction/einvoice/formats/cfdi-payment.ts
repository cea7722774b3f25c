import type { XmlElement } from '../../../xml/xml-tree.ts'
import type { Stated } from '../einvoice.ts'
import { added } from '../sums.ts'
import { all, amount, text } from '../xml-values.ts'

/** A receipt for payments has amounts of zero and no currency; what was paid stands in its complement. */
export function paymentOf(root: XmlElement): Stated {
  const payments = all(root, 'Complemento/Pagos/Pago')
  const currencies = new Set(payments.map((payment) => text(payment, '@MonedaP')))
  const [currency] = currencies
  if (currency && currencies.size === 1)
    return { currency, total: added(payments.map((payment) => amount(payment, '@Monto'))) }
  const total = amount(root, 'Complemento/Pagos/Totales/@MontoTotalPagos')
  return { currency: total === null ? null : 'MXN', total }
}
