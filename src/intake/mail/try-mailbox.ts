import type { Account } from '../../accounts/accounts.table.ts'
import { bounds } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { requireAdmin } from '../../invoices/permissions.ts'
import { mailboxOf } from './mailbox-settings.ts'
import { withMailbox } from './open-mailbox.ts'

/** Opens the mailbox as a look would, and takes nothing. How many mails are in it. */
export async function tryMailbox({ config }: Pick<Deps, 'config'>, account: Account): Promise<number> {
  requireAdmin(account)
  const settings = mailboxOf(config)
  if (!settings) throw notSet()
  return withMailbox(
    settings,
    AbortSignal.timeout(2 * bounds.mailConnectMs),
    async ({ mailbox }) => mailbox.exists,
  )
}

const notSet = () =>
  new AppError(
    'conflict',
    {
      es: 'En este proceso no hay buzón configurado: pon MAIL_HOST, MAIL_USER, MAIL_PASSWORD y MAIL_FROM.',
      en: 'No mailbox is set in this process: set MAIL_HOST, MAIL_USER, MAIL_PASSWORD and MAIL_FROM.',
    },
    { code: 'NO_MAILBOX' },
  )
