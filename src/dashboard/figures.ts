import type { Db } from '../db/database.ts'
import { type Accuracy, findAccuracy } from './accuracy.ts'
import { type Day, findSpeed, findWaiting, listDays, type Speed, type Waiting } from './pace.ts'
import {
  type CurrencySpend,
  type IssuerSpend,
  type MonthSpend,
  type Period,
  spendByCurrency,
  spendByIssuer,
  spendByMonth,
  type TaxSpend,
  taxByRate,
} from './spend.ts'

export interface Figures {
  at: Date
  currency: string | null
  currencies: CurrencySpend[]
  months: MonthSpend[]
  issuers: IssuerSpend[]
  taxes: TaxSpend[]
  days: Day[]
  speed: Speed
  accuracy: Accuracy
}

/** All that is not true to the second; of a currency that nobody used, the one of most invoices. */
async function countFigures(db: Db, wanted: string | undefined, period: Period): Promise<Figures> {
  const currencies = await spendByCurrency(db, period)
  const chosen = currencies.find(({ currency }) => (currency ?? 'none') === wanted) ?? currencies[0]
  const currency = chosen?.currency ?? null
  const [months, issuers, taxes, days, speed, accuracy] = await Promise.all([
    spendByMonth(db, currency, period),
    spendByIssuer(db, currency, period),
    taxByRate(db, currency, period),
    listDays(db),
    findSpeed(db),
    findAccuracy(db),
  ])
  return { at: new Date(), currency, currencies, months, issuers, taxes, days, speed, accuracy }
}

interface Kept {
  figures: Promise<Figures>
  until: number
}
const kept = new WeakMap<Db, Map<string, Kept>>()
/** They are shown again for so many times as long as they took: at most one part in so many of the time goes into them. */
const patience = 60

/** The figures, of a moment ago where they are costly, and never counted twice at once. What waits is asked each time. */
export async function findFigures(
  db: Db,
  wanted: string | undefined,
  period: Period,
): Promise<Figures & { waiting: Waiting }> {
  const all = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, all)
  const key = `${period.months} ${wanted ?? ''}`
  const before = all.get(key)
  const figures =
    before && Date.now() < before.until
      ? before.figures
      : keep(all, key, () => countFigures(db, wanted, period))
  const [made, waiting] = await Promise.all([figures, findWaiting(db)])
  return { ...made, waiting }
}

function keep(all: Map<string, Kept>, key: string, count: () => Promise<Figures>) {
  const began = Date.now()
  const figures = count()
  const entry: Kept = { figures, until: Number.POSITIVE_INFINITY }
  all.set(key, entry)
  figures.then(
    () => {
      entry.until = Date.now() + patience * (Date.now() - began)
    },
    () => all.delete(key),
  )
  return figures
}
