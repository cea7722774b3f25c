import { bounds } from '../../config.ts'
import { alone } from '../../db/hold-lock.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { Text } from '../../language.ts'
import type { WatchedPlace } from '../arrivals.table.ts'
import { findPlace, recordLook } from '../watched-places.ts'
import type { MailboxSettings } from './mailbox-settings.ts'
import { type OpenMailbox, withMailbox } from './open-mailbox.ts'
import { takeMail } from './take-mail.ts'

type FetchDeps = Pick<Deps, 'db' | 'transact' | 'files' | 'config' | 'log'>

/**
 * Looks into a mailbox again and again and takes in what is new; of several processes one at a time. While it can't be
 * reached the pauses grow.
 */
export function createMailFetch(deps: FetchDeps, settings: MailboxSettings) {
  const { place } = settings
  let failures = 0
  let notBefore = 0
  return async (signal: AbortSignal) => {
    if (performance.now() < notBefore) return
    try {
      await alone(deps.db, `mailbox ${place.place}`, () => look(deps, settings, signal))
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      const pauseMs = Math.min(bounds.mailPauseMs, deps.config.MAIL_SECONDS * 1000 * 2 ** ++failures)
      notBefore = performance.now() + pauseMs
      await recordLook(deps.db, place, error instanceof AppError ? error.text : internal)
      throw error
    }
  }
}

async function look(deps: FetchDeps, settings: MailboxSettings, signal: AbortSignal) {
  const known = await findPlace(deps.db, settings.place)
  await withMailbox(settings, signal, async (open) => {
    for (const uid of await listNew(open, known)) {
      if (signal.aborted) return
      await takeMail(deps, settings.place, open, uid)
    }
  })
  if (!signal.aborted) await recordLook(deps.db, settings.place)
}

/**
 * Everything after the watermark, the oldest first. A mailbox that is new, or has numbered its mails anew, is read from
 * some weeks back; what was taken in before is recognised by its content.
 */
async function listNew({ client, mailbox }: OpenMailbox, { uidValidity, lastUid }: WatchedPlace) {
  const isSame = uidValidity === Number(mailbox.uidValidity)
  const since = new Date(Date.now() - bounds.firstMailDays * 86_400_000)
  const found = await client.search(isSame ? { uid: `${lastUid + 1}:*` } : { since }, { uid: true })
  if (!found) throw new Error('The mail server did not answer a search')
  // `8:*` also finds the last one, where there is none from 8 on
  return found
    .filter((uid) => !isSame || uid > lastUid)
    .sort((a, b) => a - b)
    .slice(0, bounds.mailsALook)
}

const internal: Text = {
  es: 'Algo falló al recoger el correo. El administrador encuentra la causa en el registro; Folio sigue intentándolo.',
  en: 'Something failed while fetching mail. The administrator finds the cause in the log; Folio keeps trying.',
}
