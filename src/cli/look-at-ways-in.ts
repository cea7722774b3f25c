import type { Config } from '../config.ts'
import { markOf } from '../intake/folder/folder-mark.ts'
import { tryMailbox } from '../intake/mail/try-mailbox.ts'
import type { Check } from './doctor-checks.ts'

/** Whether the folder and the mailbox can be looked into, where the settings name them. */
export const waysInOf = (config: Config): Check[] => [
  ...(config.WATCH_DIR
    ? [{ about: { es: 'Carpeta', en: 'Folder' }, look: () => lookAtFolder(config.WATCH_DIR!) }]
    : []),
  ...(config.MAIL_HOST ? [{ about: { es: 'Buzón', en: 'Mailbox' }, look: () => lookAtMailbox(config) }] : []),
]

async function lookAtFolder(folder: string) {
  await markOf(folder)
  return { level: 'ok' as const, text: { es: folder, en: folder } }
}

async function lookAtMailbox(config: Config) {
  const mails = await tryMailbox(config)
  const name = `${config.MAIL_USER}, ${config.MAIL_FOLDER}`
  return { level: 'ok' as const, text: { es: `${name}: ${mails} correos`, en: `${name}: ${mails} mails` } }
}
