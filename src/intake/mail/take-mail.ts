import { createHash } from 'node:crypto'
import { bounds } from '../../config.ts'
import type { Db, Tx } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { Arrival } from '../arrivals.table.ts'
import { type ArrivedFile, beginArrival, forgetArrival, gaveUp, receiveArrival } from '../receive-arrival.ts'
import type { Place } from '../watched-places.ts'
import { maySend } from './may-send.ts'
import type { OpenMailbox } from './open-mailbox.ts'
import { mailTooLarge, readMail, stranger } from './read-mail.ts'
import { passMark } from './watermark.ts'

/** Lets the watermark pass the mail. */
type Pass = (on: Db | Tx) => Promise<unknown>
type TakeDeps = Pick<Deps, 'db' | 'transact' | 'files' | 'config' | 'log'>

/** Takes in one mail, or says why not; what was refused is not downloaded. The watermark passes it in the same commit. */
export async function takeMail(deps: TakeDeps, place: Place, open: OpenMailbox, uid: number) {
  const mark = { uidValidity: Number(open.mailbox.uidValidity), uid }
  const pass: Pass = (on) => passMark(on, place, mark)
  const asked = { uid: true, envelope: true, size: true } as const
  const mail = await open.client.fetchOne(String(uid), asked, { uid: true })
  // deleted meanwhile
  if (!mail) return pass(deps.db)
  const { envelope, size = 0 } = mail
  const from = (envelope?.from ?? []).flatMap(({ address }) => address ?? [])
  const arrival = await beginArrival(deps.db, place, {
    identity: `${mark.uidValidity}:${uid}`,
    name: plain(envelope?.subject, 255),
    sender: plain(from.join(', '), 320),
    sizeBytes: size,
  })
  if (arrival.outcome !== 'begun') return pass(deps.db)
  const refusal = refusalOf(deps, arrival, { from, size })
  const settled = refusal
    ? await receiveArrival(deps, arrival, {
        files: [{ filename: arrival.name ?? '', failure: refusal }],
        also: pass,
      })
    : await download(deps, arrival, open, uid, pass)
  if (!settled) return
  const refused = settled.entries.flatMap((entry) => ('code' in entry ? [entry.code] : []))
  const invoices = settled.entries.length - refused.length
  deps.log.info('mail taken', { arrival_id: settled.id, outcome: settled.outcome, invoices, refused })
}

function refusalOf(
  { config }: TakeDeps,
  { attempts }: Arrival,
  { from, size }: { from: string[]; size: number },
) {
  if (!maySend(from, config.MAIL_FROM)) return stranger()
  if (size > bounds.mailBytes) return mailTooLarge()
  return attempts > bounds.arrivalAttempts ? gaveUp() : undefined
}

async function download(
  deps: TakeDeps,
  arrival: Arrival,
  { client }: OpenMailbox,
  uid: number,
  pass: Pass,
): Promise<Arrival | undefined> {
  let files: ArrivedFile[] = []
  try {
    const whole = { source: { start: 0, maxLength: bounds.mailBytes + 1 } }
    const mail = await client.fetchOne(String(uid), whole, { uid: true })
    const source = mail ? mail.source : undefined
    if (!source) {
      await forgetArrival(deps.db, arrival)
      await pass(deps.db)
      return undefined
    }
    files = await stageAll(deps, arrival, source)
    const digest = createHash('sha256').update(source).digest('hex')
    return await receiveArrival(deps, arrival, { files, digest, also: pass })
  } catch (error) {
    // the store or the line is away: that is no fault of the mail
    if (error instanceof AppError && error.kind === 'unavailable') await forgetArrival(deps.db, arrival)
    else if (!client.usable) await forgetArrival(deps.db, arrival)
    throw error
  } finally {
    await Promise.all(files.map(({ staged }) => staged?.discard()))
  }
}

async function stageAll({ files }: TakeDeps, { name }: Arrival, source: Uint8Array): Promise<ArrivedFile[]> {
  const arrived: ArrivedFile[] = []
  try {
    // the server may have said another size
    if (source.length > bounds.mailBytes) throw mailTooLarge()
    for (const { filename, bytes } of await readMail(source))
      try {
        arrived.push({ filename, staged: await files.stage([bytes], bounds.uploadBytes) })
      } catch (error) {
        if (!(error instanceof AppError) || error.kind === 'unavailable') throw error
        arrived.push({ filename, failure: error })
      }
    return arrived
  } catch (error) {
    await Promise.all(arrived.map(({ staged }) => staged?.discard()))
    if (!(error instanceof AppError) || error.kind === 'unavailable') throw error
    return [{ filename: name ?? '', failure: error }]
  }
}

const plain = (text = '', characters: number) =>
  text
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .toWellFormed()
    .slice(0, characters)
    .toWellFormed()
