import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/database.ts'
import type { Text } from '../language.ts'
import type { Check } from './checks.ts'
import type { InvoiceId } from './invoices.table.ts'
import type { PageFailure } from './words.ts'

const reasons: Record<PageFailure, Text> = {
  unreadable: { es: 'está dañada', en: 'it is damaged' },
  'too-large': { es: 'es demasiado grande', en: 'it is too large' },
  timeout: { es: 'la lectura tardó demasiado', en: 'reading took too long' },
  crashed: { es: 'el lector se interrumpió', en: 'the reader broke off' },
}
/** More are told by their number. */
const mostTold = 5

/** Whether there are pages that say nothing because they could not be read: nobody should think them blank. */
export async function checkPages(db: Db | Tx, id: InvoiceId): Promise<Check[]> {
  const lost = await db.execute<{ page: number; failure: PageFailure }>(sql`
    select page, failure from page_words as read
    where sha256 = (select sha256 from invoices where id = ${id}) and failure is not null
    and not exists (
      select from page_words as newer
      where newer.sha256 = read.sha256 and newer.page = read.page and newer.recipe > read.recipe)
    order by page limit ${mostTold + 1}`)
  const [first] = lost
  if (!first) return []
  const reason = reasons[first.failure]
  const pages = lost
    .slice(0, mostTold)
    .map(({ page }) => page)
    .join(', ')
  const message =
    lost.length === 1
      ? {
          es: `La página ${pages} no se pudo leer: ${reason.es}.`,
          en: `Page ${pages} could not be read: ${reason.en}.`,
        }
      : {
          es: `Las páginas ${pages}${lost.length > mostTold ? '…' : ''} no se pudieron leer.`,
          en: `Pages ${pages}${lost.length > mostTold ? '…' : ''} could not be read.`,
        }
  return [{ name: 'pages_read', ok: false, message }]
}
