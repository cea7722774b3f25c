import type { Stated } from '../einvoice.ts'
import { added } from '../sums.ts'

type Tax = NonNullable<Stated['taxes']>[number]

/** Taxes that only the lines state, one for each name and rate. */
export const taxesByRate = (taxes: Tax[]): Tax[] =>
  [...Map.groupBy(taxes, ({ name, rate }) => `${name} ${rate}`).values()].map((alike) => ({
    ...alike[0],
    base: added(alike.map(({ base }) => base ?? null)),
    amount: added(alike.map(({ amount }) => amount ?? null)),
  }))
