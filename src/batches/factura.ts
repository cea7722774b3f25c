import { z } from 'zod'
import type { Text } from '../language.ts'

/** What a factura must be, value by value: as a rule for text that is read, and as the schema that is documented. */
export const facturaKeys = ['numero_factura', 'rut_cliente', 'monto', 'fecha_emision'] as const
export type FacturaKey = (typeof facturaKeys)[number]

const longestNumber = 100
/** With room for blanks and zeros around it. */
const longestRut = 40
const highestAmount = 999_999_999_999

export const texts = {
  number: {
    es: `Debe ser un texto de 1 a ${longestNumber} caracteres, sin caracteres de control.`,
    en: `Must be a text of 1 to ${longestNumber} characters, without control characters.`,
  },
  rut: { es: 'Debe ser un RUT, como 11111111-1.', en: 'Must be a RUT, such as 11111111-1.' },
  rutDigit: {
    es: 'El dígito verificador del RUT no corresponde.',
    en: 'The check digit of the RUT is wrong.',
  },
  amount: { es: 'Debe ser un número, como 1500.50.', en: 'Must be a number, such as 1500.50.' },
  positive: { es: 'Debe ser mayor que 0.', en: 'Must be greater than 0.' },
  decimals: { es: 'Admite como máximo 2 decimales.', en: 'Must have at most 2 decimals.' },
  highest: {
    es: `No puede ser mayor que ${highestAmount}.`,
    en: `Must not be greater than ${highestAmount}.`,
  },
  date: {
    es: 'Debe ser una fecha que exista, como 2025-08-24.',
    en: 'Must be a date that exists, such as 2025-08-24.',
  },
} satisfies Record<string, Text>

type Read = { value: string } | { fault: Text }

/** As it is stored: composed, without blanks around it and with single ones inside. */
export function readNumber(given: string): Read {
  if (/^[!-~]{1,100}$/.test(given)) return { value: given }
  const value = given.normalize('NFC').trim().replace(/ +/g, ' ')
  const sound =
    value.length >= 1 && value.length <= longestNumber && !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(given)
  return sound ? { value } : { fault: texts.number }
}

/** With or without dots, in either case; stored as `11111111-1`. */
export function readRut(given: string): Read {
  const shape = /^ *0*(\d{1,9}|\d{1,3}(?:\.\d{3}){1,2})-([\dkK]) *$/.exec(given.slice(0, longestRut + 1))
  const [, number = '', digit = ''] = shape ?? []
  const body = number.replaceAll('.', '').replace(/^0+/, '')
  if (!body || given.length > longestRut) return { fault: texts.rut }
  const value = `${body}-${digit.toUpperCase()}`
  return isRut(value) ? { value } : { fault: texts.rutDigit }
}

/** Whether the digit behind the hyphen is that of the number before it: weights 2 to 7 from the right, modulo 11. */
export function isRut(rut: string) {
  let sum = 0
  let weight = 2
  for (let at = rut.length - 3; at >= 0; at--) {
    sum += (rut.charCodeAt(at) - 48) * weight
    weight = weight === 7 ? 2 : weight + 1
  }
  const digit = 11 - (sum % 11)
  return rut.charCodeAt(rut.length - 1) === (digit === 11 ? 48 : digit === 10 ? 75 : digit + 48)
}

/** The amount as its digits say it, without exponent and without zeros at the end; a double would have rounded it. */
export function readAmount(written: string): Read {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written)
  if (!parts) return { fault: texts.amount }
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts
  const significant = (whole + fraction).replace(/^0+/, '')
  const digits = significant.replace(/0+$/, '')
  if (sign || !digits) return { fault: texts.positive }
  /** How many of the digits stand before the point. */
  const point = significant.length - fraction.length + Number(exponent)
  if (digits.length - point > 2) return { fault: texts.decimals }
  if (point > 12) return { fault: texts.highest }
  const padded = digits.padStart(digits.length + Math.max(0, -point), '0').padEnd(Math.max(point, 0), '0')
  const before = padded.slice(0, Math.max(point, 0)) || '0'
  const after = padded.slice(Math.max(point, 0))
  if (Number(before) === highestAmount && after) return { fault: texts.highest }
  return { value: after ? `${before}.${after}` : before }
}

export const readDate = (given: string): Read => (isDate(given) ? { value: given } : { fault: texts.date })

/** Whether there is such a day, written as `2025-08-24`. */
export function isDate(given: string) {
  if (!/^\d{4}-\d\d-\d\d$/.test(given)) return false
  const [year, month, day] = [Number(given.slice(0, 4)), Number(given.slice(5, 7)), Number(given.slice(8))]
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day <= days
}

const obeys = (read: (given: string) => Read) =>
  z.string().superRefine((given, context) => {
    const outcome = read(given)
    if ('fault' in outcome) context.addIssue({ code: 'custom', message: outcome.fault.en })
  })

const factura = z
  .strictObject({
    numero_factura: obeys(readNumber).meta({
      description: `De 1 a ${longestNumber} caracteres`,
      examples: ['F-001'],
    }),
    rut_cliente: obeys(readRut).meta({
      description: 'RUT con su dígito verificador (módulo 11)',
      examples: ['11111111-1'],
    }),
    monto: z
      .number()
      .positive()
      .max(highestAmount)
      .refine((value) => Number(value.toFixed(2)) === value, texts.decimals.en)
      .meta({ description: 'Mayor que 0, con 2 decimales como máximo', examples: [1500.5] }),
    fecha_emision: obeys(readDate).meta({
      format: 'date',
      description: 'Una fecha que exista',
      examples: ['2025-08-24'],
    }),
  })
  .meta({ id: 'Factura' })

export const facturaExamples = [
  { numero_factura: 'F-001', rut_cliente: '11111111-1', monto: 1500.5, fecha_emision: '2025-08-24' },
  { numero_factura: 'F-002', rut_cliente: '22222222-2', monto: 999.99, fecha_emision: '2025-08-24' },
]

export const facturaList = (most: number) => z.array(factura).min(1).max(most)
