import { type SQL, sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { type Db, executePlanned, type Tx } from '../db/database.ts'
import { textArray } from '../work.ts'

/** What a key belongs to beside its account: used for something else, it is another key. */
export type Operation = 'facturas' | 'ocr'

export interface Claim {
  accountId: number
  key: string
  /** What the request is about, as 64 hexadecimal digits: equal requests have the same. */
  fingerprint: string
}

export interface First<Answer> {
  answer: Answer
  createdAt: Date
  /** Whether the request that comes again is about the same. */
  matches: boolean
}

const expired = sql`now() - make_interval(hours => ${bounds.idempotencyHours})`

/**
 * A statement that claims keys for as long as its transaction lasts, and for a day when that commits. Of any number of
 * requests that claim the same key at once, one gets it: the others wait in here until it is decided, and are left out of
 * what it returns: account_id, key and answer.
 */
export const claiming = (operation: Operation, claims: (Claim & { answer: object })[]): SQL => sql`
  insert into idempotency_keys as known (account_id, operation, key, fingerprint, answer)
  select account_id, ${operation}, key, decode(fingerprint, 'hex'), answer::jsonb from unnest(
    ${textArray(claims.map(({ accountId }) => accountId))}::bigint[],
    ${textArray(claims.map(({ key }) => key))}::text[],
    ${textArray(claims.map(({ fingerprint }) => fingerprint))}::text[],
    ${textArray(claims.map(({ answer }) => JSON.stringify(answer)))}::text[]
  ) as claims (account_id, key, fingerprint, answer)
  -- in order, so that two that claim many never wait for each other
  order by account_id, key
  on conflict (account_id, operation, key) do update
    set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = now()
    where known.created_at < ${expired}
  returning account_id, key, answer`

/** What the first request with this key was told; undefined where there is none that still counts. */
export async function findFirst<Answer extends object>(
  db: Db | Tx,
  operation: Operation,
  { accountId, key, fingerprint }: Claim,
): Promise<First<Answer> | undefined> {
  const [first] = await executePlanned<{ answer: Answer; at: string; matches: boolean }>(
    db,
    sql`
    select answer, created_at as at, fingerprint = decode(${fingerprint}, 'hex') as matches from idempotency_keys
    where account_id = ${accountId} and operation = ${operation} and key = ${key} and created_at >= ${expired}`,
  )
  return first && { answer: first.answer, createdAt: new Date(first.at), matches: first.matches }
}

/** Forgets the keys that count no more; so many at a time that no statement takes long. */
export async function purgeKeys({ db }: { db: Db }, atOnce: number = bounds.keysPerPurge) {
  for (let gone = atOnce; gone === atOnce; )
    gone = (
      await executePlanned(
        db,
        sql`delete from idempotency_keys where (account_id, operation, key) in (
          select account_id, operation, key from idempotency_keys where created_at < ${expired} limit ${atOnce}::int)`,
      )
    ).count
}

/** One name for an account's key; no key has a line break in it. */
export const nameOf = ({ accountId, key }: Pick<Claim, 'accountId' | 'key'>) => `${accountId}\n${key}`
