import { bounds, type Config } from '../../config.ts'
import { AppError } from '../../errors.ts'
import { mailboxOf } from './mailbox-settings.ts'
import { withMailbox } from './open-mailbox.ts'

/** Opens the mailbox as a look would, and takes nothing. How many mails are in it. */
export async function tryMailbox(config: Config): Promise<number> {
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
