import { element } from '../../xml/write-xml.ts'

export type Kind = 'Invoice' | 'CreditNote'

/** A number as XML has it: no exponent, and no more digits than it has. */
export const plainNumber = (value: number) => value.toFixed(6).replace(/\.?0+$/, '')

export const amountOf = (name: string, value: number | null, currency: string) =>
  element(name, value === null ? null : withCents(value), { currencyID: currency })

/** Two decimals, and more where there are more. */
const withCents = (value: number) => value.toFixed(6).replace(/0{1,4}$/, '')
