import type { Config } from '../../config.ts'
import type { Place } from '../watched-places.ts'

export interface MailboxSettings {
  host: string
  port: number
  user: string
  password: string
  folder: string
  tls: Config['MAIL_TLS']
  place: Place
}

/** The mailbox that the settings name; undefined where they name none. */
export function mailboxOf(config: Config): MailboxSettings | undefined {
  const { MAIL_HOST, MAIL_PORT, MAIL_USER, MAIL_PASSWORD, MAIL_FOLDER, MAIL_TLS } = config
  if (!MAIL_HOST || !MAIL_USER || !MAIL_PASSWORD) return undefined
  const port = MAIL_PORT ?? (MAIL_TLS === 'on' ? 993 : 143)
  const name = `${MAIL_USER} · ${MAIL_FOLDER} · ${MAIL_HOST}:${port}`
  const place = `${MAIL_USER}\n${MAIL_FOLDER}\n${MAIL_HOST}`
  return {
    host: MAIL_HOST,
    port,
    user: MAIL_USER,
    password: MAIL_PASSWORD,
    folder: MAIL_FOLDER,
    tls: MAIL_TLS,
    place: { way: 'mailbox', place, name },
  }
}
