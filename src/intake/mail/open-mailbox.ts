import { ImapFlow, type MailboxObject } from 'imapflow'
import { bounds } from '../../config.ts'
import { mailboxFailure, mailboxLost } from './mailbox-failures.ts'
import type { MailboxSettings } from './mailbox-settings.ts'

export interface OpenMailbox {
  client: ImapFlow
  mailbox: MailboxObject
}

/** Lends a mailbox for as long as `use` lasts. It is opened for reading only: Folio changes nothing in it. */
export async function withMailbox<T>(
  settings: MailboxSettings,
  signal: AbortSignal,
  use: (open: OpenMailbox) => Promise<T>,
): Promise<T> {
  const client = clientFor(settings)
  const hangUp = () => client.close()
  signal.addEventListener('abort', hangUp, { once: true })
  try {
    const mailbox = await open(client, settings, signal)
    try {
      return await use({ client, mailbox })
    } catch (error) {
      throw client.usable ? error : mailboxLost(error, settings)
    }
  } finally {
    signal.removeEventListener('abort', hangUp)
    client.close()
  }
}

async function open(client: ImapFlow, settings: MailboxSettings, signal: AbortSignal) {
  try {
    signal.throwIfAborted()
    await client.connect()
    return await client.mailboxOpen(settings.folder, { readOnly: true })
  } catch (error) {
    throw mailboxFailure(error, settings)
  }
}

function clientFor({ host, port, user, password, tls }: MailboxSettings) {
  const client = new ImapFlow({
    host,
    port,
    secure: tls === 'on',
    doSTARTTLS: tls === 'on' ? undefined : tls === 'starttls',
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    clientInfo: { name: 'Folio' },
    connectionTimeout: bounds.mailConnectMs,
    greetingTimeout: bounds.mailConnectMs,
    socketTimeout: bounds.mailSilenceMs,
    maxLiteralSize: 2 * bounds.mailBytes,
    maxResponseSize: 3 * bounds.mailBytes,
  })
  // told by the call that fails; without a listener it would end the process
  client.on('error', () => {})
  return client
}
