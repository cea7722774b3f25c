import { AppError } from '../../errors.ts'
import type { MailboxSettings } from './mailbox-settings.ts'

/** What the library says of a failure, where it says it. */
interface Said {
  code?: string
  authenticationFailed?: boolean
  mailboxMissing?: boolean
  responseStatus?: string
}

const failure = (code: string, cause: unknown, es: string, en: string) =>
  new AppError('unavailable', { es, en }, { code, cause })

/** Why a mailbox can't be opened, and what to do. */
export function mailboxFailure(error: unknown, { host, port, folder }: MailboxSettings): AppError {
  const { code = 'ERROR', authenticationFailed, mailboxMissing, responseStatus } = error as Said
  if (authenticationFailed)
    return failure(
      'MAIL_SIGN_IN',
      error,
      'El servidor de correo no acepta MAIL_USER y MAIL_PASSWORD. Muchos piden una contraseña de aplicación.',
      'The mail server does not accept MAIL_USER and MAIL_PASSWORD. Many ask for an app password.',
    )
  if (mailboxMissing || responseStatus === 'NO')
    return failure(
      'MAIL_FOLDER',
      error,
      `La carpeta «${folder}» (MAIL_FOLDER) no se puede abrir en este buzón.`,
      `The folder “${folder}” (MAIL_FOLDER) can’t be opened in this mailbox.`,
    )
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER|TLS|SSL/.test(code))
    return failure(
      'MAIL_CERTIFICATE',
      error,
      `La conexión cifrada con ${host}:${port} falla (${code}): revisa MAIL_HOST, MAIL_PORT y MAIL_TLS.`,
      `The encrypted connection with ${host}:${port} fails (${code}): check MAIL_HOST, MAIL_PORT and MAIL_TLS.`,
    )
  return failure(
    'MAIL_UNREACHABLE',
    error,
    `El servidor de correo ${host}:${port} no responde como debe (${code}): revisa MAIL_HOST, MAIL_PORT y MAIL_TLS.`,
    `The mail server ${host}:${port} does not answer as it should (${code}): check MAIL_HOST, MAIL_PORT and MAIL_TLS.`,
  )
}

/** The line was cut in the middle: what was not taken in yet is fetched again. */
export const mailboxLost = (error: unknown, { host, port }: MailboxSettings) =>
  failure(
    'MAIL_LOST',
    error,
    `La conexión con ${host}:${port} se cortó. Folio sigue donde estaba.`,
    `The connection with ${host}:${port} broke off. Folio goes on where it was.`,
  )
