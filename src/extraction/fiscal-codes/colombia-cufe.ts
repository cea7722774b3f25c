import { createHash } from 'node:crypto'

/** All that a Colombian document's unique code is made of; amounts with two decimals. */
export interface CufeParts {
  number: string
  date: string
  /** With the zone: "10:53:10-05:00". */
  time: string
  subtotal: string
  /** IVA, INC and ICA. */
  taxes: [string, string, string]
  total: string
  issuer: string
  customer: string
  technicalKey: string
  environment: '1' | '2'
}

export function cufeOf({ taxes: [iva, inc, ica], ...parts }: CufeParts): string {
  const { number, date, time, subtotal, total, issuer, customer, technicalKey, environment } = parts
  const taxes = `01${iva}04${inc}03${ica}`
  const text = `${number}${date}${time}${subtotal}${taxes}${total}${issuer}${customer}${technicalKey}${environment}`
  return createHash('sha384').update(text).digest('hex')
}

/**
 * The keys of real documents are known to their makers alone. These are printed in the tax office's manual and
 * handed to everybody who tries out a program: what is made with them is no invoice.
 */
const keysForTrying = ['693ff6f2a553c3646a063436fd4dd9ded0311471', 'fc8eac422eba16e22ffd8c6f94b3f40a6e38162c']

export const isMadeForTrying = (
  cufe: string,
  parts: Omit<CufeParts, 'technicalKey' | 'environment'>,
): boolean =>
  keysForTrying.some((technicalKey) =>
    (['1', '2'] as const).some((environment) => cufeOf({ ...parts, technicalKey, environment }) === cufe),
  )
