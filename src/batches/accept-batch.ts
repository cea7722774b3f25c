import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { type Claim, claiming, type First, findFirst, nameOf } from '../accounts/idempotency-keys.ts'
import { bounds } from '../config.ts'
import { type Db, executePlanned } from '../db/database.ts'
import { databaseFault } from '../db/database-faults.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { bellFor } from '../queue/bell.ts'
import type { BatchId } from './batches.table.ts'
import { keepingParcels, type Part, partsOf } from './parcels.ts'
import type { Facturas } from './read-facturas.ts'

/** What the first request with a key was told, and whoever asks again is told of it. */
export interface Receipt {
  batch_id: BatchId
  total: number
}
export type Outcome = { receipt: Receipt } | { first: First<Receipt> }

export type Accept = (request: BatchRequest) => Promise<Outcome>

interface BatchRequest {
  accountId: number
  key: string
  facturas: Facturas
}

interface Waiting extends Claim {
  total: number
  parts: Part[]
  settle: PromiseWithResolvers<Outcome>
}

/**
 * Accepts batches: key, batch and parcels are durable in one commit before anybody is answered. Requests that arrive while
 * a commit is under way share the next one: a disk makes some hundred a second, whatever they hold.
 */
export function createAcceptance({ db }: Pick<Deps, 'db'>): Accept {
  const acceptance = { db, reserve: reserveIds(db) }
  const waiting: Waiting[] = []
  let waitingFacturas = 0
  let underWay = false
  let crowd = Promise.withResolvers<void>()
  let crowdSize = 1

  async function work() {
    if (underWay) return
    underWay = true
    while (waiting.length) {
      const group = takeGroup(waiting)
      await acceptGroup(acceptance, group)
      for (const { total } of group) waitingFacturas -= total
      // who was answered together comes back together: waiting for all of them spares half of the commits
      crowdSize = group.length
      crowd = Promise.withResolvers()
      if (crowdSize > 1) await Promise.race([crowd.promise, sleep(bounds.crowdMs)])
    }
    underWay = false
  }

  return ({ accountId, key, facturas }) => {
    const total = facturas.numbers.length
    if (waitingFacturas + total > bounds.waitingFacturas) throw tooBusy()
    waitingFacturas += total
    const settle = Promise.withResolvers<Outcome>()
    const parts = partsOf(facturas)
    waiting.push({ accountId, key, total, parts, fingerprint: fingerprintOf(parts), settle })
    if (waiting.length >= crowdSize) crowd.resolve()
    void work()
    return settle.promise
  }
}

interface Acceptance {
  db: Db
  reserve: (count: number) => Promise<BatchId[]>
}

/** Those that came first, up to what one commit should carry. */
function takeGroup(waiting: Waiting[]) {
  let count = 0
  let facturas = 0
  while (count < Math.min(waiting.length, bounds.requestsACommit)) {
    facturas += waiting[count]!.total
    if (count && facturas > bounds.batchInvoices) break
    count++
  }
  return waiting.splice(0, count)
}

/** Answers every one of them, whatever happens; if the group can't be accepted together, each by itself. */
async function acceptGroup(acceptance: Acceptance, group: Waiting[]) {
  try {
    const accepted = await commit(acceptance, group)
    if (accepted.size) bellFor(acceptance.db).ring()
    await Promise.all(group.map((request) => answer(acceptance.db, request, accepted.get(request))))
  } catch (error) {
    if (group.length > 1 && !databaseFault(error))
      for (const request of group) await acceptGroup(acceptance, [request])
    else for (const { settle } of group) settle.reject(error)
  }
}

async function answer(db: Db, request: Waiting, receipt: Receipt | undefined) {
  const { settle } = request
  if (receipt) return settle.resolve({ receipt })
  const first = await findFirst<Receipt>(db, 'facturas', request)
  if (first) settle.resolve({ first })
  else settle.reject(justExpired())
}

/** One statement, one commit, for all of them. Whose key was used before is left out of the answer. */
async function commit({ db, reserve }: Acceptance, group: Waiting[]): Promise<Map<Waiting, Receipt>> {
  const firsts = firstOfEach(group)
  const ids = await reserve(firsts.length)
  const claims = firsts.map((request, at) => ({
    ...request,
    request,
    answer: { batch_id: ids[at]!, total: request.total },
  }))
  const rows = await executePlanned<{ id: string }>(
    db,
    sql`with claimed as (${claiming('facturas', claims)}),
      made as (
        insert into batches (id, account_id, total) overriding system value
        select (answer->>'batch_id')::bigint, account_id, (answer->>'total')::int from claimed returning id
      ),
      kept as (${keepingParcels(
        claims.map(({ answer, accountId, parts }) => ({ id: answer.batch_id, accountId, parts })),
      )})
      select id from made`,
  )
  const made = new Set(rows.map(({ id }) => Number(id)))
  return new Map(
    claims.flatMap(({ request, answer }) => (made.has(answer.batch_id) ? [[request, answer]] : [])),
  )
}

/** Of those with the same key, the one that came first: it speaks for all of them. */
function firstOfEach(group: Waiting[]) {
  const firsts = new Map<string, Waiting>()
  for (const request of group) if (!firsts.has(nameOf(request))) firsts.set(nameOf(request), request)
  return [...firsts.values()]
}

/** Numbers of batches to come, many at a time where many come; those that are left when a process ends are never used. */
function reserveIds(db: Db) {
  const reserved: BatchId[] = []
  return async (count: number) => {
    if (reserved.length < count) {
      const rows = await executePlanned<{ id: string }>(
        db,
        sql`select nextval('batches_id_seq') as id
          from generate_series(1, ${count === 1 ? 1 : bounds.requestsACommit}::int)`,
      )
      reserved.push(...rows.map(({ id }) => Number(id)))
    }
    return reserved.splice(0, count)
  }
}

/** Of what the facturas say, however they were written: blanks, the order of keys and zeros at the end don't count. */
const fingerprintOf = (parts: Part[]) =>
  hash('sha256', parts.flatMap((part) => [part.numbers, part.customers, part.totals, part.dates]).join('\n'))

const tooBusy = () =>
  new AppError(
    'unavailable',
    {
      es: 'Folio recibe ahora más de lo que la base de datos puede guardar. Reintenta con la misma clave.',
      en: 'Folio is receiving more than the database can store now. Try again with the same key.',
    },
    { code: 'TOO_BUSY' },
  )

const justExpired = () =>
  new AppError('unavailable', {
    es: 'La clave acaba de caducar. Reintenta.',
    en: 'The key has just expired. Try again.',
  })
