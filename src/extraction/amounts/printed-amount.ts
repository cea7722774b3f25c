interface Printed {
  text: string
  isMended: boolean
}

type Mend = [found: RegExp, instead: string | ((...parts: string[]) => string), isMended: boolean]

const lookAlikes: Record<string, string> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  l: '1',
  I: '1',
  '|': '1',
  S: '5',
  B: '8',
}
const asDigits = (text: string) => text.replace(/[OoQDlI|SB]/g, (letter) => lookAlikes[letter]!)

/** What is around an amount and what an engine made of it, each looked for once in a short text. */
const mends: Mend[] = [
  [/[:;*|_]+$/, '', false],
  [/^[|/\\:;*=~_'"`·•…+<>]+(?=[\d$€£(.,-])/, '', false],
  [/^[.,]+(\d{2})$/, '0.$1', false],
  [/^[.,…]+(?=\d)/, '', false],
  [/^([^()]*)\)$|^\(([^()]*)$/, (_, before, after) => before ?? after ?? '', false],
  [/^(\d{1,4})[xX×]$|^[xX×](\d{1,4})$/, (_, before, after) => before ?? after ?? '', false],
  // The letter of its tax stands behind a price.
  [/^(.*\d[.,]\d{2})[*x]?(?:[A-FN-Z]{1,2}\d?|[a-f])[.,:;]?$/, '$1', false],
  [/(\d[.,]\d{2})[.,;:'"]+$/, '$1', false],
  [/^[a-z]{2,6}(?=[$€£]\d)/, '', false],
  [/^[^$€£\d]?\d{0,2}(?=[$€£]\d)/, (before) => (/\d/.test(before) ? '' : before), true],
  // A dollar sign is read as the letter far more often than a five is.
  [/^S(?=\d{1,3}(?:[.,]\d{3})*[.,]\d{2,3}$)/, '$', true],
  [
    /^(-?(?:RM|[$€£])?)([\dOoQDlI|SB]{1,9}[.,][\dOoQDlI|SB]{2})$/,
    (_, sign, digits) => sign + asDigits(digits!),
    true,
  ],
  [/^(-?(?:RM|[$€£])\d{1,6})[:;](\d{2})$/, '$1.$2', true],
  [/(\d)[.,]{2,3}(?=\d)/, '$1.', true],
  [/^(\D{0,3}\d{1,3})([.,])(\d{3})\2(\d{2})$/, '$1$3.$4', true],
  [/^(\d{1,6})['’](\d{2})$/, '$1.$2', true],
  [/^[A-Za-z]{1,2}\.?(?=\d{1,9}[.,]\d{2}$)/, '', true],
]

/** A word or two as the amount they were printed as: without tax letters and dots that lead to it, whole again. */
export function printedAmount(text: string): Printed {
  let printed = text
  let isMended = false
  for (const [found, instead, changes] of mends) {
    const next = printed.replace(found, instead as string)
    if (next !== printed && changes && /\d/.test(printed)) isMended = true
    printed = next
  }
  return { text: printed, isMended }
}
