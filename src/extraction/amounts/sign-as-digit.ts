import type { Micros } from '../../invoices/money.ts'
import type { Line } from '../text-lines.ts'
import type { Amount, AmountsByLine } from './amount.ts'

const cent = 10_000n

/** "43,026" where another line says "43,02": the sign behind the cents was read as one digit more. */
export function withoutSignDigits(lines: Line[], amounts: AmountsByLine): AmountsByLine {
  const all = lines.flatMap((line) => amounts.get(line)!)
  const plain = new Set(
    all.flatMap(({ decimals, isMoney, micros }) => (decimals === 2 && isMoney ? micros : [])),
  )
  const mended = (amount: Amount): Amount => {
    const micros = cents(amount)
    return micros !== null && plain.has(micros) ? { ...amount, micros, decimals: 2, isMended: true } : amount
  }
  for (const line of lines) {
    const own = amounts.get(line)!
    if (line.source === 'ocr' && own.some((amount) => cents(amount) !== null))
      amounts.set(line, own.map(mended))
  }
  return amounts
}

const cents = ({ micros, decimals, isMoney }: Amount): Micros | null =>
  decimals === 3 && isMoney && micros >= 100n * cent ? micros - (micros % cent) : null
