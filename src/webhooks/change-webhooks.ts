import { eq, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireAdmin } from '../invoices/permissions.ts'
import { newSecret } from './sign.ts'
import type { WebhookGiven } from './webhook-form.ts'
import { type Webhook, webhooks } from './webhooks.table.ts'

type WebhookDeps = Pick<Deps, 'db' | 'config'>

/** From the newest event there is: what happened before is not told. */
const fromNow = sql`(select coalesce(max(id), 0) from events)`

/** Adds one that is told everything of its types from now on. */
export async function addWebhook(
  { db, config }: WebhookDeps,
  account: Account,
  given: WebhookGiven,
): Promise<Webhook> {
  requireAdmin(account)
  requireSecure(given.url, config)
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('webhooks', 0))`)
    if ((await tx.$count(webhooks)) >= bounds.webhooks) throw tooMany()
    const [added] = await tx
      .insert(webhooks)
      .values({ ...given, secret: newSecret(), lastEvent: fromNow })
      .returning()
    return added!
  })
}

/** Changes one; called again after a rest, it is told what happens from now on. */
export async function changeWebhook(
  { db, config }: WebhookDeps,
  account: Account,
  id: number,
  changes: Partial<WebhookGiven & { enabled: boolean }>,
): Promise<Webhook> {
  requireAdmin(account)
  if (changes.url) requireSecure(changes.url, config)
  const resumed = {
    disabledBecause: null,
    failingSince: null,
    lastEvent: sql`case when enabled then last_event else ${fromNow} end`,
  }
  const [changed] = await db
    .update(webhooks)
    // a change of nothing is one too
    .set({ ...changes, ...(changes.enabled && resumed), url: changes.url ?? sql`url` })
    .where(eq(webhooks.id, id))
    .returning()
  return changed ?? gone()
}

/** A new secret; for a day the one before signs too. */
export async function changeSecret({ db }: Pick<Deps, 'db'>, account: Account, id: number): Promise<Webhook> {
  requireAdmin(account)
  const [changed] = await db
    .update(webhooks)
    .set({
      previousSecret: sql`secret`,
      previousUntil: sql`now() + make_interval(hours => ${bounds.webhookSecretHours})`,
      secret: newSecret(),
    })
    .where(eq(webhooks.id, id))
    .returning()
  return changed ?? gone()
}

export async function removeWebhook({ db }: Pick<Deps, 'db'>, account: Account, id: number) {
  requireAdmin(account)
  const [removed] = await db.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id })
  if (!removed) gone()
}

/** What is told would be open to whoever listens on the way. */
function requireSecure(url: string, { WEBHOOKS_PRIVATE }: WebhookDeps['config']) {
  if (url.startsWith('https:') || WEBHOOKS_PRIVATE === 'on') return
  throw new AppError(
    'invalid',
    {
      es: 'La dirección debe empezar por https://; http:// se admite solo con WEBHOOKS_PRIVATE=on.',
      en: 'The address must start with https://; http:// is allowed only with WEBHOOKS_PRIVATE=on.',
    },
    { code: 'INSECURE_ADDRESS' },
  )
}

const tooMany = () =>
  new AppError('conflict', {
    es: `Ya hay ${bounds.webhooks} webhooks: quita uno que no se use.`,
    en: `There are ${bounds.webhooks} webhooks already: remove one that is not used.`,
  })

export function gone(): never {
  throw new AppError('not-found', { es: 'Ese webhook ya no existe.', en: 'There is no such webhook.' })
}
