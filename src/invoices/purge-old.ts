import { sql } from 'drizzle-orm'
import { purgeKeys } from '../accounts/idempotency-keys.ts'
import { purgeLimits } from '../accounts/limits.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { evictPages } from './evict-pages.ts'
import { purgePages } from './purge-pages.ts'

/**
 * Forgets what is kept for a time only: events, the audit, a model's answers, used keys, sessions, links and limits
 * that have run out, pages nobody needs; and what is kept of pages beyond its bounds.
 */
export async function purgeOld({ db, files }: Pick<Deps, 'db' | 'files'>) {
  // but for what a webhook has still to be told
  await db.execute(sql`delete from events where at < now() - make_interval(hours => ${bounds.eventsHours})
    and id <= (select coalesce(min(last_event), ${Number.MAX_SAFE_INTEGER}) from webhooks where enabled)`)
  await db.execute(sql`delete from webhook_deliveries
    where created_at < now() - make_interval(days => ${bounds.webhookLogDays})`)
  await db.execute(sql`delete from audit where at < now() - make_interval(days => ${bounds.auditDays})`)
  await db.execute(
    sql`delete from model_answers where created_at < now() - make_interval(days => ${bounds.modelAnswerDays})`,
  )
  // what it was is forgotten, not that it was there
  await db.execute(sql`update arrivals set name = null, sender = null, entries = '[]'
    where created_at < now() - make_interval(days => ${bounds.auditDays}) and entries <> '[]'`)
  await purgeKeys({ db })
  await purgeLimits({ db })
  await db.execute(sql`delete from sessions where expires_at < now()`)
  await db.execute(sql`delete from api_tokens where expires_at < now() - interval '7 days'`)
  await db.execute(sql`delete from sign_in_links where expires_at < now() - interval '1 day'`)
  await purgePages({ db })
  await evictPages({ db, files })
}
