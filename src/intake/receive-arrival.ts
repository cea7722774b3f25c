import { and, desc, eq, ne, sql } from 'drizzle-orm'
import { localAdmin } from '../accounts/accounts.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import type { Staged } from '../files/files.ts'
import {
  type Arrival,
  type ArrivalEntry,
  type ArrivalOutcome,
  arrivals,
  type WatchedPlace,
  type Way,
} from './arrivals.table.ts'
import { type Outcome, receiveFile } from './receive-file.ts'

type ArrivalDeps = Pick<Deps, 'db' | 'transact' | 'files' | 'config'>

/** One file of what arrived: staged, or the reason why not. */
export type ArrivedFile =
  | { filename: string; staged: Staged; failure?: undefined }
  | { filename: string; staged?: undefined; failure: AppError }

type Arriving = Pick<Arrival, 'identity' | 'name' | 'sizeBytes'> & { sender?: string }

/** Notes that something is there, before it is touched; what was begun before is counted, and what is settled known. */
export async function beginArrival(
  db: Db,
  { way, place }: Pick<WatchedPlace, 'way' | 'place'>,
  arriving: Arriving,
): Promise<Arrival> {
  const [arrival] = await db
    .insert(arrivals)
    .values({ way, place, ...arriving })
    .onConflictDoUpdate({
      target: [arrivals.way, arrivals.place, arrivals.identity],
      set: { attempts: sql`arrivals.attempts + (arrivals.outcome = 'begun')::int` },
    })
    .returning()
  return arrival!
}

/** It went away or changed before it could be taken in, or nothing could be stored: as if it had not been begun. */
export const forgetArrival = (db: Db, { id }: Arrival) =>
  db.delete(arrivals).where(and(eq(arrivals.id, id), eq(arrivals.outcome, 'begun')))

const sources = { folder: 'folder', mailbox: 'email' } as const satisfies Record<Way, string>

interface Content {
  files: ArrivedFile[]
  digest?: string
  /** What else belongs into the same commit. */
  also?: (tx: Tx) => Promise<unknown>
}

/**
 * Takes in what arrived. Its invoices, and that they are taken in, are one commit, so it happens once, whatever dies when
 * and however many processes are at it. The store is waited for while the transaction is open: of what is not the first,
 * nothing may be kept.
 */
export function receiveArrival(deps: ArrivalDeps, arrival: Arrival, content: Content): Promise<Arrival> {
  return deps.transact(async (work) => {
    const [now] = await work.tx.select().from(arrivals).where(eq(arrivals.id, arrival.id)).for('update')
    if (now && now.outcome !== 'begun') return now
    const { files, digest, also } = content
    const isKnown = digest !== undefined && (await isDigestKnown(work.tx, arrival, digest))
    const within: ArrivalDeps = { ...deps, transact: (body) => body(work) }
    const outcomes = isKnown ? [] : await receiveAll(within, files, sources[arrival.way])
    const [settled] = await work.tx
      .update(arrivals)
      .set({
        outcome: isKnown ? 'known' : outcomeOf(outcomes),
        entries: outcomes.map(entryOf),
        digest: isKnown ? null : digest,
      })
      .where(eq(arrivals.id, arrival.id))
      .returning()
    await also?.(work.tx)
    return settled!
  })
}

/** The same under another number: its mailbox was made anew. */
async function isDigestKnown(tx: Tx, { id, way, place }: Arrival, digest: string) {
  const [known] = await tx
    .select({ id: arrivals.id })
    .from(arrivals)
    .where(
      and(eq(arrivals.way, way), eq(arrivals.place, place), eq(arrivals.digest, digest), ne(arrivals.id, id)),
    )
  return known !== undefined
}

async function receiveAll(
  deps: ArrivalDeps,
  files: ArrivedFile[],
  source: (typeof sources)[Way],
): Promise<Outcome[]> {
  const account = await localAdmin(deps.db)
  const outcomes: Outcome[] = []
  for (const { filename, staged, failure } of files)
    if (failure) outcomes.push({ filename, error: failure })
    else outcomes.push(...(await receiveFile(deps, account, { filename, staged, source })))
  return outcomes
}

function outcomeOf(outcomes: Outcome[]): ArrivalOutcome {
  if (!outcomes.length) return 'nothing'
  if (outcomes.some((each) => 'invoice' in each)) return 'received'
  return outcomes.every((each) => 'error' in each && each.error.code === 'DUPLICATE') ? 'known' : 'refused'
}

function entryOf(outcome: Outcome): ArrivalEntry {
  if ('invoice' in outcome) return { filename: outcome.invoice.filename, invoice_id: outcome.invoice.id }
  const { filename, error } = outcome
  const first = error.extra.duplicate_of as number | null | undefined
  return {
    filename: filename.toWellFormed().replaceAll('\0', '').slice(0, 500),
    code: error.code,
    message: error.text,
    ...(first === undefined ? {} : { duplicate_of: first }),
  }
}

/** What came lately, the newest first. */
export const listArrivals = (db: Db, limit: number): Promise<Arrival[]> =>
  db.select().from(arrivals).orderBy(desc(arrivals.id)).limit(limit)

/** It was begun again and again, and never ended: it ends the process, or breaks something in it. */
export const gaveUp = () =>
  new AppError(
    'unsupported',
    {
      es: 'Folio lo intentó varias veces y falló siempre. El administrador encuentra la causa en el registro.',
      en: 'Folio has tried several times and failed each time. The administrator finds the cause in the log.',
    },
    { code: 'GAVE_UP' },
  )
