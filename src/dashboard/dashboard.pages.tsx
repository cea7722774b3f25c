import { Hono } from 'hono'
import { z } from 'zod'
import { DashboardPage } from '../../views/dashboard/dashboard-page.tsx'
import type { Deps } from '../deps.ts'
import { requireReviewer } from '../invoices/permissions.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { findFigures } from './figures.ts'

const query = z.object({
  currency: z
    .string()
    .regex(/^([A-Z]{3}|none)$/)
    .optional()
    .catch(undefined),
  months: z.enum(['3', '12', '24']).catch('12'),
})

/** How the work goes and what was spent, for those who see the whole workspace. */
export const dashboardPages = ({ db }: Pick<Deps, 'db'>) =>
  new Hono<SignedIn>().get('/dashboard', async (c) => {
    requireReviewer(c.var.account)
    const { currency, months } = query.parse(c.req.query())
    const period = { months: Number(months) }
    return c.html(
      <DashboardPage
        language={languageFor(c)}
        account={c.var.account}
        period={period}
        figures={await findFigures(db, currency, period)}
      />,
    )
  })
