import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Notice } from '../../views/parts/notice.tsx'
import { fill } from '../../views/parts/words.ts'
import { SettingsPage, type SettingsProps } from '../../views/settings/settings-page.tsx'
import { settingsWordsIn } from '../../views/settings/settings-words.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { mailboxOf } from '../intake/mail/mailbox-settings.ts'
import { tryMailbox } from '../intake/mail/try-mailbox.ts'
import { listArrivals } from '../intake/receive-arrival.ts'
import { listPlaces } from '../intake/watched-places.ts'
import { requireAdmin } from '../invoices/permissions.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { listWebhooks } from '../webhooks/webhook-queries.ts'
import { webhookPages } from '../webhooks/webhooks.pages.tsx'

const megabyte = 1024 * 1024
const limits = { file: bounds.uploadBytes / megabyte, mail: bounds.mailBytes / megabyte }
const arrivalsShown = 50

/** How documents come in by themselves, and who is told what happens; for administrators. */
export function settingsPages(deps: Deps) {
  const show: ShowSettings = async (c, more = {}) => {
    const { account } = c.var
    requireAdmin(account)
    const [places, arrivals, webhooks] = await Promise.all([
      listPlaces(deps.db),
      listArrivals(deps.db, arrivalsShown),
      listWebhooks(deps.db, account),
    ])
    const senders = mailboxOf(deps.config) && deps.config.MAIL_FROM
    return (
      <SettingsPage
        language={languageFor(c)}
        account={account}
        places={places}
        arrivals={arrivals}
        webhooks={webhooks}
        senders={senders}
        limits={limits}
        {...more}
      />
    )
  }
  return new Hono<SignedIn>()
    .use('/settings/*', bodyLimit({ maxSize: bounds.jsonBytes }))
    .get('/settings', async (c) => c.html(await show(c)))
    .post('/settings/mailbox-trial', async (c) => c.html(await show(c, { trial: await trialOf(deps, c) })))
    .get('/settings/mailbox-trial', (c) => c.redirect('/settings', 303))
    .route('/', webhookPages(deps, show))
}

export type ShowSettings = (
  c: Context<SignedIn>,
  more?: Pick<SettingsProps, 'trial' | 'draft'>,
) => Promise<ReturnType<typeof SettingsPage>>

async function trialOf(deps: Deps, c: Context<SignedIn>) {
  requireAdmin(c.var.account)
  const language = languageFor(c)
  try {
    const n = await tryMailbox(deps.config)
    return <Notice kind="good">{fill(settingsWordsIn(language).mailboxWorks, { n })}</Notice>
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return <Notice kind="bad">{error.text[language]}</Notice>
  }
}
