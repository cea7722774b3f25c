import type { Check } from '../../invoices/checks.ts'
import { absolute, toNumber } from '../../invoices/money.ts'
import type { Text } from '../../language.ts'
import type { Bundle } from './extras.ts'
import type { Reading } from './reading.ts'

type Role = Bundle['extras'][number]['role']

const roles: Record<Role, Text> = {
  withheld: { es: 'retenciones', en: 'withheld' },
  charge: { es: 'cargos', en: 'charges' },
  discount: { es: 'descuentos', en: 'discounts' },
  rounding: { es: 'redondeo', en: 'rounding' },
}

/** How a total comes about where it is more than subtotal and taxes: the plain rule would call it wrong. */
export function explainSum({ total, subtotal, tax, bundle, proofs }: Reading): Check[] {
  if (!subtotal || !tax || !bundle) return []
  const isInside = proofs.has('tax inside')
  if (!isInside && bundle.extras.length === 0) return []
  const parts = (language: 'es' | 'en') => [
    `subtotal ${toNumber(subtotal.micros)}`,
    ...(isInside ? [] : [`+ ${language === 'es' ? 'impuestos' : 'tax'} ${toNumber(tax.micros)}`]),
    ...bundle.extras.map(
      ({ role, micros }) =>
        `${micros < 0n ? '−' : '+'} ${roles[role][language]} ${toNumber(absolute(micros))}`,
    ),
    `= total ${toNumber(total.micros)}`,
  ]
  const say = (language: 'es' | 'en', inside: string) => {
    const sum = parts(language).join(' ')
    return `${sum[0]!.toUpperCase()}${sum.slice(1)}${isInside ? inside : '.'}`
  }
  const message = {
    es: say('es', `, con ${toNumber(tax.micros)} de impuestos incluidos.`),
    en: say('en', `, with ${toNumber(tax.micros)} of tax included.`),
  }
  return [{ name: 'totals_sum', ok: true, message, about: ['subtotal', 'tax', 'total'] }]
}
