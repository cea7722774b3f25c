import { parseAmount } from '../../invoices/money.ts'
import type { Amount } from './amount.ts'

const mostPieces = 5

/** "12 7.4 4", "15 96": where an engine strewed an amount over a line or lost its mark, the amount it was. */
export function glued(pieces: Amount[]): { amount: Amount; doubt: number } | null {
  const { line, from } = pieces[0]!.span
  const span = { line, from, to: pieces.at(-1)!.span.to }
  const words = line.words.slice(span.from, span.to).map(({ text }) => text)
  if (words.length > mostPieces || !words.every((text) => /^[\d.,]{1,6}$/.test(text))) return null
  const joined = words.join('')
  const isWhole = /^\d{1,3}(?:[.,]?\d{3})?[.,]\d{2}$/.test(joined)
  const lostMark = /^(\d{1,4}) (\d{2})$/.exec(words.join(' '))
  const text = isWhole ? joined : lostMark ? `${lostMark[1]}.${lostMark[2]}` : null
  const read = text === null ? null : parseAmount(text, null)
  if (!read) return null
  return {
    amount: { ...read, span, isMoney: true, isPercent: false, isMended: true },
    doubt: isWhole ? 0.3 : 1,
  }
}
